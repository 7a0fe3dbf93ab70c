package storage

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/tidwall/btree"

	"newsgraph/cypher/diag"
	"newsgraph/cypher/value"
)

// textIndex is the contents of a full-text index: how often each term occurs in each document. A document
// is the string properties of one node or relationship, one after the other.
type textIndex struct {
	postings *btree.Map[string, uint32] // term, 0, id to occurrences
	lengths  *btree.Map[uint32, uint32] // id to terms
	total    int64                      // sum of lengths
}

func newTextIndex() *textIndex {
	return &textIndex{postings: &btree.Map[string, uint32]{}, lengths: &btree.Map[uint32, uint32]{}}
}

func (t *textIndex) copy() *textIndex {
	return &textIndex{postings: t.postings.Copy(), lengths: t.lengths.Copy(), total: t.total}
}

// terms is the words of a text, in lower case: runs of letters, marks and digits.
func terms(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}

// document is the terms of what has these properties; in gaps between properties no phrase matches.
func (x *index) document(props []byte) []string {
	var doc []string
	add := func(v value.Value) {
		if v.Kind() == value.KindString {
			if len(doc) > 0 {
				doc = append(doc, "")
			}
			doc = append(doc, terms(v.Str())...)
		}
	}
	for _, k := range x.keys {
		if v := findProp(props, k); v.Kind() == value.KindList {
			for _, item := range v.List() {
				add(item)
			}
		} else {
			add(v)
		}
	}
	return doc
}

func postingKey(term string, id uint32) string {
	key := append(make([]byte, 0, len(term)+5), term...)
	return string(binary.BigEndian.AppendUint32(append(key, 0), id))
}

func (x *index) reindexText(id uint32, old, new state, was, is bool, epoch uint32) {
	var before, after []string
	if was {
		before = x.document(old.props)
	}
	if is {
		after = x.document(new.props)
	}
	if slices.Equal(before, after) {
		return
	}
	if x.owner != epoch {
		x.text, x.owner = x.text.copy(), epoch
	}
	t := x.text
	for _, term := range before {
		t.postings.Delete(postingKey(term, id))
	}
	if n, ok := t.lengths.Delete(id); ok {
		t.total -= int64(n)
	}
	for _, term := range after {
		if term == "" {
			continue
		}
		key := postingKey(term, id)
		n, _ := t.postings.Get(key)
		t.postings.Set(key, n+1)
	}
	if len(after) > 0 {
		t.lengths.Set(id, uint32(len(after)))
		t.total += int64(len(after))
	}
}

// TextHit is one result of a full-text search.
type TextHit struct {
	ID    int64
	Score float64
}

// BM25's constants, as Lucene has them.
const (
	bm25K = 1.2
	bm25B = 0.75
)

// clause is one part of a full-text query.
type clause struct {
	terms         []string // one, or the words of a phrase
	prefix        bool     // terms[0] begins the word
	must, mustNot bool
}

// SearchText finds what matches a query in a full-text index, best first, equal scores by id. A query is
// words, "phrases", prefixes (word*), each optionally after + (must), - or NOT (must not), with AND, OR
// between; without them any of the words is enough. A document's score is the BM25 of the words in it.
func (v *View) SearchText(ix *Index, query string) ([]TextHit, error) {
	x, ok := v.g.index(ix)
	if !ok || x.text == nil {
		return nil, diag.New(diag.CodeIndexNotFound, "there is no full-text index '%s'", ix.Name)
	}
	clauses, err := parseTextQuery(query)
	if err != nil {
		return nil, diag.Argument("parse full-text query %q: %s", query, err)
	}
	scores, matched := map[uint32]float64{}, map[uint32]int{}
	musts := 0
	excluded := map[uint32]bool{}
	for _, c := range clauses {
		found := v.matchClause(x, c)
		if c.mustNot {
			for id := range found {
				excluded[id] = true
			}
			continue
		}
		if c.must {
			musts++
		}
		for id, score := range found {
			scores[id] += score
			if c.must {
				matched[id]++
			}
		}
	}
	var hits []TextHit
	for id, score := range scores {
		if matched[id] == musts && !excluded[id] {
			hits = append(hits, TextHit{ID: int64(id), Score: score})
		}
	}
	slices.SortFunc(hits, func(a, b TextHit) int {
		switch {
		case a.Score > b.Score:
			return -1
		case a.Score < b.Score:
			return 1
		}
		return int(a.ID - b.ID)
	})
	return hits, nil
}

