package value

import (
	"math"
	"unsafe"
)

// Node is a node with what it carries. Two nodes are equal if their IDs are.
type Node struct {
	ID         int64
	ElementID  string
	Labels     []string // sorted
	Properties []Entry  // sorted by key
}

// Relationship is a relationship with what it carries. Two relationships are equal if their IDs are.
type Relationship struct {
	ID             int64
	ElementID      string
	Start, End     int64
	StartElementID string
	EndElementID   string
	Type           string
	Properties     []Entry // sorted by key
}

// Path is a walk: Relationships[i] joins Nodes[i] and Nodes[i+1], in either direction. It has one node more
// than relationships.
type Path struct {
	Nodes         []Value
	Relationships []Value
}

// NodeOf is the value of a node with its labels and properties.
func NodeOf(n *Node) Value {
	return Value{kind: KindNode, num: uint64(n.ID), ref: unsafe.Pointer(n)}
}

// NodeRef is a bare reference to the node with this id: whoever needs its labels or properties looks them
// up in the graph, so that a row holds 24 bytes and sees what the query itself has written.
func NodeRef(id int64) Value { return Value{kind: KindNode, num: uint64(id)} }

// RelationshipOf is the value of a relationship with its ends, type and properties.
func RelationshipOf(r *Relationship) Value {
	return Value{kind: KindRelationship, num: uint64(r.ID), ref: unsafe.Pointer(r)}
}

// RelationshipRef is a bare reference to the relationship with this id.
func RelationshipRef(id int64) Value { return Value{kind: KindRelationship, num: uint64(id)} }

// PathOf is the value of a path.
func PathOf(p *Path) Value { return Value{kind: KindPath, ref: unsafe.Pointer(p)} }

// ID is the id of a node or relationship.
func (v Value) ID() int64 {
	if v.kind != KindNode {
		v.must(KindRelationship)
	}
	return int64(v.num)
}

// Node is the node in v, nil for a bare reference; v must be a node.
func (v Value) Node() *Node { v.must(KindNode); return (*Node)(v.ref) }

// Relationship is the relationship in v, nil for a bare reference; v must be a relationship.
func (v Value) Relationship() *Relationship { v.must(KindRelationship); return (*Relationship)(v.ref) }

// Path is the path in v; v must be one.
func (v Value) Path() *Path { v.must(KindPath); return (*Path)(v.ref) }

// The coordinate reference systems of points, by their EPSG code or Neo4j's number.
const (
	WGS84       = 4326 // longitude, latitude
	WGS84Height = 4979 // longitude, latitude, height in metres
	Cartesian   = 7203
	Cartesian3D = 9157
)

// Point is a point in the coordinate reference system SRID.
type Point struct {
	SRID    int32
	X, Y, Z float64 // Z is 0 in two dimensions
}

// Dimensions is 2 or 3.
func (p Point) Dimensions() int {
	if p.SRID == WGS84Height || p.SRID == Cartesian3D {
		return 3
	}
	return 2
}

// Geographic reports whether X and Y are longitude and latitude in degrees.
func (p Point) Geographic() bool { return p.SRID == WGS84 || p.SRID == WGS84Height }

// CRS is the name of the point's coordinate reference system.
func (p Point) CRS() string {
	switch p.SRID {
	case WGS84:
		return "wgs-84"
	case WGS84Height:
		return "wgs-84-3d"
	case Cartesian:
		return "cartesian"
	}
	return "cartesian-3d"
}

// earthRadius is the mean radius in metres that Neo4j documents for point.distance.
const earthRadius = 6378140.0

// Distance is the distance between p and q, in metres on the sphere for geographic points and in the
// points' own unit otherwise. It is false if the two are in different reference systems.
func (p Point) Distance(q Point) (float64, bool) {
	if p.SRID != q.SRID {
		return 0, false
	}
	if !p.Geographic() {
		dx, dy, dz := p.X-q.X, p.Y-q.Y, p.Z-q.Z
		return math.Sqrt(dx*dx + dy*dy + dz*dz), true
	}
	const rad = math.Pi / 180
	px, py, qx, qy := p.X*rad, p.Y*rad, q.X*rad, q.Y*rad
	sLat, sLon := math.Sin((qy-py)/2), math.Sin((qx-px)/2)
	a := sLat*sLat + sLon*sLon*math.Cos(py)*math.Cos(qy)
	arc := 2 * math.Atan2(math.Sqrt(a), math.Sqrt(1-a))
	along, up := arc*(earthRadius+(p.Z+q.Z)/2), p.Z-q.Z
	return math.Sqrt(along*along + up*up), true
}

// PointOf is the value of a point.
func PointOf(p Point) Value {
	return Value{kind: KindPoint, num: uint64(p.SRID), ref: unsafe.Pointer(&p)}
}

// Point is the point in v; v must be one.
func (v Value) Point() Point { v.must(KindPoint); return *(*Point)(v.ref) }
