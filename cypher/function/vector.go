package function

import (
	"math"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/value"
)

// vectorFunctions compare lists of numbers as vectors, in single precision as Neo4j does.
var vectorFunctions = []*Function{
	{Name: "vector.similarity.cosine", Category: "Vector", Description: "How alike the directions of two vectors are, in [0, 1].",
		Params: []Param{{"a", List}, {"b", List}}, Required: 2, Result: Float, Eval: cosine},
	{Name: "vector.similarity.euclidean", Category: "Vector", Description: "How near two vectors are, in [0, 1].",
		Params: []Param{{"a", List}, {"b", List}}, Required: 2, Result: Float, Eval: euclidean},
}

func cosine(_ *Context, args []value.Value) (value.Value, error) {
	a, b, err := vectors(args, true)
	if err != nil {
		return value.Null, err
	}
	var dot, aa, bb float32
	for i := range a {
		dot, aa, bb = dot+a[i]*b[i], aa+a[i]*a[i], bb+b[i]*b[i]
	}
	return value.Float(float64(float32((1 + float64(dot)/math.Sqrt(float64(aa)*float64(bb))) / 2))), nil
}

func euclidean(_ *Context, args []value.Value) (value.Value, error) {
	a, b, err := vectors(args, false)
	if err != nil {
		return value.Null, err
	}
	var square float32
	for i := range a {
		square += (a[i] - b[i]) * (a[i] - b[i])
	}
	return value.Float(float64(1 / (1 + square))), nil
}

// vectors reads two vectors of the same dimension; directed refuses those of length 0.
func vectors(args []value.Value, directed bool) (a, b []float32, err error) {
	var read [2][]float32
	for i, v := range args {
		length := 0.0
		for _, x := range v.List() {
			if !x.IsNumber() || math.IsInf(x.Float(), 0) || math.IsNaN(x.Float()) {
				length = math.NaN()
				break
			}
			read[i] = append(read[i], float32(x.Float()))
			length += x.Float() * x.Float()
		}
		if len(read[i]) == 0 || math.IsNaN(length) || directed && length == 0 {
			return nil, nil, diag.Argument("%s is no vector that can be compared", v).With("InvalidArgumentValue")
		}
	}
	if len(read[0]) != len(read[1]) {
		return nil, nil, diag.Argument("the vectors have %d and %d dimensions", len(read[0]), len(read[1])).With("InvalidArgumentValue")
	}
	return read[0], read[1], nil
}
