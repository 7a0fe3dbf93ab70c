package value

import (
	"math"
	"math/big"
	"strconv"

	"newsgraph/cypher/diag"
)

func durationOverflow() error {
	return diag.Arithmetic("a part of the duration is no 64-bit integer").With("NumberOutOfRange")
}

func outOfRange() error {
	return diag.Argument("the date is outside the years %d to %d", MinYear, MaxYear).With("NumberOutOfRange")
}

// NewDuration is the duration of the parts, with nanos carried over to seconds.
func NewDuration(months, days, seconds, nanos int64) (Value, error) {
	carry, rest := floorDiv(nanos, nanosPerSecond)
	seconds, ok := addInt(seconds, carry)
	if !ok {
		return Null, durationOverflow()
	}
	return DurationOf(Duration{Months: months, Days: days, Seconds: seconds, Nanos: int32(rest)}), nil
}

func addInt(x, y int64) (int64, bool) {
	sum := x + y
	return sum, (sum > x) == (y > 0)
}

// addDurations is a + sign*b, part by part.
func addDurations(a, b Duration, sign int64) (Value, error) {
	parts := [3][2]int64{{a.Months, b.Months}, {a.Days, b.Days}, {a.Seconds, b.Seconds}}
	var out [3]int64
	for i, p := range parts {
		n, ok := multiply(p[1], sign)
		if ok {
			n, ok = addInt(p[0], n)
		}
		if !ok {
			return Null, durationOverflow()
		}
		out[i] = n
	}
	return NewDuration(out[0], out[1], out[2], int64(a.Nanos)+sign*int64(b.Nanos))
}

// scaleDuration is d times factor. The fraction of a part goes on to the next smaller one.
func scaleDuration(d Duration, factor float64) (Value, error) {
	if math.IsNaN(factor) || math.IsInf(factor, 0) {
		return Null, durationOverflow()
	}
	return scaleExactly(d, decimal(factor))
}

func divideDuration(d Duration, divisor float64) (Value, error) {
	if math.IsNaN(divisor) || math.IsInf(divisor, 0) {
		return Null, durationOverflow()
	}
	return scaleExactly(d, new(big.Rat).Inv(decimal(divisor)))
}

func scaleExactly(d Duration, factor *big.Rat) (Value, error) {
	scaled := func(n *big.Rat) *big.Rat { return n.Mul(n, factor) }
	seconds := new(big.Rat).SetFrac64(int64(d.Nanos), nanosPerSecond)
	seconds.Add(seconds, new(big.Rat).SetInt64(d.Seconds))
	return carryFractions(scaled(new(big.Rat).SetInt64(d.Months)), scaled(new(big.Rat).SetInt64(d.Days)), scaled(seconds))
}

// decimal is the number that the shortest decimal form of f names, so that 0.1 is a tenth.
func decimal(f float64) *big.Rat {
	r, _ := new(big.Rat).SetString(strconv.FormatFloat(f, 'g', -1, 64))
	return r
}

// carryFractions is the duration of the parts: the fraction of months goes on to days, by the average
// month, that of days to seconds, and what is below a nanosecond is dropped.
func carryFractions(months, days, seconds *big.Rat) (Value, error) {
	wholeMonths, rest := truncate(months)
	days.Add(days, rest.Mul(rest, big.NewRat(secondsPerMonth, secondsPerDay)))
	wholeDays, rest := truncate(days)
	seconds.Add(seconds, rest.Mul(rest, big.NewRat(secondsPerDay, 1)))
	wholeSeconds, rest := truncate(seconds)
	nanos, _ := truncate(rest.Mul(rest, big.NewRat(nanosPerSecond, 1)))
	if !wholeMonths.IsInt64() || !wholeDays.IsInt64() || !wholeSeconds.IsInt64() {
		return Null, durationOverflow()
	}
	return NewDuration(wholeMonths.Int64(), wholeDays.Int64(), wholeSeconds.Int64(), nanos.Int64())
}

