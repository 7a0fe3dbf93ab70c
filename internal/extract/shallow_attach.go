package extract

// shallowParser attaches pieces to each other, from left to right.
type shallowParser struct {
	t      *tree
	chunks []piece
	k      int
	root   int   // first finite verb
	verb   int   // head of the verb group in force, -1 at the start of a clause
	subj   int   // noun that waits for its verb
	last   int   // head of the noun phrase before, -1 after a verb
	object bool  // last is an object or lies after a preposition, so a finite verb after it is not its own
	prep   int   // preposition that waits for its noun
	rel    int   // relative pronoun that waits for its verb
	ante   int   // the relative pronoun's antecedent
	mark   int   // subordinating word that waits for its verb
	cc     int   // coordinating word just before
	comma  bool  // comma just before
	wait   []int // phrases before the verb they belong to, with their prepositions attached
}

func (p *shallowParser) run() {
	p.mark, p.cc, p.ante = -1, -1, -1
	for p.k = 0; p.k < len(p.chunks); p.k++ {
		c := p.chunks[p.k]
		switch c.kind {
		case nounChunk:
			p.noun(c)
		case verbChunk:
			p.verbGroup(c)
		default:
			p.other(c)
			continue
		}
		p.cc, p.comma = -1, false
	}
	for _, w := range p.wait {
		if p.root >= 0 && p.t.parent(w) < 0 && w != p.root {
			p.t.set(w, p.root, "obl")
		}
	}
	if p.root < 0 && p.subj >= 0 {
		p.root = p.subj
	}
	if p.root < 0 && len(p.chunks) > 0 {
		p.root = p.chunks[0].head
		for _, c := range p.chunks {
			if c.kind != otherChunk {
				p.root = c.head
				break
			}
		}
	}
}

func (p *shallowParser) other(c piece) {
	t := p.t
	switch c.tag {
	case "IN", "TO", "RP":
		if c.tag == "RP" && p.verb >= 0 {
			t.set(c.head, p.verb, "compound:prt")
			return
		}
		w := t.lower(c.head)
		if w == "that" || w == "whether" || w == "if" || w == "because" || w == "although" || w == "while" || w == "unless" {
			p.mark, p.prep = c.head, -1
			if w == "that" && p.last >= 0 && p.verb < 0 {
				p.rel, p.ante = c.head, p.last
			}
			p.breakClause(false)
			return
		}
		p.prep = c.head
	case "CC":
		p.cc = c.head
	case ",":
		p.comma = true
	case ":", "``", "''", "-LRB-", "-RRB-":
		if c.tag == ":" {
			p.breakClause(true)
		}
	case "WRB":
		p.mark = c.head
		p.breakClause(false)
	case "RB":
		if p.verb >= 0 {
			t.set(c.head, p.verb, "advmod")
		}
	}
}

// breakClause ends the clause in force for subjects; hard ends it for everything.
func (p *shallowParser) breakClause(hard bool) {
	p.subj, p.last, p.object = -1, -1, false
	if hard {
		p.verb, p.prep, p.mark, p.rel = -1, -1, -1, -1
	}
}

func (p *shallowParser) noun(c piece) {
	t, h := p.t, c.head
	if c.tag == "WP" || c.tag == "WDT" {
		p.rel, p.ante = h, p.last
		if p.prep >= 0 {
			t.set(p.prep, h, "case")
			p.prep = -1
		}
		return
	}
	next := piece{}
	if p.k+1 < len(p.chunks) {
		next = p.chunks[p.k+1]
	}
	ownVerb := next.kind == verbChunk && next.tag != "VBG" && next.tag != "TO" && next.tag != "VBN"
	switch {
	case c.tag == "DATE":
		if p.prep >= 0 {
			t.set(p.prep, h, "case")
		}
		if p.verb >= 0 {
			t.set(h, p.verb, "obl:tmod")
		} else {
			p.wait = append(p.wait, h)
		}
		p.prep = -1
	case (p.cc >= 0 || p.comma && p.prep < 0) && p.last >= 0 && p.prep < 0 && !(ownVerb && p.object):
		if p.cc >= 0 {
			t.set(p.cc, h, "cc")
		}
		t.set(h, p.last, "conj")
	case p.prep >= 0:
		t.set(p.prep, h, "case")
		switch {
		case p.last >= 0 && (t.lower(p.prep) == "of" || nominal(t.lemma(p.last)) || p.verb < 0):
			t.set(h, p.last, "nmod")
		case p.verb >= 0:
			t.set(h, p.verb, "obl")
		default:
			p.wait = append(p.wait, h)
		}
		if p.subj < 0 || p.verb >= 0 {
			p.last, p.object = h, true
		}
		p.prep = -1
	case p.verb >= 0 && p.last < 0 && t.child2(p.verb, "obj") < 0 && !ownVerb:
		t.set(h, p.verb, "obj")
		p.last, p.object = h, true
	default:
		p.subj, p.last, p.object = h, h, false
	}
}

