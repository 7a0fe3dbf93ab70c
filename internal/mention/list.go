package mention

import (
	"slices"
	"unicode"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/nlp"
)

// Line is a line of a list, or what heads the lines below it: "From the ministry:".
type Line struct {
	Sentence int // the line's first sentence; of a heading the last
	First    int // its first token behind the mark or number
	Marked   bool
	Heads    bool
}

// longestLine is how many tokens a line without a mark has at most, longestHead how many a heading has.
const (
	longestLine = 30
	longestHead = 45
)

// Lists are the lists of a document: lines that begin with a mark or number, or short ones without a full stop below one
// that ends with a colon; at least two, each with what heads it.
func Lists(d *nlp.Doc) [][]Line {
	var out [][]Line
	var list []Line
	closeList := func() {
		if list = settled(list); list != nil {
			out = append(out, list)
		}
		list = nil
	}
	for i := 0; i < len(d.Sentences); {
		j := i + 1
		for j < len(d.Sentences) && d.Sentences[j].Block == d.Sentences[i].Block {
			j++
		}
		l, kind := lineAt(d, i, j)
		below := len(list) > 0 && (!list[len(list)-1].Heads || d.Word(d.Sentences[list[len(list)-1].Sentence].Last-1) == ":")
		switch kind {
		case running:
			closeList()
		case short:
			l.Heads = !below
			fallthrough
		default:
			list = append(list, l)
		}
		i = j
	}
	closeList()
	return out
}

// settled is a list whose lines have been read, nil if it is none: beside marked lines the others head them.
func settled(list []Line) []Line {
	items, mark := 0, false
	for _, l := range list {
		mark = mark || l.Marked
	}
	for k := range list {
		list[k].Heads = list[k].Heads || mark && !list[k].Marked
		if !list[k].Heads {
			items++
		}
	}
	for len(list) > 0 && list[len(list)-1].Heads {
		list = list[:len(list)-1]
	}
	if items < 2 {
		return nil
	}
	return list
}

// kinds of blocks, as lists are made of them.
type lineKind uint8

const (
	running lineKind = iota
	marked
	short  // ends without a full stop
	headed // ends with a colon
)

// lineAt is what the block of sentences [i, j) is as a line.
func lineAt(d *nlp.Doc, i, j int) (Line, lineKind) {
	s := d.Sentences[i]
	if s.Block < len(d.Blocks) && d.Blocks[s.Block].Kind != nlp.BlockUnset && !d.Blocks[s.Block].Kind.States() {
		return Line{}, running
	}
	l := Line{Sentence: i, First: s.First}
	if k := behindMark(d, s); k > s.First && k < s.Last {
		l.First, l.Marked = k, true
		return l, marked
	}
	end := d.Sentences[j-1]
	switch d.Word(end.Last - 1) {
	case ":":
		if end.Last-end.First <= longestHead {
			return Line{Sentence: j - 1, First: end.First, Heads: true}, headed
		}
	case ".", "?", "!", "”", "\"", ",":
	default:
		if end.Last-s.First <= longestLine {
			return l, short
		}
	}
	return Line{}, running
}

// behindMark is the token behind the mark or number that begins a line of a list, the sentence's first token if none does.
func behindMark(d *nlp.Doc, s nlp.Sentence) int {
	switch w := d.Word(s.First); {
	case w == "-" || w == "–" || w == "—" || w == "•" || w == "*" || w == "·":
		return s.First + 1
	case len(w) < 4 && unicode.IsDigit(rune(w[0])) && s.First+1 < s.Last:
		if next := d.Word(s.First + 1); next == "." || next == ")" {
			return s.First + 2
		} else if w[len(w)-1] == '.' || w[len(w)-1] == ')' {
			return s.First + 1
		}
	}
	return s.First
}

// item is a line of a list with the candidates in its first sentence: all[from:to].
type item struct {
	Line
	end      int // the token after its first sentence
	from, to int
}

// readLists reads the lines of lists by their layout. Where at least half begin with a sure name, it raises the names
// that begin the others, and lowers those without a title behind them: "- Zhiva Krn, Pegasus Hill". A line of a list of
// participants that begins with nobody's name names a body. It returns the candidates that may still be people.
func (s *search) readLists(all []candidate, best map[string]float64) []candidate {
	k := 0
	var bodies []nlp.Span // tokens
	for _, list := range s.lists {
		items := make([]item, 0, len(list))
		sure := 0
		for _, l := range list {
			i := item{Line: l, end: s.d.Sentences[l.Sentence].Last}
			for k < len(all) && all[k].core < l.First {
				k++
			}
			for i.from = k; k < len(all) && all[k].core < i.end; k++ {
			}
			if i.to = k; l.Heads {
				continue
			}
			if items = append(items, i); s.opens(all, i) && all[i.from].score >= threshold && len(s.nameWords(all[i.from].core, all[i.from].last)) > 1 {
				sure++
			}
		}
		ofPeople := sure > 1 && 2*sure >= len(items)
		if ofPeople {
			for _, i := range items {
				s.raiseLine(all, i, best)
			}
		}
		if s.ofParticipants(list) {
			for _, i := range items {
				if b := s.bodyLine(all, i, ofPeople); b.End > b.Start {
					bodies = append(bodies, b)
				}
			}
		}
	}
	if len(bodies) == 0 {
		return all
	}
	for _, b := range bodies {
		s.add(Mention{First: b.Start, Last: b.End, Head: b.End - 1, Kind: Organization, Name: s.text(b.Start, b.End), Definite: true, Proper: true}, inOrg)
	}
	return slices.DeleteFunc(all, func(c candidate) bool { return s.taken[c.core] == inOrg })
}

