package extract

import (
	"slices"
	"strings"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/coref"
)

// speech knows who says "I" where: whoever a quote is ascribed to, whose turn it is in a transcript, or the author that
// the headline of a statement names.
type speech struct {
	d          *nlp.Doc
	r          *coref.Resolution
	lex        *lexicon
	bySentence [][]int // mentions of each sentence, in order
	author     int     // entity, -1 if none
	authors    []int   // of a joint statement, which says "we"
}

func (x *Extractor) listen(d *nlp.Doc, r *coref.Resolution, bySentence [][]int) *speech {
	p := &speech{d: d, r: r, lex: x.lex, bySentence: bySentence}
	p.author = p.signature()
	if p.authors = p.signatures(); len(p.authors) < 2 && p.author < 0 {
		p.authors = append(p.authors, p.introduced()...)
	}
	return p
}

// signature is the person whose statement the article is, by its headline: "Statement by X on …", "X Statement on …".
func (p *speech) signature() int {
	if len(p.d.Sentences) == 0 {
		return -1
	}
	first := p.d.Sentences[0]
	for k := first.First; k < first.Last; k++ {
		switch p.lower(k) {
		case "joint", "readout":
			return -1
		case "statement", "remarks", "letter", "message":
			if w := p.lower(k + 1); w == "by" || w == "from" || w == "of" {
				if p.lower(k) == "remarks" {
					return p.alone(0, k+2)
				}
				return p.starting(0, k+2, k+4)
			}
			return p.ending(0, k, k)
		}
	}
	return p.underName()
}

// underName is the person whose name in capitals stands alone below the text, as under an order or a memorandum; -1 if none
// does.
func (p *speech) underName() int {
	for i := len(p.d.Sentences) - 1; i > max(0, len(p.d.Sentences)-4); i-- {
		st := p.d.Sentences[i]
		for _, m := range p.bySentence[i] {
			mm := p.r.Mentions[m]
			name := p.d.Slice(p.d.TokenSpan(mm.First, mm.Last))
			if e, ok := p.r.One(m); ok && mm.Kind == mention.Person && mm.First == st.First && mm.Last >= st.Last-1 && mm.Last-mm.First > 1 && strings.ToUpper(name) == name {
				return e
			}
		}
	}
	return -1
}

// signatures are the parties whose joint statement the article is, by its headline: "Joint Statement of X and Y on …",
// "Leaders’ Statement of X";
// nil if it is none.
func (p *speech) signatures() (authors []int) {
	if len(p.d.Sentences) == 0 {
		return nil
	}
	first, joint, paper := p.d.Sentences[0], false, false
	for k := first.First; k < first.Last; k++ {
		joint = joint || p.lower(k) == "joint" || p.lower(k) == "leaders"
		paper = paper || joint && p.lex.in("jointpapers", p.lower(k))
	}
	if !paper {
		return nil
	}
	bodies := 0
	for _, m := range p.bySentence[0] {
		mm := p.r.Mentions[m]
		if mm.Kind != mention.Person && mm.Kind != mention.Country && mm.Kind != mention.Organization {
			continue
		}
		if len(authors) > 0 && p.topic(first.First, mm.First) {
			break
		}
		if e, ok := p.r.One(m); ok && !slices.Contains(authors, e) {
			authors = append(authors, e)
			if mm.Kind == mention.Organization && p.members(mm) {
				bodies++
			}
		}
	}
	if len(authors) == 1 && bodies == 0 {
		return nil // the other is left unsaid
	}
	return authors
}

// introduced are the parties who introduce themselves where the text begins: "We, the leaders of X and Y, …".
func (p *speech) introduced() (authors []int) {
	for i := 0; i < len(p.d.Sentences) && i < 4; i++ {
		st := p.d.Sentences[i]
		for k := st.First; k < st.Last-3; k++ {
			if p.lower(k) != "we" {
				continue
			}
			for k++; p.lower(k) == "," || p.lower(k) == "the"; k++ {
			}
			if p.lower(k-1) != "the" {
				break
			}
			for _, m := range p.bySentence[i] {
				mm := p.r.Mentions[m]
				if mm.First >= k && p.acts(k, mm.First) {
					break
				}
				if e, ok := p.r.One(m); ok && mm.First >= k && isParty(mm) && mm.Kind != mention.Role && mm.Kind != mention.Pronoun && !slices.Contains(authors, e) && !slices.Contains(p.authors, e) {
					authors = append(authors, e)
				}
			}
			return authors
		}
	}
	return nil
}

