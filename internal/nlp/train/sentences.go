package train

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"newsgraph/internal/nlp"
	"newsgraph/internal/nlp/perceptron"
	"newsgraph/internal/nlp/segment"
	"newsgraph/internal/nlp/tokenize"
)

// Which sentences of unlabelled news are worth a tree by a teacher.
const (
	shortest    = 5 // words
	longest     = 60
	otherShare  = 10 // one of so many that are on no topic
	silverWords = 1_500_000
	shingle     = 8 // words in a row that make two sentences one, or one a quotation of the other
)

// topics begin the words of the sentences that are parsed at run time: those about signing, meeting and announcing.
var topics = strings.Fields("sign ink initial met meet talk summit confer visit host receiv welcom attend discuss negotiat " +
	"announc unveil declar reveal pledg agree treat pact accord deal memorand convention protocol")

// newsSentence is a sentence of unlabelled news.
type newsSentence struct {
	order  uint64 // where it stands among the others, which is chance
	source string
	words  []string
}

// gather packs sentences of news and of the training part of GMB, cut as the pipeline cuts them, in the format of the
// data files, shuffled, so that the first ones are a fair sample. Those that share words with the articles in the files
// of without, or with what the treebanks test with, are left out: what is measured there must not have been learnt.
func gather(ctx context.Context, dir string, without []string, log io.Writer) ([]byte, error) {
	measured, err := newShingles(dir, without)
	if err != nil {
		return nil, err
	}
	var found []newsSentence
	seen := map[uint64]bool{}
	known := 0
	err = unlabelled(dir, func(source string, words []string) error {
		plain := normal(words)
		order := hashWords(plain)
		if len(words) < shortest || len(words) > longest || seen[order] || order%otherShare != 0 && !slices.ContainsFunc(plain, onTopic) {
			return nil
		}
		seen[order] = true
		if measured.share(plain) {
			known++
			return nil
		}
		found = append(found, newsSentence{order, source, words})
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(a, b newsSentence) int { return cmp.Compare(a.order, b.order) })
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	enc := json.NewEncoder(z)
	enc.SetEscapeHTML(false)
	n, total := 0, 0
	for n < len(found) && total+len(found[n].words) <= silverWords {
		if err := enc.Encode(found[n].record()); err != nil {
			return nil, err
		}
		total += len(found[n].words)
		n++
	}
	fmt.Fprintf(log, "sentences: %d of %d, %d words; %d left out that are in what is measured\n", n, len(found), total, known)
	err = z.Close()
	return out.Bytes(), err
}

func onTopic(word string) bool {
	return slices.ContainsFunc(topics, func(t string) bool { return strings.HasPrefix(word, t) })
}

// unlabelled calls f with the words of each sentence of running news and of the training part of GMB.
func unlabelled(dir string, f func(source string, words []string) error) error {
	stages, err := nlp.NewPipeline(segment.New(), tokenize.New())
	if err != nil {
		return err
	}
	for _, name := range []string{fileEvents, fileBriefings} {
		err := read(dir, name, func(r *record) error {
			d := nlp.New(r.Text)
			if err := stages.Apply(d); err != nil {
				return err
			}
			for _, s := range d.Sentences {
				if !d.Blocks[s.Block].Kind.States() {
					continue
				}
				var words []string
				for i := s.First; i < s.Last; i++ {
					words = append(words, d.Word(i))
				}
				if err := f(r.ID, words); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return read(dir, fileGMB, func(r *record) error {
		if r.Split != "train" || damaged(r) {
			return nil
		}
		return f(r.ID, retokenize(r.Tokens.Form))
	})
}

// record is the sentence as a line of a data file; its text is its words with spaces between.
func (s newsSentence) record() any {
	type tokens struct {
		Form  []string `json:"form"`
		Start []int    `json:"start"`
		End   []int    `json:"end"`
	}
	type span struct {
		Start int    `json:"start"`
		End   int    `json:"end"`
		Tok   [2]int `json:"tok"`
	}
	t := tokens{Form: s.words}
	at := 0
	for _, w := range s.words {
		t.Start = append(t.Start, at)
		at += utf8.RuneCountInString(w)
		t.End = append(t.End, at)
		at++
	}
	return struct {
		ID        string `json:"id"`
		Set       string `json:"set"`
		Split     string `json:"split"`
		Text      string `json:"text"`
		Sentences []span `json:"sentences"`
		Tokens    tokens `json:"tokens"`
	}{fmt.Sprintf("%s-%016x", s.source, s.order), "silver", "silver", strings.Join(s.words, " "), []span{{0, at - 1, [2]int{0, len(s.words)}}}, t}
}

// normal is the words in lower case, with letters and digits only; marks are none.
func normal(words []string) []string {
	var out []string
	for _, w := range words {
		w = strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, w)
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}

func hashWords(words []string) uint64 {
	h := uint64(len(words))
	for _, w := range words {
		h = perceptron.Mix(h, perceptron.String(w))
	}
	return perceptron.Mix(h, 0)
}

// shingles are the runs of up to eight normal words of a text.
type shingles map[uint64]bool

// newShingles reads the test and development parts of the treebanks, and the files, whose lines have a text and
// perhaps a title.
func newShingles(dir string, files []string) (shingles, error) {
	s := shingles{}
	for _, name := range []string{fileEWT, fileGUM} {
		err := read(dir, name, func(r *record) error {
			if r.Split != "train" {
				s.add(normal(r.Tokens.Form))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	for _, name := range files {
		if err := s.addFile(name); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s shingles) addFile(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("open articles: %w", err)
	}
	defer file.Close()
	dec := json.NewDecoder(bufio.NewReader(file))
	for n := 1; ; n++ {
		var article struct{ Title, Text string }
		if err := dec.Decode(&article); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("read %s: article %d: %w", name, n, err)
		}
		for _, text := range []string{article.Title, article.Text} {
			err := sentencesOf(func(words []string) { s.add(normal(words)) })(&record{Text: text})
			if err != nil {
				return err
			}
		}
	}
}

func (s shingles) add(words []string) {
	for i := range words {
		for n := 1; n <= shingle && i+n <= len(words); n++ {
			s[hashWords(words[i:i+n])] = true
		}
	}
}

// share reports whether words hold eight in a row that the text has too, or are fewer and all stand in it.
func (s shingles) share(words []string) bool {
	n := min(shingle, len(words))
	for i := 0; i+n <= len(words); i++ {
		if s[hashWords(words[i:i+n])] {
			return true
		}
	}
	return false
}
