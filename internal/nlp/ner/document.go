package ner

import (
	"strings"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/nlp/cluster"
	"newsgraph/internal/nlp/perceptron"
)

// form is what is known of a word as written, wherever it stands in a document.
type form struct {
	perceptron.Word
	fine, middle, coarse uint64 // classes
	folded               string
	upper                bool   // written with a capital
	name                 uint64 // as a word of people's names
	census               uint64 // how frequent as given name, times 4, and as surname
	title                gazetteer.Title
	usage                usage
	seen                 [kinds]uint8 // how often it was labelled as each kind so far
}

// usage tells how a capitalised word is used in a document, each bit by at least one of its places.
type usage uint16

const (
	afterHonorific usage = 1 << iota
	afterTitle           // "Minister Berg"
	afterGiven           // "Anna Berg"
	afterIn              // "in Berg", "near Berg"
	afterThe
	afterCapital
	beforeOffice // "Berg president"
	beforeVerb
	beforeCapital
	beforeSurname  // and itself a given name
	beforeBody     // "Berg University"
	elsewhereSmall // the document also has it without the capital
	usages         = iota
)

// document is the forms of a document's words.
type document struct {
	forms map[string]*form
	lists *gazetteer.Gazetteer
}

// newDocument surveys the sentences of a document.
func newDocument(sentences []Input) *document {
	d := &document{map[string]*form{}, gazetteer.Load()}
	for _, in := range sentences {
		d.survey(in)
	}
	for w, f := range d.forms {
		if f.upper && d.forms[strings.ToLower(w)] != nil {
			f.usage |= elsewhereSmall
		}
	}
	return d
}

// form is what is known of a word.
func (d *document) form(w string) *form {
	f := d.forms[w]
	if f != nil {
		return f
	}
	f = &form{Word: perceptron.Look(w), folded: gazetteer.Fold(w), title: d.lists.Title(w)}
	c := cluster.Of(w)
	if c.Fine == 0 {
		c = cluster.Of(strings.ToLower(w))
	}
	f.fine, f.middle, f.coarse = uint64(c.Fine), uint64(c.Middle), uint64(c.Coarse)
	switch f.Case {
	case perceptron.CaseUpper, perceptron.CaseCapital, perceptron.CaseMixed:
		f.upper = true
		f.name = nameBits(d.lists.Name(w))
		given, last := d.lists.Census(w)
		f.census = uint64(given)*4 + uint64(last)
	}
	d.forms[w] = f
	return f
}

// survey notes how the capitalised words of a sentence are used.
func (d *document) survey(in Input) {
	var before *form
	for i, w := range in.Words {
		f := d.form(w)
		if !f.upper {
			before = f
			continue
		}
		if i > 0 {
			f.usage |= usageAfter(before, in.Words[i-1])
		}
		if i+1 < len(in.Words) {
			f.usage |= usageBefore(f, d.form(in.Words[i+1]), in.Words[i+1], in.Tags[i+1])
		}
		before = f
	}
}

func usageAfter(before *form, w string) usage {
	var u usage
	switch t := before.title; {
	case t.Is(gazetteer.Honorific):
		u |= afterHonorific
	case t.Is(gazetteer.Rank, gazetteer.Office, gazetteer.Occupation):
		u |= afterTitle
	}
	if before.upper {
		u |= afterCapital
		if before.census >= 4 {
			u |= afterGiven
		}
	}
	switch w {
	case "in", "near", "at", "across", "outside":
		u |= afterIn
	case "the", "The":
		u |= afterThe
	}
	return u
}

func usageBefore(f, after *form, w, tag string) usage {
	var u usage
	if after.title.Is(gazetteer.Office) {
		u |= beforeOffice
	}
	if strings.HasPrefix(tag, "VB") {
		u |= beforeVerb
	}
	if after.upper {
		u |= beforeCapital
		if f.census >= 4 && after.census&3 > 0 {
			u |= beforeSurname
		}
	}
	switch w {
	case "Party", "Corporation", "Company", "University", "Committee", "Council", "Group", "Association", "Inc.", "Ministry":
		u |= beforeBody
	}
	return u
}

// add counts the words of a labelled sentence that are in names, and those that begin with a capital and are not.
func (d *document) add(words []string, out []int) {
	for i, l := range out {
		k, _ := parts(l)
		if k == KindUnset && (i == 0 || !capital(words[i])) {
			continue
		}
		f := d.form(words[i])
		f.seen[k] = min(f.seen[k]+1, 250)
	}
}

func capital(w string) bool { return w != "" && 'A' <= w[0] && w[0] <= 'Z' }

// best is the commonest kind of a word so far plus 1, 0 if it has not been labelled.
func (f *form) best() uint64 {
	if f.seen == [kinds]uint8{} {
		return 0
	}
	b := 0
	for k, n := range f.seen {
		if n > f.seen[b] {
			b = k
		}
	}
	return uint64(b) + 1
}

func bucket(n int) uint64 {
	switch {
	case n == 0:
		return 0
	case n == 1:
		return 1
	case n < 6:
		return 2
	}
	return 3
}

func nameBits(n gazetteer.NameCount) uint64 {
	b := bucket(n.First)*8 + bucket(n.Last)*2
	if n.Word {
		b++
	}
	return b
}

func titleBits(t gazetteer.Title) uint64 {
	var b uint64
	for c, is := range t.Classes {
		if is {
			b |= 1 << c
		}
	}
	return b
}