// matchClause is the documents that match one clause with their scores.
func (v *View) matchClause(x *index, c clause) map[uint32]float64 {
	out := map[uint32]float64{}
	for i, term := range c.terms {
		found := map[uint32]float64{}
		x.text.each(term, c.prefix && i == len(c.terms)-1, func(id uint32, score float64) { found[id] += score })
		if i == 0 {
			out = found
			continue
		}
		for id := range out {
			if s, ok := found[id]; ok {
				out[id] += s
			} else {
				delete(out, id)
			}
		}
	}
	if len(c.terms) > 1 {
		for id := range out {
			props := v.g.nodeProps(int64(id))
			if x.desc.Entity == Relationships {
				props = v.g.relProps(int64(id))
			}
			if !containsPhrase(x.document(props), c.terms) {
				delete(out, id)
			}
		}
	}
	return out
}

func containsPhrase(doc, phrase []string) bool {
	for i := 0; i+len(phrase) <= len(doc); i++ {
		if slices.Equal(doc[i:i+len(phrase)], phrase) {
			return true
		}
	}
	return false
}

// each calls f with every document that has the term, or a term that begins with it, and the BM25 score.
func (t *textIndex) each(term string, prefix bool, f func(id uint32, score float64)) {
	type posting struct{ id, n uint32 }
	var run []posting
	last := ""
	flush := func() {
		docs := float64(t.lengths.Len())
		idf := math.Log(1 + (docs-float64(len(run))+0.5)/(float64(len(run))+0.5))
		average := float64(t.total) / max(docs, 1)
		for _, p := range run {
			length, _ := t.lengths.Get(p.id)
			n := float64(p.n)
			f(p.id, idf*n*(bm25K+1)/(n+bm25K*(1-bm25B+bm25B*float64(length)/average)))
		}
		run = run[:0]
	}
	from := term
	if !prefix {
		from += "\x00"
	}
	t.postings.Ascend(from, func(key string, n uint32) bool {
		if !strings.HasPrefix(key, from) {
			return false
		}
		word := key[:len(key)-5]
		if word != last {
			flush()
			last = word
		}
		run = append(run, posting{binary.BigEndian.Uint32([]byte(key[len(key)-4:])), n})
		return true
	})
	flush()
}

// parseTextQuery reads the query language that SearchText describes.
func parseTextQuery(query string) ([]clause, error) {
	var clauses []clause
	var next clause
	and := false
	add := func(text string, phrase, prefix bool) {
		words := terms(text)
		if len(words) == 0 {
			return
		}
		if !phrase && !prefix && len(words) > 1 {
			phrase = true
		}
		next.terms, next.prefix = words, prefix
		if and {
			next.must = !next.mustNot
			if n := len(clauses); n > 0 && !clauses[n-1].mustNot {
				clauses[n-1].must = true
			}
		}
		clauses = append(clauses, next)
		next, and = clause{}, false
	}
	for rest := strings.TrimSpace(query); rest != ""; rest = strings.TrimSpace(rest) {
		switch {
		case rest[0] == '+':
			next.must, rest = true, rest[1:]
			continue
		case rest[0] == '-' || rest[0] == '!':
			next.mustNot, rest = true, rest[1:]
			continue
		case rest[0] == '"':
			end := strings.IndexByte(rest[1:], '"')
			if end < 0 {
				return nil, errors.New("a quote is not closed")
			}
			add(rest[1:1+end], true, false)
			rest = rest[end+2:]
			continue
		case strings.ContainsRune("()[]{}^~", rune(rest[0])):
			return nil, errors.New("'" + rest[:1] + "' is not supported")
		}
		end := strings.IndexAny(rest, " \t\r\n\"()[]{}^~")
		if end < 0 {
			end = len(rest)
		}
		word := rest[:end]
		rest = rest[end:]
		switch word {
		case "AND", "&&":
			and = true
		case "OR", "||":
		case "NOT":
			next.mustNot = true
		default:
			if strings.ContainsAny(strings.TrimSuffix(word, "*"), "*?:") {
				return nil, errors.New("'" + word + "' is not supported: only a final * is")
			}
			add(strings.TrimSuffix(word, "*"), false, strings.HasSuffix(word, "*"))
		}
	}
	if len(clauses) == 0 {
		return nil, errors.New("there is no word in it")
	}
	return clauses, nil
}
