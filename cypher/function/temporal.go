package function

import (
	"strings"
	"time"

	"newsgraph/cypher/value"
)

// temporalFunctions make dates, times and durations.
var temporalFunctions = temporalLibrary()

func temporalLibrary() []*Function {
	var out []*Function
	for _, k := range []struct {
		name string
		kind value.Kind
	}{
		{"date", value.KindDate}, {"localtime", value.KindLocalTime}, {"time", value.KindTime},
		{"localdatetime", value.KindLocalDateTime}, {"datetime", value.KindDateTime},
	} {
		out = append(out, instantFunctions(k.name, k.kind)...)
	}
	return append(out,
		&Function{Name: "datetime.fromepoch", Category: "Temporal", Description: "The datetime so many seconds and nanoseconds after 1970-01-01T00:00Z.",
			Params: []Param{{"seconds", Integer}, {"nanoseconds", Integer}}, Required: 2, Result: DateTime, Eval: fromEpoch},
		&Function{Name: "datetime.fromepochmillis", Category: "Temporal", Description: "The datetime so many milliseconds after 1970-01-01T00:00Z.",
			Params: []Param{{"milliseconds", Integer}}, Required: 1, Result: DateTime, Eval: fromEpochMillis},
		&Function{Name: "duration", Category: "Temporal", Description: "The duration that a text or a map of units says.",
			Params: []Param{{"input", String | Map}}, Required: 1, Result: Duration,
			Eval: func(_ *Context, a []value.Value) (value.Value, error) {
				if a[0].Kind() == value.KindString {
					return value.ParseDuration(a[0].Str())
				}
				return value.BuildDuration(a[0])
			}},
		between("duration.between", "The duration between two dates or times, in months, days and seconds.", value.InAll),
		between("duration.inMonths", "The whole months between two dates or times.", value.InMonths),
		between("duration.inDays", "The whole days between two dates or times.", value.InDays),
		between("duration.inSeconds", "The seconds between two dates or times.", value.InSeconds),
	)
}

func between(name, description string, measure value.Measure) *Function {
	return &Function{Name: name, Category: "Temporal", Description: description,
		Params: []Param{{"from", Instant}, {"to", Instant}}, Required: 2, Result: Duration,
		Eval: func(_ *Context, a []value.Value) (value.Value, error) { return value.Between(measure, a[0], a[1]) }}
}

// instantFunctions is the functions that make values of one temporal kind.
func instantFunctions(name string, kind value.Kind) []*Function {
	result := Of(kind)
	clock := func(suffix, when string, read func(*Context) time.Time) *Function {
		return &Function{Name: name + suffix, Category: "Temporal", Description: "The current " + name + ", " + when + ".",
			Params: []Param{{"timezone", String}}, Result: result, Volatile: suffix == ".realtime",
			Eval: func(c *Context, a []value.Value) (value.Value, error) {
				zone := c.zone()
				if len(a) == 1 {
					var err error
					if zone, err = value.ParseZone(a[0].Str()); err != nil {
						return value.Null, err
					}
				}
				return current(kind, read(c), zone)
			}}
	}
	return []*Function{
		{Name: name, Category: "Temporal", Description: "The " + name + " that a text, a map or another value says; without an argument, the current one.",
			Params: []Param{{"input", String | Map | Instant}}, Result: result,
			Eval: func(c *Context, a []value.Value) (value.Value, error) { return instant(c, kind, a) }},
		clock(".statement", "when the query began", func(c *Context) time.Time { return c.Statement }),
		clock(".transaction", "when the transaction began", func(c *Context) time.Time { return c.Transaction }),
		clock(".realtime", "at the moment of the call", realtime),
		{Name: name + ".truncate", Category: "Temporal", Description: "The " + name + " of a value cut off below the unit, with the fields of a map set on it.",
			Params: []Param{{"unit", String}, {"input", Instant}, {"fields", Map}}, Required: 1, Result: result,
			Eval: func(c *Context, a []value.Value) (value.Value, error) { return truncate(c, kind, a) }},
	}
}

func realtime(c *Context) time.Time {
	if c.Realtime == nil {
		return c.Statement
	}
	return c.Realtime()
}

// current is the clock's time, seen in the zone, as a value of the kind.
func current(kind value.Kind, t time.Time, zone *value.Zone) (value.Value, error) {
	return value.ConvertInstant(kind, value.DateTimeOf(t.Unix(), t.Nanosecond(), zone), zone)
}

func instant(c *Context, kind value.Kind, a []value.Value) (value.Value, error) {
	if len(a) == 0 {
		return current(kind, c.Statement, c.zone())
	}
	switch a[0].Kind() {
	case value.KindString:
		return value.ParseInstant(kind, a[0].Str(), c.zone())
	case value.KindMap:
		if zone, ok, err := onlyZone(a[0]); ok || err != nil {
			if err != nil {
				return value.Null, err
			}
			return current(kind, c.Statement, zone)
		}
		return value.BuildInstant(kind, a[0], c.zone())
	}
	return value.ConvertInstant(kind, a[0], c.zone())
}

// onlyZone is the zone of a map that has nothing else.
func onlyZone(m value.Value) (*value.Zone, bool, error) {
	es := m.Entries()
	if len(es) != 1 || !strings.EqualFold(es[0].Key, "timezone") || es[0].Value.Kind() != value.KindString {
		return nil, false, nil
	}
	zone, err := value.ParseZone(es[0].Value.Str())
	return zone, true, err
}

func truncate(c *Context, kind value.Kind, a []value.Value) (value.Value, error) {
	v, fields := value.Null, value.Null
	if len(a) > 2 {
		fields = a[2]
	}
	if len(a) > 1 {
		v = a[1]
	} else {
		v = value.DateTimeOf(c.Statement.Unix(), c.Statement.Nanosecond(), c.zone())
	}
	return value.Truncate(kind, a[0].Str(), v, fields, c.zone())
}

func fromEpoch(c *Context, a []value.Value) (value.Value, error) {
	return value.NewDateTime(a[0].Int(), a[1].Int(), c.zone())
}

func fromEpochMillis(c *Context, a []value.Value) (value.Value, error) {
	ms := a[0].Int()
	seconds, rest := ms/1000, ms%1000
	return value.NewDateTime(seconds, rest*1_000_000, c.zone())
}
