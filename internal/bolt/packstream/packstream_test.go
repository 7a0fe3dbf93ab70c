package packstream

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"newsgraph/cypher/value"
)

func zone(t *testing.T, name string) *value.Zone {
	t.Helper()
	z, err := value.NamedZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// TestRoundTrip encodes values at the edges of every form and decodes them again.
func TestRoundTrip(t *testing.T) {
	values := []value.Value{value.Null, value.True, value.False, value.Float(0), value.Float(math.Copysign(0, -1)),
		value.Float(math.Inf(1)), value.Bytes(nil), value.Bytes(bytes.Repeat([]byte{7}, 300)), value.Bytes(make([]byte, 70000)),
		value.String(""), value.DateOf(-719528), value.LocalTimeOf(0), value.TimeOf(86399999999999, -3600),
		value.LocalDateTimeOf(-1, 999999999), value.DateTimeOf(1536192000, 5, value.FixedZone(19800)),
		value.DateTimeOf(1536192000, 5, zone(t, "Asia/Kolkata")),
		value.DurationOf(value.Duration{Months: -1, Days: 2, Seconds: -3, Nanos: 4}),
		value.PointOf(value.Point{SRID: value.WGS84, X: 77.2, Y: 28.6}),
		value.PointOf(value.Point{SRID: value.Cartesian3D, X: 1, Y: 2, Z: 3}),
	}
	for _, i := range []int64{0, 127, 128, -16, -17, -128, -129, 32767, 32768, -32768, -32769, math.MaxInt32, math.MaxInt32 + 1,
		math.MinInt32, math.MinInt32 - 1, math.MaxInt64, math.MinInt64} {
		values = append(values, value.Integer(i))
	}
	for _, n := range []int{1, 15, 16, 255, 256, 65535, 65536} {
		values = append(values, value.String(strings.Repeat("é", n)), value.List(make([]value.Value, n)))
		entries := make([]value.Entry, n)
		for i := range entries {
			entries[i] = value.Entry{Key: strings.Repeat("k", i%50) + string(rune('a'+i%26)) + string(rune(0x100+i)), Value: value.Integer(int64(i))}
		}
		values = append(values, value.Map(entries))
	}
	for _, v := range values {
		enc := AppendValue(nil, v)
		got, err := DecodeValue(enc)
		if err != nil {
			t.Errorf("decode %.60s: %v", v, err)
			continue
		}
		if again := AppendValue(nil, got); got.Kind() != v.Kind() || !bytes.Equal(again, enc) {
			t.Errorf("%.60s came back as %.60s", v, got)
		}
	}
	t.Logf("%d values", len(values))
}

func TestBadMessages(t *testing.T) {
	for want, msg := range map[string]string{
		"byte 0: the message ends early":                                 "",
		"byte 1: not a structure":                                        "\xa0",
		"byte 3: the message ends early":                                 "\xb1\x10\x85ab",
		"byte 7: 1000000 elements in 0 bytes":                            "\xb1\x10\xd6\x00\x0f\x42\x40",
		"byte 3: bytes after the message":                                "\xb1\x10\x01\x02",
		"byte 4: a string is not UTF-8":                                  "\xb1\x10\x81\xff",
		"byte 4: a map's key is no string":                               "\xb1\x10\xa1\x01\x01",
		"byte 2: unknown marker 0xdf":                                    "\xb1\x10\xdf",
		"byte 2: a node can be no parameter":                             "\xb1\x10\xb1N\x01",
		"byte 2: a structure 'Z' of 1 fields is no value":                "\xb1\x10\xb1Z\x01",
		"byte 2: a structure 't' has a field out of range":               "\xb1\x10\xb1t\xff",
		"byte 2: load zone: unknown name \"Mars\"":                       "\xb1\x10\xb3i\x01\x01\x84Mars",
		"byte 2: a point 'X' has no reference system 1":                  "\xb1\x10\xb3X\x01" + "\xc1\x00\x00\x00\x00\x00\x00\x00\x00" + "\xc1\x00\x00\x00\x00\x00\x00\x00\x00",
		"byte 203: nested more than 200 levels":                          "\xb1\x10" + strings.Repeat("\x91", 300),
		"byte 4: a structure 'D' of 5 fields is no value":                "\xb1\x10\xb5D\x01\x01\x01\x01\x01",
		"byte 2: a zoned date-time takes two integers and a string":      "\xb1\x10\xb3i\x01\x01\x01",
		"byte 2: a point 'Y' takes a reference system and 3 coordinates": "\xb1\x10\xb1Y\x01",
	} {
		_, err := Decode([]byte(msg))
		if got := "decode message: " + want; err == nil || err.Error() != got {
			t.Errorf("Decode(%.20q) = %v, want %s", msg, err, got)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("\xb1\x10\xa1\x81k\x93\x01\x85hello\xc0"))
	f.Add(AppendValue(AppendStruct(nil, 0x10, 1), value.DateTimeOf(1, 2, value.UTC)))
	f.Fuzz(func(t *testing.T, msg []byte) {
		s, err := Decode(msg)
		if err != nil {
			return
		}
		for _, v := range s.Fields {
			again, err := DecodeValue(AppendValue(nil, v))
			if err != nil || !value.Equivalent(v, again) {
				t.Errorf("%s came back as %s, %v", v, again, err)
			}
		}
	})
}