// truncate is the whole part of r, towards zero, and the rest.
func truncate(r *big.Rat) (*big.Int, *big.Rat) {
	whole := new(big.Int).Quo(r.Num(), r.Denom())
	return whole, new(big.Rat).Sub(r, new(big.Rat).SetInt(whole))
}

// addToInstant is v + sign*d. A date moves by the months, the days and the whole days in the seconds; a
// time moves by the seconds alone and wraps at midnight; a datetime moves by months and days on its local
// clock, and then by seconds.
func addToInstant(v Value, d Duration, sign int64) (Value, error) {
	if sign < 0 {
		neg, err := addDurations(Duration{}, d, -1)
		if err != nil {
			return Null, err
		}
		d = neg.Duration()
	}
	switch v.kind {
	case KindLocalTime, KindTime:
		v.num = uint64(wrapDay(int64(v.num) + d.Seconds%secondsPerDay*nanosPerSecond + int64(d.Nanos)))
		return v, nil
	case KindDate:
		seconds := d.Seconds
		if seconds < 0 && d.Nanos > 0 {
			seconds++
		}
		days, err := addToDate(int64(v.num), d.Months, d.Days)
		if err != nil {
			return Null, err
		}
		return checkDate(days + seconds/secondsPerDay)
	case KindLocalDateTime:
		return addToClock(v, d)
	}
	offset := v.Offset()
	local, err := addToClock(LocalDateTimeOf(v.localSeconds(), int(v.aux)), Duration{Months: d.Months, Days: d.Days})
	if err != nil {
		return Null, err
	}
	moved := DateTimeOf(v.zone().instantNear(local.EpochSeconds(), offset), local.Nanos(), v.zone())
	seconds, ok := addInt(moved.EpochSeconds(), d.Seconds)
	if !ok {
		return Null, outOfRange()
	}
	carry, nanos := floorDiv(int64(moved.aux)+int64(d.Nanos), nanosPerSecond)
	return checkDateTime(DateTimeOf(seconds+carry, int(nanos), v.zone()))
}

func addToClock(v Value, d Duration) (Value, error) {
	days, clock := floorDiv(int64(v.num), secondsPerDay)
	days, err := addToDate(days, d.Months, d.Days)
	if err != nil {
		return Null, err
	}
	seconds, ok := addInt(days*secondsPerDay+clock, d.Seconds)
	if !ok {
		return Null, outOfRange()
	}
	carry, nanos := floorDiv(int64(v.aux)+int64(d.Nanos), nanosPerSecond)
	return checkDateTime(LocalDateTimeOf(seconds+carry, int(nanos)))
}

func wrapDay(nanos int64) int64 {
	_, r := floorDiv(nanos, nanosPerDay)
	return r
}

// addToDate is the epoch day that is months and then days after the given one. A day of the month that the
// month does not have becomes the month's last.
func addToDate(epochDay, months, days int64) (int64, error) {
	const span = 12 * (MaxYear - MinYear + 1)
	if months < -span || months > span || days < -400*span || days > 400*span {
		return 0, outOfRange()
	}
	if months != 0 {
		y, m, d := civil(epochDay)
		y, r := floorDiv(y*12+int64(m)-1+months, 12)
		epochDay = epochDays(y, int(r)+1, min(d, daysInMonth(y, int(r)+1)))
	}
	return epochDay + days, nil
}

// The days and local seconds that dates span.
var (
	minDay = epochDays(MinYear, 1, 1)
	maxDay = epochDays(MaxYear, 12, 31)
)

func checkDate(days int64) (Value, error) {
	if days < minDay || days > maxDay {
		return Null, outOfRange()
	}
	return DateOf(days), nil
}

func checkDateTime(v Value) (Value, error) {
	days, _ := floorDiv(v.localSeconds(), secondsPerDay)
	if days < minDay || days > maxDay {
		return Null, outOfRange()
	}
	return v, nil
}
