package function

import (
	"math"
	"slices"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/value"
)

// Aggregator sums up the values of one group.
type Aggregator interface {
	// Add takes the arguments of one row, of the types that the function takes or null.
	Add(args []value.Value) error
	// Result is the value of what was added so far.
	Result() (value.Value, error)
	// Size is the memory that the aggregator holds, in bytes.
	Size() int64
}

// aggregateFunctions make one value of many rows. count(*) is counted by its caller, or by Add with
// any value that is not null.
var aggregateFunctions = []*Function{
	{Name: "count", Category: "Aggregating", Params: []Param{{"input", Any}}, Required: 1, Result: Integer,
		Description: "How many values are not null.", New: func() Aggregator { return &counter{} }},
	{Name: "sum", Category: "Aggregating", Params: []Param{{"input", Number | Duration}}, Required: 1, Result: Number | Duration,
		Description: "The sum of the numbers or durations; 0 for none.", New: func() Aggregator { return &adder{sum: value.Integer(0)} }},
	{Name: "avg", Category: "Aggregating", Params: []Param{{"input", Number | Duration}}, Required: 1, Result: Float | Duration,
		Description: "The mean of the numbers or durations; null for none.", New: func() Aggregator { return &averager{} }},
	{Name: "min", Category: "Aggregating", Params: []Param{{"input", Any}}, Required: 1, Result: Any,
		Description: "The first value in the order of all values; null for none.", New: func() Aggregator { return &extreme{sign: -1} }},
	{Name: "max", Category: "Aggregating", Params: []Param{{"input", Any}}, Required: 1, Result: Any,
		Description: "The last value in the order of all values; null for none.", New: func() Aggregator { return &extreme{sign: 1} }},
	{Name: "collect", Category: "Aggregating", Params: []Param{{"input", Any}}, Required: 1, Result: List,
		Description: "The list of the values that are not null.", New: newCollector},
	{Name: "stDev", Category: "Aggregating", Params: []Param{{"input", Number}}, Required: 1, Result: Float,
		Description: "The standard deviation of a sample; 0 for less than two values.", New: func() Aggregator { return &deviation{sample: 1} }},
	{Name: "stDevP", Category: "Aggregating", Params: []Param{{"input", Number}}, Required: 1, Result: Float,
		Description: "The standard deviation of a population; 0 for none.", New: func() Aggregator { return &deviation{} }},
	{Name: "percentileCont", Category: "Aggregating", Params: []Param{{"input", Number}, {"percentile", Number}}, Required: 2, Result: Float,
		Description: "The percentile in [0, 1] of the numbers, between the two nearest.", New: func() Aggregator { return &percentile{} }},
	{Name: "percentileDisc", Category: "Aggregating", Params: []Param{{"input", Number}, {"percentile", Number}}, Required: 2, Result: Number,
		Description: "The number nearest to the percentile in [0, 1].", New: func() Aggregator { return &percentile{discrete: true} }},
}

// Add checks the arguments of one row against f, which aggregates, and adds them to a.
func (f *Function) Add(a Aggregator, args []value.Value) error {
	if err := f.check(args); err != nil {
		return err
	}
	return a.Add(args)
}

type counter struct{ n int64 }

func (c *counter) Add(a []value.Value) error {
	if !a[0].IsNull() {
		c.n++
	}
	return nil
}
func (c *counter) Result() (value.Value, error) { return value.Integer(c.n), nil }
func (c *counter) Size() int64                  { return 16 }

type adder struct {
	sum  value.Value
	some bool
}

func (s *adder) Add(a []value.Value) error {
	v := a[0]
	if v.IsNull() {
		return nil
	}
	if !s.some && v.Kind() == value.KindDuration {
		s.sum, s.some = v, true
		return nil
	}
	s.some = true
	sum, err := value.Add(s.sum, v)
	if err == nil {
		s.sum = sum
	}
	return err
}
func (s *adder) Result() (value.Value, error) { return s.sum, nil }
func (s *adder) Size() int64                  { return 48 }

type averager struct {
	n    int64
	mean float64
	sum  value.Value // of durations
}

