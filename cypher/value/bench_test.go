package value

import "testing"

func BenchmarkAppendKey(b *testing.B) {
	row := ListOf(Integer(42), String("Angela"), DateOf(17_000), NodeRef(7))
	key := make([]byte, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		key = AppendKey(key[:0], row)
	}
}

func BenchmarkOrder(b *testing.B) {
	x, y := String("Angela Merkel"), String("Angela Merkle")
	b.ReportAllocs()
	for b.Loop() {
		if Order(x, y) >= 0 {
			b.Fatal("not in order")
		}
	}
}

func BenchmarkAddIntegers(b *testing.B) {
	sum := Integer(0)
	b.ReportAllocs()
	for b.Loop() {
		sum, _ = Add(sum, Integer(1))
	}
}

func BenchmarkParseDateTime(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseInstant(KindDateTime, "2018-09-06T12:30:01.5[Europe/Berlin]", UTC); err != nil {
			b.Fatal(err)
		}
	}
}