// acts reports whether a finite verb stands among tokens [first, last).
func (p *speech) acts(first, last int) bool {
	for k := first; k < last; k++ {
		if g := p.d.Tokens[k].Tag; g == "VBD" || g == "VBP" || g == "VBZ" || g == "MD" {
			return true
		}
	}
	return false
}

// members reports whether a headline speaks of those who make up an organisation: "Quad Leaders’", "Statement of the Quad".
func (p *speech) members(mm mention.Mention) bool {
	k := mm.First - 1
	if p.lower(k) == "the" {
		k--
	}
	w := p.lower(k)
	return w == "of" || w == "by" || w == "from" || p.lex.in("envoys", p.lower(mm.Last)) || p.lex.in("envoys", p.lower(mm.Last-1))
}

// topic reports whether a word that introduces what a statement is about stands among tokens [first, last).
func (p *speech) topic(first, last int) bool {
	for k := first; k < last; k++ {
		switch p.lower(k) {
		case "on", "regarding", "concerning", "at", "in", "to", "for":
			return true
		}
	}
	return false
}

// we are those who say "we" at token k of a sentence, nil if the text leaves that open.
func (p *speech) we(sentence, k int) []int {
	if e := p.of(sentence, k); e >= 0 {
		return []int{e}
	}
	if p.quoted(sentence, k) >= 0 {
		return nil
	}
	return p.authors
}

// alone is the person named from token k of a sentence, unless another is named beside.
func (p *speech) alone(sentence, k int) int {
	e := p.starting(sentence, k, k+2)
	for _, m := range p.bySentence[sentence] {
		if mm := p.r.Mentions[m]; mm.First > k+1 && mm.Kind == mention.Person && p.lower(mm.First-1) == "and" {
			return -1
		}
	}
	return e
}

// aloud is the entity that says "we" at token k of a sentence in a quote or as a turn of a transcript, -1 if nobody does.
func (p *speech) aloud(sentence, k int) int {
	if e := p.of(sentence, k); e != p.author || p.quoted(sentence, k) >= 0 {
		return e
	}
	return -1
}

// of is the entity that says "I" at token k of a sentence, -1 if the text leaves that open.
func (p *speech) of(sentence, k int) int {
	if open := p.quoted(sentence, k); open >= 0 {
		return p.ascribed(open, k, p.d.Sentences[sentence].Block)
	}
	for i := sentence; i >= 0; i-- {
		if e, turns := p.turn(i); turns {
			return e
		}
		if e := p.opens(i); e >= 0 && p.d.Sentences[i].Block == p.d.Sentences[sentence].Block {
			return e
		}
		for _, m := range p.bySentence[i] {
			if mm := p.r.Mentions[m]; mm.First <= p.d.Sentences[i].First+1 && p.lower(mm.Last) == ":" && strings.ToUpper(mm.Name) == mm.Name {
				e, ok := p.r.One(m)
				if !ok {
					return -1
				}
				return e
			}
		}
	}
	return p.author
}

// opens is the person by whose name sentence i begins a paragraph of what he says: "Mr. Roe: I met …", "The Secretary of
// State (Ms. Ann Roe): I met …"; -1 if it does not.
func (p *speech) opens(i int) int {
	s := p.d.Sentences[i]
	if i > 0 && p.d.Sentences[i-1].Block == s.Block {
		return -1
	}
	colon := s.First
	for colon < s.Last && colon < s.First+16 && p.d.Word(colon) != ":" {
		colon++
	}
	if p.lower(colon) != ":" || colon >= s.Last {
		return -1
	}
	for _, m := range p.bySentence[i] {
		mm := p.r.Mentions[m]
		if mm.Kind != mention.Person || mm.Last != colon && (mm.Last != colon-1 || p.d.Word(mm.Last) != ")") || mm.Last == colon && mm.First != s.First {
			continue
		}
		if e, ok := p.r.One(m); ok {
			return e
		}
	}
	return -1
}

