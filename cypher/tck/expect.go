package tck

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// node, rel and path are the expected forms of what has no Go type of its own; the rest is nil, bool, int64,
// float64, string, []any and map[string]any.
type node struct {
	labels []string
	props  map[string]any
}

type rel struct {
	typ   string
	props map[string]any
}

type hop struct {
	rel     rel
	forward bool
	to      node
}

type walk struct {
	from node
	hops []hop
}

// parseValue reads a value in the notation of the kit's tables.
func parseValue(text string) (v any, err error) {
	p := &valueParser{text: text}
	defer func() {
		if e, ok := recover().(parseError); ok {
			err = fmt.Errorf("parse expected value %q: %s", text, string(e))
		}
	}()
	v = p.value()
	p.space()
	if p.pos < len(p.text) {
		p.fail("text after the value")
	}
	return v, nil
}

type parseError string

type valueParser struct {
	text string
	pos  int
}

func (p *valueParser) fail(reason string) { panic(parseError(fmt.Sprintf("%s at %d", reason, p.pos))) }

func (p *valueParser) space() {
	for p.pos < len(p.text) && (p.text[p.pos] == ' ' || p.text[p.pos] == '\n') {
		p.pos++
	}
}

// next skips spaces and reports whether s follows, without taking it.
func (p *valueParser) next(s string) bool {
	p.space()
	return strings.HasPrefix(p.text[p.pos:], s)
}

// take takes s if it follows.
func (p *valueParser) take(s string) bool {
	if !p.next(s) {
		return false
	}
	p.pos += len(s)
	return true
}

func (p *valueParser) want(s string) {
	if !p.take(s) {
		p.fail("expected " + s)
	}
}

func (p *valueParser) value() any {
	switch {
	case p.next("'"):
		return p.str()
	case p.take("["):
		if p.next(":") {
			return p.rel()
		}
		return p.list()
	case p.next("{"):
		return p.props()
	case p.take("<"):
		return p.walk()
	case p.next("("):
		return p.node()
	}
	start := p.pos
	for p.pos < len(p.text) && !strings.ContainsRune(",]}) \n", rune(p.text[p.pos])) {
		p.pos++
	}
	return p.scalar(p.text[start:p.pos])
}

func (p *valueParser) scalar(word string) any {
	switch word {
	case "null":
		return nil
	case "true":
		return true
	case "false":
		return false
	case "NaN":
		return math.NaN()
	}
	if i, err := strconv.ParseInt(word, 10, 64); err == nil {
		return i
	}
	f, err := strconv.ParseFloat(word, 64)
	if err != nil {
		p.fail("unknown value " + word)
	}
	return f
}

func (p *valueParser) str() string {
	p.want("'")
	var b strings.Builder
	for p.pos < len(p.text) {
		c := p.text[p.pos]
		p.pos++
		switch {
		case c == '\'':
			return b.String()
		case c == '\\' && p.pos < len(p.text):
			b.WriteByte(p.text[p.pos])
			p.pos++
		default:
			b.WriteByte(c)
		}
	}
	p.fail("string without end")
	return ""
}

func (p *valueParser) list() []any {
	out := []any{}
	for !p.take("]") {
		if len(out) > 0 {
			p.want(",")
		}
		out = append(out, p.value())
	}
	return out
}

func (p *valueParser) props() map[string]any {
	out := map[string]any{}
	p.want("{")
	for !p.take("}") {
		if len(out) > 0 {
			p.want(",")
		}
		key := p.name()
		p.want(":")
		out[key] = p.value()
	}
	return out
}

func (p *valueParser) name() string {
	p.space()
	if p.take("`") {
		end := strings.IndexByte(p.text[p.pos:], '`')
		if end < 0 {
			p.fail("name without end")
		}
		name := p.text[p.pos : p.pos+end]
		p.pos += end + 1
		return name
	}
	rest := p.text[p.pos:]
	end := strings.IndexFunc(rest, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if end < 0 {
		end = len(rest)
	}
	if end == 0 {
		p.fail("expected a name")
	}
	p.pos += end
	return rest[:end]
}

func (p *valueParser) node() node {
	var n node
	p.want("(")
	for p.take(":") {
		n.labels = append(n.labels, p.name())
	}
	if p.next("{") {
		n.props = p.props()
	}
	p.want(")")
	return n
}

// rel reads a relationship whose "[" is taken.
func (p *valueParser) rel() rel {
	p.want(":")
	r := rel{typ: p.name()}
	if p.next("{") {
		r.props = p.props()
	}
	p.want("]")
	return r
}

// walk reads a path whose "<" is taken.
func (p *valueParser) walk() walk {
	w := walk{from: p.node()}
	for !p.take(">") {
		h := hop{forward: !p.take("<-[")}
		if h.forward {
			p.want("-[")
		}
		h.rel = p.rel()
		if h.forward {
			p.want("->")
		} else {
			p.want("-")
		}
		h.to = p.node()
		w.hops = append(w.hops, h)
	}
	return w
}
