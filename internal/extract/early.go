package extract

import (
	"newsgraph/internal/mention"
	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/coref"
)

// view is what can be seen of a sentence without its syntax.
type view struct {
	t         *tree
	parties   int  // mentions that could be ends of a relation
	sets      int  // of these, those that denote several
	agreement bool // an agreement is mentioned, or a word that may stand for one
	pact      bool // an agreement is mentioned: whose it is may be said elsewhere
	joint     bool
	due       bool // something "is to" be
	list      bool // a list may follow: it ends with a colon, or is the head of a register
}

// foregone is why none of the triggers of sentence i can give a relation, which is seen without parsing it; "" if one
// may. Most sentences with a trigger are such: somebody "says" what he thinks, nobody else is there to be met.
func (x *Extractor) foregone(d *nlp.Doc, r *coref.Resolution, i int, mentions []int) string {
	v := x.look(d, r, i, mentions)
	reason := ""
	for k := v.t.s.First; k < v.t.s.Last; k++ {
		l := v.t.lemma(k)
		for _, frames := range [...][]int{x.verbs[l], x.nouns[l], x.nouns[v.t.lower(k)]} {
			for _, f := range frames {
				why := x.hopeless(&x.frames[f], v)
				if why == "" {
					return ""
				}
				reason = why
			}
		}
	}
	return reason
}

func (x *Extractor) look(d *nlp.Doc, r *coref.Resolution, i int, mentions []int) view {
	v := view{t: &tree{d: d, s: d.Sentences[i]}}
	first := v.t.lower(v.t.s.First)
	v.list = v.t.lower(v.t.s.Last-1) == ":" || endsLine(v.t, v.t.s.Last-1) && v.t.isNoun(v.t.s.Last-1) || first == "signed" || first == "signatories"
	for _, m := range mentions {
		switch mm := r.Mentions[m]; {
		case mm.Kind == mention.Agreement || mm.Kind == mention.Event:
			v.agreement, v.pact = true, v.pact || mm.Kind == mention.Agreement
		case isParty(mm):
			v.parties++
			if len(r.Of[m]) > 1 || len(mm.Codes) > 1 {
				v.sets++
			}
		}
	}
	for k := v.t.s.First; k < v.t.s.Last; k++ {
		switch w := v.t.lower(k); {
		case v.t.tag(k) == "PRP" && (w == "i" || w == "we"):
			v.parties++
		case v.t.tag(k) == "NN" && x.lex.in("bodynouns", w):
			v.parties++
		case w == "it" || w == "them" || w == "former" || w == "latter" || x.lex.in("papers", w):
			v.agreement = true
		case w == "joint" || w == "common":
			v.joint = true
		case w == "to" && v.t.lemma(k-1) == "be":
			v.due = true
		}
	}
	return v
}

// hopeless is why frame f can find nothing in a sentence, "" if it may.
func (x *Extractor) hopeless(f *frame, v view) string {
	switch {
	case v.list && (f.Type == Signed || f.List): // the parties stand below
	case f.List && len(f.followedBy) > 0 && !v.list:
		return "no list of participants"
	case f.List && !v.t.holds(listing) && !(v.parties > 0 && x.holds(v.t, "talks")) && !v.t.holds(also):
		return "no list of participants"
	case v.parties == 0 && !(v.pact && f.Type == Signed):
		return "nobody named"
	case f.Pair && !f.List && v.parties < 2 && v.sets == 0:
		return "no second party"
	case f.Given != "" && !v.due && !x.holds(v.t, f.Given):
		return "the clause states no decision"
	case len(f.followedBy) > 0 && !v.t.holds(f.followedBy):
		return "not with the word that this rule wants"
	case f.Heads != "" && !f.Silent && !f.Echo && !f.Clause && !v.agreement && !v.joint && !x.holds(v.t, f.Heads):
		return "nothing that this rule means"
	}
	return ""
}

// holds reports whether a word of a class stands in the sentence, in dictionary form or as it is.
func (x *Extractor) holds(t *tree, class string) bool {
	for k := t.s.First; k < t.s.Last; k++ {
		if x.lex.in(class, t.lower(k)) || x.lex.in(class, t.lemma(k)) {
			return true
		}
	}
	return false
}

// holds reports whether one of the words stands in the sentence.
func (t *tree) holds(words map[string]bool) bool {
	return near(t, t.s.First, t.s.Last, words)
}