func (m *averager) Add(a []value.Value) error {
	v := a[0]
	if v.IsNull() {
		return nil
	}
	duration := v.Kind() == value.KindDuration
	if m.n > 0 && duration != !m.sum.IsNull() {
		return diag.Type("avg() of numbers and durations").With("InvalidArgumentValue")
	}
	m.n++
	if !duration {
		m.mean += (v.Float() - m.mean) / float64(m.n)
		return nil
	}
	if m.sum.IsNull() {
		m.sum = v
		return nil
	}
	sum, err := value.Add(m.sum, v)
	if err == nil {
		m.sum = sum
	}
	return err
}

func (m *averager) Result() (value.Value, error) {
	switch {
	case m.n == 0:
		return value.Null, nil
	case !m.sum.IsNull():
		return value.Divide(m.sum, value.Integer(m.n))
	}
	return value.Float(m.mean), nil
}
func (m *averager) Size() int64 { return 64 }

type extreme struct {
	sign int
	best value.Value
}

func (m *extreme) Add(a []value.Value) error {
	v := a[0]
	if !v.IsNull() && (m.best.IsNull() || value.Order(v, m.best)*m.sign > 0) {
		m.best = v
	}
	return nil
}
func (m *extreme) Result() (value.Value, error) { return m.best, nil }
func (m *extreme) Size() int64                  { return 16 + m.best.Size() }

type collector struct {
	items []value.Value
	size  int64
	first [2]value.Value // where items begin: of most groups that is all
}

func newCollector() Aggregator {
	c := &collector{}
	c.items = c.first[:0]
	return c
}

func (c *collector) Add(a []value.Value) error {
	if !a[0].IsNull() {
		c.items = append(c.items, a[0])
		c.size += a[0].Size()
	}
	return nil
}
func (c *collector) Result() (value.Value, error) { return value.List(slices.Clip(c.items)), nil }
func (c *collector) Size() int64                  { return 32 + c.size }

// deviation is Welford's running variance.
type deviation struct {
	sample           int64 // 1 for a sample, 0 for a population
	n                int64
	mean, sumSquares float64
}

func (d *deviation) Add(a []value.Value) error {
	if a[0].IsNull() {
		return nil
	}
	d.n++
	x := a[0].Float()
	delta := x - d.mean
	d.mean += delta / float64(d.n)
	d.sumSquares += delta * (x - d.mean)
	return nil
}

func (d *deviation) Result() (value.Value, error) {
	if d.n <= d.sample {
		return value.Float(0), nil
	}
	return value.Float(math.Sqrt(d.sumSquares / float64(d.n-d.sample))), nil
}
func (d *deviation) Size() int64 { return 32 }

type percentile struct {
	discrete bool
	some     bool
	at       float64
	numbers  []value.Value
}

func (p *percentile) Add(a []value.Value) error {
	if !p.some {
		if a[1].IsNull() {
			return diag.Argument("the percentile is null").With("NumberOutOfRange")
		}
		p.at, p.some = a[1].Float(), true
		if !(p.at >= 0 && p.at <= 1) {
			return diag.Argument("the percentile %s is outside [0, 1]", a[1]).With("NumberOutOfRange")
		}
	}
	if !a[0].IsNull() {
		p.numbers = append(p.numbers, a[0])
	}
	return nil
}

func (p *percentile) Result() (value.Value, error) {
	n := len(p.numbers)
	if n == 0 {
		return value.Null, nil
	}
	sorted := slices.Clone(p.numbers)
	slices.SortStableFunc(sorted, value.Order)
	if p.discrete {
		return sorted[max(0, int(math.Ceil(p.at*float64(n)))-1)], nil
	}
	place := p.at * float64(n-1)
	low := int(place)
	if low == n-1 || place == float64(low) {
		return value.Float(sorted[low].Float()), nil
	}
	share := place - float64(low)
	return value.Float(sorted[low].Float()*(1-share) + sorted[low+1].Float()*share), nil
}
func (p *percentile) Size() int64 { return 64 + int64(cap(p.numbers))*listItem }