// quoted is the token that opens the quote in which token k of a sentence stands, -1 if it stands in none.
func (p *speech) quoted(sentence, k int) int {
	block := p.d.Sentences[sentence].Block
	from := sentence
	for from > 0 && p.d.Sentences[from-1].Block == block {
		from--
	}
	open := -1
	for i := p.d.Sentences[from].First; i < k; i++ {
		switch w := p.d.Word(i); {
		case w == "“" || w == "``":
			open = i
		case w == "”" || w == "''":
			open = -1
		case w == "\"" && open < 0:
			open = i
		case w == "\"":
			open = -1
		}
	}
	return open
}

// turn reports whether sentence i begins with whose turn it is to speak, in letters all alike or as "Q:" and "A:", and the
// one person of that surname, -1 if there is none.
func (p *speech) turn(i int) (entity int, turns bool) {
	s := p.d.Sentences[i]
	colon := s.First + 1
	for colon < s.Last && colon < s.First+6 && p.d.Word(colon) != ":" {
		colon++
	}
	if p.lower(colon) != ":" || colon >= s.Last {
		return -1, false
	}
	for k := s.First; k < colon; k++ {
		if w := p.d.Word(k); strings.ToUpper(w) != w {
			return -1, false
		}
	}
	switch p.lower(s.First) {
	case "q", "question", "interviewer", "moderator":
		return -1, true
	}
	surname, found := gazetteer.Fold(p.d.Slice(p.d.TokenSpan(colon-1, colon))), -1
	for k := colon - 2; k > s.First && p.d.Word(k) == "-"; k -= 2 { // "ROE-LEE:"
		surname = gazetteer.Fold(p.d.Slice(p.d.TokenSpan(k-1, colon)))
	}
	for e, ent := range p.r.Entities {
		if name := gazetteer.Fold(ent.Name); ent.Kind == mention.Person && (name == surname || strings.HasSuffix(name, " "+surname)) {
			if found >= 0 {
				return -1, false
			}
			found = e
		}
	}
	return found, found >= 0
}

// ascribed is who is said to say the quote that opens at token open and goes on over token k.
func (p *speech) ascribed(open, k int, block int) int {
	for i := range p.d.Sentences {
		s := p.d.Sentences[i]
		if s.Last <= k || s.Block != block {
			continue
		}
		for j := max(k, s.First); j < s.Last; j++ {
			if w := p.d.Word(j); w != "”" && w != "''" && w != "\"" {
				continue
			}
			if e := p.sayer(i, j+1, min(j+10, s.Last)); e >= 0 {
				return e
			}
			return p.before(open)
		}
	}
	return p.before(open)
}

// before is who is said to say what follows token open in its sentence: "X said: “…".
func (p *speech) before(open int) int {
	for i, s := range p.d.Sentences {
		if s.First <= open && open < s.Last {
			return p.sayer(i, s.First, open)
		}
	}
	return -1
}

// sayer is the subject of a verb of saying among tokens [first, last) of a sentence, -1 if there is none.
func (p *speech) sayer(sentence, first, last int) int {
	for j := first; j < last; j++ {
		l := p.d.Tokens[j].Lemma
		if !p.lex.in("say", l) && l != "tell" {
			continue
		}
		if e := p.ending(sentence, max(first+1, j-2), j); e >= 0 {
			return e
		}
		if e := p.starting(sentence, j+1, j+2); e >= 0 {
			return e
		}
	}
	return -1
}

// ending is the entity of the last mention of a sentence that ends before or at one of the tokens [first, last].
func (p *speech) ending(sentence, first, last int) int {
	found := -1
	for _, m := range p.bySentence[sentence] {
		mm := p.r.Mentions[m]
		if found >= 0 && p.lower(mm.First-1) == "of" && p.r.Entities[found].Kind == mention.Person {
			continue // "X of Chile"
		}
		if mm.Last >= first && mm.Last <= last {
			if e, ok := p.r.One(m); ok && isParty(mm) {
				found = e
			}
		}
	}
	return found
}

// starting is the entity of the first mention of a sentence that starts at one of the tokens [first, last].
func (p *speech) starting(sentence, first, last int) int {
	for _, m := range p.bySentence[sentence] {
		if mm := p.r.Mentions[m]; mm.First >= first && mm.First <= last {
			if e, ok := p.r.One(m); ok && isParty(mm) {
				return e
			}
		}
	}
	return -1
}

func (p *speech) lower(k int) string {
	if k < 0 || k >= len(p.d.Tokens) {
		return ""
	}
	return strings.ToLower(p.d.Word(k))
}
