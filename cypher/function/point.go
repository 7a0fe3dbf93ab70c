package function

import (
	"math"
	"strings"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/value"
)

// pointFunctions make and compare points.
var pointFunctions = []*Function{
	{Name: "point", Category: "Spatial", Description: "The point with the coordinates x, y and z, or longitude, latitude and height.",
		Params: []Param{{"input", Map | Node | Relationship}}, Required: 1, Result: Point, Eval: point},
	{Name: "point.distance", Category: "Spatial", Description: "The distance between two points of one reference system; in metres on the earth.",
		Params: []Param{{"from", Any}, {"to", Any}}, Required: 2, Result: Float,
		Eval: func(_ *Context, a []value.Value) (value.Value, error) {
			if a[0].Kind() != value.KindPoint || a[1].Kind() != value.KindPoint {
				return value.Null, nil
			}
			d, ok := a[0].Point().Distance(a[1].Point())
			if !ok {
				return value.Null, nil
			}
			return value.Float(d), nil
		}},
	{Name: "point.withinBBox", Category: "Spatial", Description: "Whether a point lies in the box between two corners.",
		Params: []Param{{"point", Any}, {"lowerLeft", Any}, {"upperRight", Any}}, Required: 3, Result: Boolean, Eval: withinBox},
}

// crsNumbers is the reference systems by name.
var crsNumbers = map[string]int32{
	"wgs-84": value.WGS84, "wgs-84-3d": value.WGS84Height, "cartesian": value.Cartesian, "cartesian-3d": value.Cartesian3D,
}

func point(c *Context, a []value.Value) (value.Value, error) {
	es, err := entries(c, a[0])
	if err != nil {
		return value.Null, err
	}
	for _, e := range es {
		if e.Value.IsNull() {
			return value.Null, nil
		}
	}
	// axis is the first of the names that the map has.
	axis := func(names ...string) (float64, string, error) {
		for _, n := range names {
			if v, ok := value.LookupEntry(es, n); ok {
				if !v.IsNumber() {
					return 0, n, diag.Argument("the coordinate `%s` of a point is %s", n, v.Kind()).With("InvalidArgumentValue")
				}
				return v.Float(), n, nil
			}
		}
		return 0, "", nil
	}
	x, xName, errX := axis("x", "longitude")
	y, yName, errY := axis("y", "latitude")
	z, zName, errZ := axis("z", "height")
	for _, err := range []error{errX, errY, errZ} {
		if err != nil {
			return value.Null, err
		}
	}
	if xName == "" || yName == "" || (xName == "x") != (yName == "y") {
		return value.Null, diag.Argument("a point wants x and y, or longitude and latitude").With("InvalidArgumentValue")
	}
	srid, err := referenceSystem(es, xName == "longitude", zName != "")
	if err != nil {
		return value.Null, err
	}
	p := value.Point{SRID: srid, X: x, Y: y, Z: z}
	if p.Geographic() {
		if y < -90 || y > 90 {
			return value.Null, diag.Argument("the latitude %v is outside [-90, 90]", y).With("InvalidArgumentValue")
		}
		if math.Abs(x) > 180 {
			p.X = math.Remainder(x, 360)
		}
	}
	return value.PointOf(p), nil
}

// referenceSystem is the system that the map names, or else that its coordinates imply.
func referenceSystem(es []value.Entry, geographic, solid bool) (int32, error) {
	srid := int32(value.Cartesian)
	switch {
	case geographic && solid:
		srid = value.WGS84Height
	case geographic:
		srid = value.WGS84
	case solid:
		srid = value.Cartesian3D
	}
	named := srid
	if v, ok := value.LookupEntry(es, "crs"); ok {
		if v.Kind() != value.KindString || crsNumbers[strings.ToLower(v.Str())] == 0 {
			return 0, diag.Argument("unknown coordinate reference system %s", v).With("InvalidArgumentValue")
		}
		named = crsNumbers[strings.ToLower(v.Str())]
	}
	if v, ok := value.LookupEntry(es, "srid"); ok {
		known := false
		for _, n := range crsNumbers {
			known = known || v.Kind() == value.KindInteger && v.Int() == int64(n)
		}
		if !known {
			return 0, diag.Argument("unknown coordinate reference system %s", v).With("InvalidArgumentValue")
		}
		named = int32(v.Int())
	}
	p := value.Point{SRID: named}
	if (p.Dimensions() == 3) != solid || geographic && !p.Geographic() {
		return 0, diag.Argument("the coordinates do not fit the reference system %s", p.CRS()).With("InvalidArgumentValue")
	}
	return named, nil
}

func withinBox(_ *Context, a []value.Value) (value.Value, error) {
	for _, v := range a {
		if v.Kind() != value.KindPoint {
			return value.Null, nil
		}
	}
	p, lo, hi := a[0].Point(), a[1].Point(), a[2].Point()
	if p.SRID != lo.SRID || p.SRID != hi.SRID {
		return value.Null, nil
	}
	inX := lo.X <= p.X && p.X <= hi.X
	if p.Geographic() && lo.X > hi.X { // the box spans the 180th meridian
		inX = p.X >= lo.X || p.X <= hi.X
	}
	return value.Boolean(inX && lo.Y <= p.Y && p.Y <= hi.Y && lo.Z <= p.Z && p.Z <= hi.Z), nil
}
