package function

import (
	"testing"
	"time"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/value"
)

// made is what the named function makes of the text.
func made(t *testing.T, name, text string) value.Value {
	t.Helper()
	f, _ := Lookup(name)
	v, err := f.Call(testContext(), vals(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTemporalConstruction(t *testing.T) {
	day := made(t, "date", "2015-12-30")
	clock := made(t, "time", "09:08:07.123456789+02:00")
	stamp := made(t, "datetime", "2015-07-01T22:30[America/New_York]")
	const invalid = "ArgumentError: InvalidArgumentValue"
	for _, c := range []struct {
		name string
		arg  any
		want string
	}{
		// Texts.
		{"date", "2019-02-29", invalid},
		{"date", "20200229", "'2020-02-29'"},
		{"date", "2020-W53-7", "'2021-01-03'"},
		{"date", "2021-W53", invalid},
		{"date", "2020-Q3-31", "'2020-07-31'"},
		{"date", "2020Q2", "'2020-04-01'"},
		{"date", "2020366", "'2020-12-31'"},
		{"date", "2019-366", invalid},
		{"date", "-0044-03-15", "'-0044-03-15'"},
		{"date", "+12020-01", "'+12020-01-01'"},
		{"date", "2020-1", invalid},
		{"date", "2020-01-01x", invalid},
		{"date", "", invalid},
		{"localtime", "2359", "'23:59:00'"},
		{"localtime", "24:00", invalid},
		{"localtime", "12:30:01,5", "'12:30:01.5'"},
		{"localtime", "12:60", invalid},
		{"time", "12:30", "'12:30:00Z'"},
		{"time", "12:30-08:30:15", "'12:30:00-08:30:15'"},
		{"time", "12:30+19:00", invalid},
		{"localdatetime", "2015-07-01", "'2015-07-01T00:00:00'"},
		{"localdatetime", "2015-07-01T12:00Z", invalid},
		{"datetime", "2015-07-01T12", "'2015-07-01T12:00:00Z'"},
		{"datetime", "2015-03-29T02:30[Europe/Paris]", "'2015-03-29T03:30:00+02:00[Europe/Paris]'"},
		{"datetime", "2015-10-25T02:30+01:00[Europe/Paris]", "'2015-10-25T02:30:00+01:00[Europe/Paris]'"},
		{"datetime", "2015-10-25T02:30+03:00[Europe/Paris]", invalid},
		{"datetime", "2015-10-25T02:30[Europe/Atlantis]", invalid},
		{"duration", "P1Y-2M3W4DT-5H6M7.5S", "'P10M25DT-4H-53M-52.5S'"},
		{"duration", "-P1DT0.5S", "'P-1DT-0.5S'"},
		{"duration", "P0001-02-03T04:05:06.7", "'P1Y2M3DT4H5M6.7S'"},
		{"duration", "P", invalid},
		{"duration", "P1D2M", invalid},
		{"duration", "PT", invalid},
		{"duration", "P99999999999999999999D", "ArithmeticError: NumberOutOfRange"},

		// Maps.
		{"date", m{"year": 2020, "month": 2, "day": 30}, invalid},
		{"date", m{"year": 2020, "day": 3}, invalid},
		{"date", m{"month": 3}, invalid},
		{"date", m{"year": 2020, "hour": 3}, invalid},
		{"date", m{"year": 2020, "month": 2, "week": 3}, invalid},
		{"date", m{"year": 2020, "month": "2"}, invalid},
		{"date", m{"year": 1_000_000_000}, invalid},
		{"date", m{"year": 2020, "month": nil}, "'2020-01-01'"},
		{"date", m{"year": nil}, invalid},
		{"date", m{"date": nil, "month": 1}, "null"},
		{"localdatetime", m{"year": 2020, "month": 3, "hour": 5}, invalid},
		{"localdatetime", m{"year": 2020, "hour": 5}, invalid},
		{"date", "2020-2-1", "'2020-02-01'"},
		{"localtime", "9:5", "'09:05:00'"},
		{"date", m{"date": day, "month": 2}, "'2015-02-28'"},
		{"date", m{"date": day, "month": 2, "day": 29}, invalid},
		{"date", m{"date": day, "quarter": 1}, "'2015-03-31'"},
		{"date", m{"date": day, "week": 1}, "'2014-12-31'"},
		{"date", m{"date": stamp, "dayOfQuarter": 92}, "'2015-09-30'"},
		{"localtime", m{"minute": 5}, invalid},
		{"localtime", m{"hour": 12, "second": 5}, invalid},
		{"localtime", m{"hour": 12, "minute": 60}, invalid},
		{"localtime", m{"hour": 1, "minute": 2, "second": 3, "millisecond": 4, "nanosecond": 5}, "'01:02:03.004000005'"},
		{"localtime", m{"hour": 1, "minute": 2, "second": 3, "millisecond": 4, "microsecond": 1000}, invalid},
		{"time", m{"time": clock, "minute": 0, "timezone": "-01:00"}, "'06:00:07.123456789-01:00'"},
		{"localdatetime", m{"date": day, "time": clock}, "'2015-12-30T09:08:07.123456789'"},
		{"datetime", m{"datetime": stamp, "timezone": "Asia/Tokyo"}, "'2015-07-02T11:30:00+09:00[Asia/Tokyo]'"},
		{"datetime", m{"date": day, "time": stamp}, "'2015-12-30T22:30:00-05:00[America/New_York]'"},
		{"datetime", m{"epochSeconds": 90, "nanosecond": 7}, "'1970-01-01T00:01:30.000000007Z'"},
		{"datetime", m{"epochMillis": -1, "timezone": "+01:00"}, "'1970-01-01T00:59:59.999+01:00'"},
		{"duration", m{"quarters": 1.5, "weeks": 1}, "'P4M22DT5H14M33S'"},
		{"duration", m{"seconds": 0.1, "milliseconds": -1}, "'PT0.099S'"},
		{"duration", m{"hours": nil}, "null"},
		{"duration", m{"fortnights": 1}, invalid},

		// Other values.
		{"date", stamp, "'2015-07-01'"},
		{"time", stamp, "'22:30:00-04:00'"},
		{"datetime", day, invalid},
		{"localtime", day, invalid},
		{"date", 3, "TypeError: InvalidArgumentValue"},
		{"date", nil, "null"},
	} {
		if got := call(t, c.name, vals(c.arg)); got != c.want {
			t.Errorf("%s(%v) = %s, want %s", c.name, val(c.arg), got, c.want)
		}
	}
}

func TestClockIsTheContexts(t *testing.T) {
	for _, c := range []struct {
		name string
		args []value.Value
		want string
	}{
		{"date", vals(), "'2018-09-06'"},
		{"datetime", vals(), "'2018-09-06T12:30:01.0000005Z'"},
		{"time", vals(m{"timezone": "Asia/Kolkata"}), "'18:00:01.0000005+05:30'"},
		{"localdatetime.statement", vals("-02:00"), "'2018-09-06T10:30:01.0000005'"},
		{"datetime.transaction", vals(), "'2018-09-06T12:29:00Z'"},
		{"localtime.realtime", vals(), "'12:30:01.0000005'"},
		{"date.truncate", vals("year"), "'2018-01-01'"},
		{"datetime.fromepoch", vals(1, 2_000_000_003), "'1970-01-01T00:00:03.000000003Z'"},
		{"datetime.fromepochmillis", vals(-1), "'1969-12-31T23:59:59.999Z'"},
	} {
		if got := call(t, c.name, c.args); got != c.want {
			t.Errorf("%s(%v) = %s, want %s", c.name, c.args, got, c.want)
		}
	}
	ctx := testContext()
	ctx.Zone, _ = value.NamedZone("Pacific/Auckland")
	ctx.Realtime = func() time.Time { return time.Unix(0, 0) }
	f, _ := Lookup("datetime.realtime")
	if v, err := f.Call(ctx, nil); err != nil || v.Text() != "1970-01-01T12:00:00+12:00[Pacific/Auckland]" {
		t.Errorf("datetime.realtime() = %v, %v", v, err)
	}
}

func TestTruncate(t *testing.T) {
	stamp := made(t, "datetime", "2019-11-17T22:31:14.987654321+03:00")
	for _, c := range []struct {
		name, unit string
		fields     any
		want       string
	}{
		{"date.truncate", "weekYear", m{}, "'2018-12-31'"},
		{"date.truncate", "quarter", m{"dayOfQuarter": 5}, "'2019-10-05'"},
		{"date.truncate", "hour", m{}, "ArgumentError: InvalidArgumentValue"},
		{"date.truncate", "fortnight", m{}, "ArgumentError: InvalidArgumentValue"},
		{"localdatetime.truncate", "DECADE", m{"month": 3}, "'2010-03-01T00:00:00'"},
		{"datetime.truncate", "minute", m{"timezone": "Europe/Rome"}, "'2019-11-17T22:31:00+01:00[Europe/Rome]'"},
		{"datetime.truncate", "millisecond", m{"microsecond": 5, "nanosecond": 6}, "'2019-11-17T22:31:14.987005006+03:00'"},
		{"datetime.truncate", "microsecond", m{"nanosecond": 1000}, "ArgumentError: InvalidArgumentValue"},
		{"time.truncate", "day", m{"hour": 1}, "'01:00:00+03:00'"},
		{"localtime.truncate", "year", m{}, "ArgumentError: InvalidArgumentValue"},
	} {
		if got := call(t, c.name, vals(c.unit, stamp, c.fields)); got != c.want {
			t.Errorf("%s(%s, _, %v) = %s, want %s", c.name, c.unit, c.fields, got, c.want)
		}
	}
}

func TestBetween(t *testing.T) {
	for _, c := range []struct {
		fromType, from, toType, to string
		all, months, days, seconds string
	}{
		{"date", "2020-01-31", "date", "2020-03-01", "'P1M1D'", "'P1M'", "'P30D'", "'PT720H'"},
		{"date", "2020-03-01", "date", "2020-01-31", "'P-1M-1D'", "'P-1M'", "'P-30D'", "'PT-720H'"},
		{"localdatetime", "2020-01-01T12:00", "date", "2020-02-01", "'P30DT12H'", "'PT0S'", "'P30D'", "'PT732H'"},
		{"time", "23:00-02:00", "time", "01:30Z", "'PT-23H-30M'", "'PT0S'", "'PT0S'", "'PT-23H-30M'"},
		{"datetime", "2016-03-26T12:00[Europe/Berlin]", "datetime", "2016-03-27T12:00[Europe/Berlin]", "'P1D'", "'PT0S'", "'P1D'", "'PT23H'"},
		{"datetime", "2016-03-26T12:00[Europe/Berlin]", "datetime", "2016-03-27T11:00Z", "'P1DT1H'", "'PT0S'", "'P1D'", "'PT24H'"},
	} {
		args := []value.Value{made(t, c.fromType, c.from), made(t, c.toType, c.to)}
		for name, want := range map[string]string{"between": c.all, "inMonths": c.months, "inDays": c.days, "inSeconds": c.seconds} {
			if got := call(t, "duration."+name, args); got != want {
				t.Errorf("duration.%s(%v) = %s, want %s", name, args, got, want)
			}
		}
	}
}

func TestTemporalArithmetic(t *testing.T) {
	for _, c := range []struct {
		kind, instant, duration, sum, difference string
	}{
		{"date", "2020-01-31", "P1M1DT24H", "2020-03-02", "2019-12-29"},
		{"date", "2020-01-31", "PT-23H", "2020-01-31", "2020-01-31"},
		{"localtime", "23:59:59", "P5DT2.5S", "00:00:01.5", "23:59:56.5"},
		{"localdatetime", "2020-02-29T12:00", "P1YT-12H", "2021-02-28T00:00:00", "2019-03-01T00:00:00"},
		{"datetime", "2016-03-26T12:00[Europe/Berlin]", "P1D", "2016-03-27T12:00:00+02:00[Europe/Berlin]", "2016-03-25T12:00:00+01:00[Europe/Berlin]"},
		{"datetime", "2016-03-26T12:00[Europe/Berlin]", "PT24H", "2016-03-27T13:00:00+02:00[Europe/Berlin]", "2016-03-25T12:00:00+01:00[Europe/Berlin]"},
	} {
		v, d := made(t, c.kind, c.instant), made(t, "duration", c.duration)
		sum, err := value.Add(v, d)
		if err != nil || sum.Text() != c.sum {
			t.Errorf("%v + %v = %v, %v, want %s", v, d, sum, err, c.sum)
		}
		difference, err := value.Subtract(v, d)
		if err != nil || difference.Text() != c.difference {
			t.Errorf("%v - %v = %v, %v, want %s", v, d, difference, err, c.difference)
		}
	}
	last := made(t, "date", "+999999999-12-31")
	if _, err := value.Add(last, made(t, "duration", "P1D")); diag.As(err).Detail != "NumberOutOfRange" {
		t.Errorf("a day after the last gives %v", err)
	}
	if _, err := value.Add(last, last); diag.As(err).Detail != "InvalidArgumentType" {
		t.Errorf("a date plus a date gives %v", err)
	}
}

func TestComponents(t *testing.T) {
	stamp := made(t, "datetime", "2021-01-03T22:31:14.987654321[America/Caracas]")
	length := made(t, "duration", "P1Y5M10DT25H61M1.5S")
	for _, c := range []struct {
		v         value.Value
		key, want string
	}{
		{stamp, "weekYear", "2020"}, {stamp, "week", "53"}, {stamp, "dayOfWeek", "7"}, {stamp, "quarter", "1"},
		{stamp, "ordinalDay", "3"}, {stamp, "microsecond", "987654"}, {stamp, "timezone", "'America/Caracas'"},
		{stamp, "offset", "'-04:00'"}, {stamp, "offsetMinutes", "-240"}, {stamp, "epochMillis", "1609727474987"},
		{length, "years", "1"}, {length, "quartersOfYear", "1"}, {length, "monthsOfQuarter", "2"}, {length, "hours", "26"},
		{length, "minutesOfHour", "1"}, {length, "secondsOfMinute", "1"}, {length, "nanosecondsOfSecond", "500000000"},
		{value.PointOf(value.Point{SRID: value.WGS84, X: 1, Y: 2}), "latitude", "2.0"}, {val(m{"a": 1}), "b", "null"},
	} {
		if got, err := value.Component(c.v, c.key); err != nil || got.String() != c.want {
			t.Errorf("%v.%s = %v, %v, want %s", c.v, c.key, got, err, c.want)
		}
	}
	if _, err := value.Component(made(t, "date", "2020"), "hour"); diag.As(err).Detail != "InvalidArgumentValue" {
		t.Errorf("the hour of a date gives %v", err)
	}
}
