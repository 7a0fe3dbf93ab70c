// Package packstream encodes and decodes PackStream, the value format of the Bolt protocol.
//
// # Input and output
//
// The Append functions append a value's bytes to a slice. Decode reads one message: a structure whose fields are
// values. Between the two, every value of package value has one encoding; nodes, relationships and paths are sent
// and never accepted.
//
// # Invariants
//
// Decoding allocates in proportion to the bytes that are there, never to what a header claims, and nests at most
// maxDepth levels. A value that is decoded and encoded again is the same value.
//
// Source: PackStream specification 1.0; Bolt structure semantics for protocol 5.0 and later (UTC date-times).
package packstream

import (
	"encoding/binary"
	"math"

	"newsgraph/cypher/value"
)

// The markers of PackStream; tiny forms carry a length or value in the low four bits.
const (
	tinyString = 0x80
	tinyList   = 0x90
	tinyMap    = 0xa0
	tinyStruct = 0xb0
	null       = 0xc0
	float64bit = 0xc1
	boolFalse  = 0xc2
	boolTrue   = 0xc3
	int8bit    = 0xc8
	int16bit   = 0xc9
	int32bit   = 0xca
	int64bit   = 0xcb
	bytes8     = 0xcc
	bytes16    = 0xcd
	bytes32    = 0xce
	string8    = 0xd0
	string16   = 0xd1
	string32   = 0xd2
	list8      = 0xd4
	list16     = 0xd5
	list32     = 0xd6
	map8       = 0xd8
	map16      = 0xd9
	map32      = 0xda
)

// The tags of the structures that are values.
const (
	tagNode          = 'N'
	tagRelationship  = 'R'
	tagUnboundRel    = 'r'
	tagPath          = 'P'
	tagDate          = 'D'
	tagTime          = 'T'
	tagLocalTime     = 't'
	tagLocalDateTime = 'd'
	tagDateTime      = 'I' // UTC seconds, nanoseconds, offset in seconds
	tagDateTimeZone  = 'i' // UTC seconds, nanoseconds, zone name
	tagDuration      = 'E'
	tagPoint2D       = 'X'
	tagPoint3D       = 'Y'
)

// AppendStruct appends the header of a structure of n fields, 0 ≤ n ≤ 15; the fields follow.
func AppendStruct(b []byte, tag byte, n int) []byte { return append(b, tinyStruct|byte(n), tag) }

// AppendBool appends a boolean.
func AppendBool(b []byte, v bool) []byte {
	if v {
		return append(b, boolTrue)
	}
	return append(b, boolFalse)
}

// AppendInt appends an integer in its shortest form.
func AppendInt(b []byte, i int64) []byte {
	switch {
	case -16 <= i && i <= math.MaxInt8:
		return append(b, byte(i))
	case math.MinInt8 <= i && i <= math.MaxInt8:
		return append(b, int8bit, byte(i))
	case math.MinInt16 <= i && i <= math.MaxInt16:
		return binary.BigEndian.AppendUint16(append(b, int16bit), uint16(i))
	case math.MinInt32 <= i && i <= math.MaxInt32:
		return binary.BigEndian.AppendUint32(append(b, int32bit), uint32(i))
	}
	return binary.BigEndian.AppendUint64(append(b, int64bit), uint64(i))
}

// AppendFloat appends a float.
func AppendFloat(b []byte, f float64) []byte {
	return binary.BigEndian.AppendUint64(append(b, float64bit), math.Float64bits(f))
}

// AppendString appends a string.
func AppendString(b []byte, s string) []byte {
	return append(appendSize(b, len(s), tinyString, string8), s...)
}

// AppendList appends the header of a list of n items; the items follow.
func AppendList(b []byte, n int) []byte { return appendSize(b, n, tinyList, list8) }

// AppendMap appends the header of a map of n entries; keys and values follow in turn.
func AppendMap(b []byte, n int) []byte { return appendSize(b, n, tinyMap, map8) }

// appendSize appends a header with the tiny form or the first of the three sized forms' markers.
func appendSize(b []byte, n int, tiny, sized byte) []byte {
	switch {
	case n < 16:
		return append(b, tiny|byte(n))
	case n <= math.MaxUint8:
		return append(b, sized, byte(n))
	case n <= math.MaxUint16:
		return binary.BigEndian.AppendUint16(append(b, sized+1), uint16(n))
	}
	return binary.BigEndian.AppendUint32(append(b, sized+2), uint32(n))
}

