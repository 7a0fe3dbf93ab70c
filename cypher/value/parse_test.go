package value

import "testing"

var instantKinds = []Kind{KindDate, KindLocalTime, KindTime, KindLocalDateTime, KindDateTime}

// FuzzParseInstant holds that what is read can be printed and is then read as the same value.
func FuzzParseInstant(f *testing.F) {
	for _, s := range []string{"2015-07-21", "20150721", "2015-W30-2", "2015-202", "2015-Q3-9", "-0044-03", "+999999999-12-31", "21:40:32.142", "2140+0100",
		"2015-07-21T21:40:32.142+02:00[Europe/Stockholm]", "2015T21-01:30:15", "2015-7-1T1:2:3Z", "2015-10-25T02:30[Europe/Paris]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, k := range instantKinds {
			v, err := ParseInstant(k, text, UTC)
			if err != nil {
				continue
			}
			again, err := ParseInstant(k, v.Text(), UTC)
			if err != nil || !Equivalent(v, again) {
				t.Errorf("%q is the %s %s, which is %s, %v", text, k, v, again, err)
			}
		}
	})
}

// FuzzParseDuration holds the same for durations.
func FuzzParseDuration(f *testing.F) {
	for _, s := range []string{"P1Y2M3W4DT5H6M7.8S", "-P1.5D", "PT-0.000000001S", "P2012-02-02T14:37:21.545", "P9223372036854775807D"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := ParseDuration(text)
		if err != nil {
			return
		}
		again, err := ParseDuration(v.Text())
		if err != nil || !Equivalent(v, again) {
			t.Errorf("%q is %s, which is %s, %v", text, v, again, err)
		}
	})
}
