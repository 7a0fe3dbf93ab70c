package function

import (
	"math"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/value"
)

// listFunctions work on lists.
var listFunctions = []*Function{
	{Name: "range", Category: "List", Description: "The integers from start to end, both included, step apart.",
		Params: []Param{{"start", Any}, {"end", Any}, {"step", Any}}, Required: 2, Result: List, Eval: integerRange},
	{Name: "head", Category: "Scalar", Description: "The first item of a list; null if it has none.",
		Params: []Param{{"list", List}}, Required: 1, Result: Any,
		Eval: func(_ *Context, a []value.Value) (value.Value, error) { return value.At(a[0], value.Integer(0)) }},
	{Name: "last", Category: "Scalar", Description: "The last item of a list; null if it has none.",
		Params: []Param{{"list", List}}, Required: 1, Result: Any,
		Eval: func(_ *Context, a []value.Value) (value.Value, error) { return value.At(a[0], value.Integer(-1)) }},
	{Name: "tail", Category: "List", Description: "A list without its first item.",
		Params: []Param{{"list", List}}, Required: 1, Result: List,
		Eval: func(_ *Context, a []value.Value) (value.Value, error) {
			items := a[0].List()
			return value.List(items[min(1, len(items)):]), nil
		}},
}

func integerRange(c *Context, a []value.Value) (value.Value, error) {
	bounds := [3]int64{2: 1}
	for i, v := range a {
		if v.Kind() != value.KindInteger {
			return value.Null, diag.Argument("range() wants integers, not %s", v.Kind()).With("InvalidArgumentType")
		}
		bounds[i] = v.Int()
	}
	start, end, step := bounds[0], bounds[1], bounds[2]
	if step == 0 {
		return value.Null, diag.Argument("the step of range() is zero").With("NumberOutOfRange")
	}
	if step > 0 && start > end || step < 0 && start < end {
		return value.List(nil), nil
	}
	// The distance and the step as uint64 cannot overflow.
	distance, stride := uint64(end)-uint64(start), uint64(step)
	if step < 0 {
		distance, stride = -distance, -stride
	}
	count := distance / stride
	if count >= math.MaxInt64/listItem {
		return value.Null, diag.Memory("range() would give %d numbers", count)
	}
	if err := c.charge((int64(count) + 1) * listItem); err != nil {
		return value.Null, err
	}
	if count >= maxRange {
		return value.Null, diag.Memory("range() would give %d numbers, and at most %d are allowed", count+1, int64(maxRange))
	}
	out := make([]value.Value, count+1)
	for i := range out {
		out[i] = value.Integer(start + int64(i)*step)
	}
	return value.List(out), nil
}

// maxRange is the largest list that range gives, 2.4 GB, also where no budget is set.
const maxRange = 100_000_000