func appendBytes(b, data []byte) []byte {
	switch n := len(data); {
	case n <= math.MaxUint8:
		b = append(b, bytes8, byte(n))
	case n <= math.MaxUint16:
		b = binary.BigEndian.AppendUint16(append(b, bytes16), uint16(n))
	default:
		b = binary.BigEndian.AppendUint32(append(b, bytes32), uint32(n))
	}
	return append(b, data...)
}

// AppendValue appends a value. Nodes, relationships and paths must carry their contents: a bare reference is a
// bug of the caller and panics.
func AppendValue(b []byte, v value.Value) []byte {
	switch v.Kind() {
	case value.KindNull:
		return append(b, null)
	case value.KindBoolean:
		return AppendBool(b, v.Bool())
	case value.KindInteger:
		return AppendInt(b, v.Int())
	case value.KindFloat:
		return AppendFloat(b, v.Float())
	case value.KindString:
		return AppendString(b, v.Str())
	case value.KindBytes:
		return appendBytes(b, v.Bytes())
	case value.KindList:
		b = AppendList(b, v.Len())
		for _, item := range v.List() {
			b = AppendValue(b, item)
		}
		return b
	case value.KindMap:
		return appendEntries(b, v.Entries())
	case value.KindNode:
		return appendNode(b, v.Node())
	case value.KindRelationship:
		return appendRelationship(b, v.Relationship())
	case value.KindPath:
		return appendPath(b, v.Path())
	}
	return appendTemporal(b, v)
}

func appendEntries(b []byte, entries []value.Entry) []byte {
	b = AppendMap(b, len(entries))
	for _, e := range entries {
		b = AppendValue(AppendString(b, e.Key), e.Value)
	}
	return b
}

func appendNode(b []byte, n *value.Node) []byte {
	b = AppendInt(AppendStruct(b, tagNode, 4), n.ID)
	b = AppendList(b, len(n.Labels))
	for _, l := range n.Labels {
		b = AppendString(b, l)
	}
	return AppendString(appendEntries(b, n.Properties), n.ElementID)
}

func appendRelationship(b []byte, r *value.Relationship) []byte {
	b = AppendInt(AppendStruct(b, tagRelationship, 8), r.ID)
	b = AppendInt(AppendInt(b, r.Start), r.End)
	b = appendEntries(AppendString(b, r.Type), r.Properties)
	b = AppendString(b, r.ElementID)
	return AppendString(AppendString(b, r.StartElementID), r.EndElementID)
}

// appendPath sends a path's distinct nodes, its distinct relationships, and for each step the relationship's
// 1-based index, negative when it is walked against its direction, and the 0-based index of the node it leads to.
func appendPath(b []byte, p *value.Path) []byte {
	var nodes, rels []value.Value
	nodeAt, relAt := map[int64]int{}, map[int64]int{}
	for _, n := range p.Nodes {
		if _, seen := nodeAt[n.ID()]; !seen {
			nodeAt[n.ID()] = len(nodes)
			nodes = append(nodes, n)
		}
	}
	for _, r := range p.Relationships {
		if _, seen := relAt[r.ID()]; !seen {
			rels = append(rels, r)
			relAt[r.ID()] = len(rels)
		}
	}
	b = AppendList(AppendStruct(b, tagPath, 3), len(nodes))
	for _, n := range nodes {
		b = appendNode(b, n.Node())
	}
	b = AppendList(b, len(rels))
	for _, v := range rels {
		r := v.Relationship()
		b = AppendString(AppendInt(AppendStruct(b, tagUnboundRel, 4), r.ID), r.Type)
		b = AppendString(appendEntries(b, r.Properties), r.ElementID)
	}
	b = AppendList(b, 2*len(p.Relationships))
	for i, v := range p.Relationships {
		index := int64(relAt[v.ID()])
		if v.Relationship().Start != p.Nodes[i].ID() {
			index = -index
		}
		b = AppendInt(AppendInt(b, index), int64(nodeAt[p.Nodes[i+1].ID()]))
	}
	return b
}
