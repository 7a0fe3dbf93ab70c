// Package lemma gives each tagged token its dictionary form.
//
// # Input and output
//
// Needs Tokens and Tags; sets Token.Lemma of every token, in lower case: the base form of verbs, the singular of
// common nouns, the positive of adjectives and adverbs, "not" for "n't", the nominative of pronouns; names keep
// their form. The table of exceptions and of base forms is described in MODEL_CARD.md.
//
// # Source
//
// Rules of English spelling; the table is derived from the lemmas of the English UD treebanks.
package lemma

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"

	"newsgraph/internal/nlp"
)

//go:embed table.txt
var table string

// Stage is the lemmatizer.
type Stage struct{}

// New returns the lemmatizer.
func New() *Stage { return &Stage{} }

func (*Stage) Name() string   { return "lemma" }
func (*Stage) Needs() nlp.Set { return nlp.Tokens | nlp.Tags }
func (*Stage) Sets() nlp.Set  { return nlp.Lemmas }

// Apply sets the lemma of every token.
func (*Stage) Apply(d *nlp.Doc) error {
	for i := range d.Tokens {
		d.Tokens[i].Lemma = Of(d.Word(i), d.Tokens[i].Tag)
	}
	return nil
}

type lexicon struct {
	exceptions map[string]string   // "form tag" to lemma; the tag's first two letters stand for all that share them
	bases      map[string]struct{} // base forms of verbs
}

// load reads the table: a line "form tag lemma" is an exception, a line of one word a base form of a verb.
var load = sync.OnceValue(func() *lexicon {
	l := &lexicon{make(map[string]string, 2048), make(map[string]struct{}, 4096)}
	for line := range strings.SplitSeq(table, "\n") {
		if k := strings.LastIndexByte(line, ' '); k >= 0 {
			l.exceptions[line[:k]] = line[k+1:]
		} else if line != "" {
			l.bases[line] = struct{}{}
		}
	}
	return l
})

// Of is the dictionary form of a word with a Penn Treebank tag.
func Of(word, tag string) string {
	l := load()
	w := strings.ToLower(strings.ReplaceAll(word, "’", "'"))
	if e, ok := l.exceptions[w+" "+tag]; ok {
		return e
	}
	return Rule(w, tag, func(verb string) bool { _, ok := l.bases[verb]; return ok })
}

// Rule is the dictionary form that spelling gives for a word in lower case; isVerb tells base forms of verbs.
func Rule(w, tag string, isVerb func(string) bool) string {
	if utf8.RuneCountInString(w) < 3 {
		return w
	}
	switch tag {
	case "VBZ":
		return third(w, isVerb)
	case "VBG":
		return stem(w, "ing", isVerb)
	case "VBD", "VBN":
		return stem(w, "ed", isVerb)
	case "NNS":
		return singular(w)
	case "JJR", "RBR":
		return positive(w, "er")
	case "JJS", "RBS":
		return positive(w, "est")
	}
	return w
}

func third(w string, isVerb func(string) bool) string {
	if !strings.HasSuffix(w, "s") || strings.HasSuffix(w, "ss") {
		return w
	}
	base := w[:len(w)-1]
	switch {
	case isVerb(base):
		return base
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return w[:len(w)-3] + "y"
	case sibilant(w):
		return w[:len(w)-2]
	}
	return base
}

// sibilant reports whether the plural or third person w is a base and "es".
func sibilant(w string) bool {
	for _, e := range [...]string{"sses", "shes", "ches", "xes", "zzes", "oes"} {
		if strings.HasSuffix(w, e) && len(w) > len(e)+1 {
			return true
		}
	}
	return false
}

func singular(w string) string {
	switch {
	case strings.HasSuffix(w, "'s"):
		return w[:len(w)-2]
	case strings.HasSuffix(w, "men") && len(w) > 4:
		return w[:len(w)-2] + "an"
	case !strings.HasSuffix(w, "s") || strings.HasSuffix(w, "ss") || strings.HasSuffix(w, "us"):
		return w
	case strings.HasSuffix(w, "ies") && len(w) > 4:
		return w[:len(w)-3] + "y"
	case sibilant(w):
		return w[:len(w)-2]
	}
	return w[:len(w)-1]
}

// stem undoes the suffix of a past or present participle: the base may have lost an e, doubled its last letter or
// turned y to i.
func stem(w, suffix string, isVerb func(string) bool) string {
	base, ok := strings.CutSuffix(w, suffix)
	if !ok || !vowelIn(base) {
		return w
	}
	if k := strings.LastIndexByte(base, '-'); k >= 0 { // "co-signed"
		return base[:k+1] + stem(w[k+1:], suffix, isVerb)
	}
	n := len(base)
	doubled := n > 2 && base[n-1] == base[n-2]
	switch {
	case suffix == "ed" && strings.HasSuffix(base, "i") && n > 2:
		return base[:n-1] + "y"
	case isVerb(base) && (!isVerb(base+"e") || doubled):
		return base
	case isVerb(base + "e"):
		return base + "e"
	case doubled && isVerb(base[:n-1]):
		return base[:n-1]
	case doubled && strings.IndexByte("lsfz", base[n-1]) < 0:
		return base[:n-1]
	case losesE(base):
		return base + "e"
	}
	return base
}

// losesE guesses whether an unknown verb ends in e that its participle lost.
func losesE(base string) bool {
	n := len(base)
	if n < 2 {
		return false
	}
	for _, e := range [...]string{"at", "iz", "is", "ur", "v", "c", "dg", "rg", "ag", "ud", "ng", "ut", "as", "us", "os", "u", "rs", "ns", "ls", "bl", "tl", "pl", "gl", "dl", "kl", "re", "ced", "phon", "nhol"} {
		if strings.HasSuffix(base, e) && !(e == "ng" && !strings.HasSuffix(base, "ang")) {
			return true
		}
	}
	return false
}

func positive(w, suffix string) string {
	base, ok := strings.CutSuffix(w, suffix)
	if !ok || !vowelIn(base) || len(base) < 3 {
		return w
	}
	n := len(base)
	switch {
	case base[n-1] == 'i':
		return base[:n-1] + "y"
	case base[n-1] == base[n-2] && strings.IndexByte("ls", base[n-1]) < 0:
		return base[:n-1]
	case strings.IndexByte("cgsv", base[n-1]) >= 0 && base[n-2] != 'n', strings.HasSuffix(base, "rg"), strings.HasSuffix(base, "bl"),
		strings.HasSuffix(base, "pl"), strings.HasSuffix(base, "at"), strings.HasSuffix(base, "id"), strings.HasSuffix(base, "ut"):
		return base + "e"
	}
	return base
}

func vowelIn(s string) bool { return strings.ContainsAny(s, "aeiouy") }