// opens reports whether line i begins with a candidate and nothing else stands beside it.
func (s *search) opens(all []candidate, i item) bool {
	return i.from < i.to && all[i.from].office.first <= i.First && (all[i.from].last >= i.end || endsName[s.word[all[i.from].last]])
}

// endsName are what stands behind the name that begins a line.
var endsName = map[string]bool{",": true, ":": true, ";": true, "(": true, "-": true, "–": true, "—": true}

// raiseLine raises the name that begins line i of a list of people, and lowers those without a title behind it.
func (s *search) raiseLine(all []candidate, i item, best map[string]float64) {
	if !s.opens(all, i) {
		return
	}
	c := &all[i.from]
	if words := s.nameWords(c.core, c.last); c.score < threshold && c.score > -1 && len(words) > 1 && len(words) < 5 && !s.plain(words[0]) {
		c.score = threshold
		key := s.nameKey(c.core, c.last)
		best[key] = max(best[key], threshold)
	}
	for n := i.from + 1; n < i.to && c.score >= threshold; n++ {
		if !all[n].titled {
			all[n].score -= 3
		}
	}
}

// ofParticipants reports whether a list is of people and bodies who took part in something, by what heads it.
func (s *search) ofParticipants(list []Line) bool {
	out := false
	for _, l := range list {
		if !l.Heads {
			continue
		}
		t := s.d.Sentences[l.Sentence]
		for k := t.First; k < t.Last; k++ {
			if placesTakePart[s.fold[k]] {
				return false
			}
			out = out || takingPart[s.fold[k]]
		}
	}
	return out
}

// takingPart are words by which a heading says that a list is of participants, placesTakePart those by which it says that
// they are places or topics.
var (
	takingPart     = set(`participant participants participating participated attendee attendees attendance attended attending speakers joined joining`)
	placesTakePart = set(`jurisdictions states cities counties communities countries governments topics issues actions commitments announcements`)
)

// bodyLine is the name of a body, as a range of tokens, that line i consists of up to a comma, bracket or dash; an empty
// one if it is somebody's name, an office, a day or a place. In a list of people it must sound like a body's.
func (s *search) bodyLine(all []candidate, i item, ofPeople bool) (none nlp.Span) {
	for n := i.from; n < i.to; n++ {
		c := all[n]
		if c.score >= threshold && (n == i.from && s.opens(all, i) && !(c.last == i.end && wordly(s.fold[c.last-1]) && s.g.Name(s.word[c.last-1]).Last == 0) || c.titled) {
			return none
		}
	}
	first, last, capitals, body, of := i.First, i.First, 0, false, false
	for ; last < i.end && (!endsName[s.word[last]] || s.word[last] == "-" && s.glued(last)) && s.word[last] != "*" && s.word[last] != "."; last++ {
		w, tt := s.word[last], s.title(last)
		switch {
		case calendar[s.fold[last]], !tt.Plural && tt.Is(gazetteer.Office, gazetteer.Rank, gazetteer.Honorific, gazetteer.Occupation):
			return none
		case capitalized(w):
			capitals++
			body = body || bodyHeads[s.fold[last]] || s.fold[last] == "conference" || acronym(w)
		case joinsBody[w]:
			of = of || body && (w == "of" || w == "for") // "Conference of Harbour |Pilots|"
			body = body || last > first
		case unicode.IsLetter(firstRune(w)):
			return none
		}
	}
	if s.fold[first] == "the" {
		first++
	}
	if n := last - first; capitals == 0 || s.title(last-1).Plural && !of || n < 1 || n > 12 || n == 1 && !acronym(s.word[first]) && s.plain(first) || ofPeople && !body || last+1 < i.end && s.word[last] == "," && s.ranks(last+1, s.d.Sentences[i.Sentence]) {
		return none
	}
	if k := s.at[first]; k >= 0 && s.out[k].First == first && (s.out[k].Last == last || s.out[k].Kind == Organization && s.out[k].Last >= last) {
		return none // a state, or a body that is known
	}
	fold := func(k int) string { return s.fold[first+k] }
	if _, n := s.g.Place(last-first, fold); n == last-first {
		return none
	}
	if _, n := s.g.City(last-first, fold); n == last-first {
		return none
	}
	return nlp.Span{Start: first, End: last}
}

// joinsBody are words in lower case within the names of bodies.
var joinsBody = set(`of for and the in on at to with a an & de la des du`)