// child2 is child before kids are linked.
func (t *tree) child2(i int, relation string) int {
	for k, h := range t.head {
		if h == i && t.dep[k] == relation {
			return t.s.First + k
		}
	}
	return -1
}

func (p *shallowParser) verbGroup(c piece) {
	t, h := p.t, c.head
	switch {
	case c.tag == "TO" && p.last >= 0 && p.object && nominal(t.lemma(p.last)):
		t.set(h, p.last, "acl")
	case c.tag == "TO" && p.verb >= 0:
		t.set(h, p.verb, "xcomp")
	case c.tag == "VBG" && p.prep >= 0 && p.verb >= 0:
		t.set(p.prep, h, "mark")
		t.set(h, p.verb, "advcl")
	case c.tag == "VBG" && (p.prep >= 0 || p.verb < 0 && p.subj < 0):
		if p.prep >= 0 {
			t.set(p.prep, h, "mark")
		}
		p.wait = append(p.wait, h)
	case c.tag == "VBG" && p.verb >= 0:
		t.set(h, p.verb, "advcl")
	case c.tag == "VBG" && p.last >= 0:
		t.set(h, p.last, "acl")
	case c.tag == "VBN" && !c.passive && p.last >= 0 && p.rel < 0 && (p.object || p.finiteAhead()):
		t.set(h, p.last, "acl")
		keep := p.subj
		p.verb, p.prep, p.last, p.object = h, -1, -1, false
		p.subj = keep
		return
	case p.rel >= 0:
		t.set(h, p.ante, "acl:relcl")
		if p.ante < 0 {
			t.set(h, -1, "")
			p.finite(c)
			break
		}
		dep := "nsubj"
		if c.passive {
			dep = "nsubj:pass"
		}
		if p.subj >= 0 && p.subj != p.ante {
			t.set(p.subj, h, dep)
			dep = "obj"
		}
		t.set(p.rel, h, dep)
		keep := p.ante
		p.rel, p.verb, p.prep, p.last, p.object = -1, h, -1, -1, false
		p.subj = keep
		return
	default:
		p.finite(c)
	}
	p.verb, p.prep, p.last, p.object = h, -1, -1, false
	if c.tag != "VBG" || len(p.wait) == 0 {
		p.subj = -1
	}
}

// finiteAhead reports whether another finite verb follows in the sentence, so that this participle is not its
// verb.
func (p *shallowParser) finiteAhead() bool {
	for _, c := range p.chunks[p.k+1:] {
		if c.kind == verbChunk && (c.tag == "VBD" || c.tag == "VBZ" || c.tag == "VBP" || c.tag == "MD") {
			return true
		}
		if c.kind == otherChunk && (c.tag == ":" || c.tag == "WRB") {
			return false
		}
	}
	return false
}

func (p *shallowParser) finite(c piece) {
	t, h := p.t, c.head
	dep := "nsubj"
	if c.passive {
		dep = "nsubj:pass"
	}
	before := p.verb
	if p.subj >= 0 {
		t.set(p.subj, h, dep)
	}
	switch {
	case p.mark >= 0 && p.root >= 0:
		t.set(p.mark, h, "mark")
		if before < 0 {
			before = p.root
		}
		rel := "advcl"
		if t.lower(p.mark) == "that" || t.lower(p.mark) == "whether" {
			rel = "ccomp"
		}
		t.set(h, before, rel)
	case p.root < 0:
		p.root = h
		if p.mark >= 0 {
			t.set(p.mark, h, "mark")
		}
	case p.subj < 0 && before >= 0:
		if p.cc >= 0 {
			t.set(p.cc, h, "cc")
		}
		t.set(h, before, "conj")
	case before >= 0 && sayVerb(t.lemma(before)):
		t.set(h, before, "ccomp")
	case p.root != h:
		t.set(h, p.root, "parataxis")
	}
	p.mark = -1
	if p.subj >= 0 || before < 0 {
		for _, w := range p.wait {
			dep := "obl"
			if t.isVerb(w) {
				dep = "advcl"
			}
			t.set(w, h, dep)
		}
		p.wait = nil
	}
}
