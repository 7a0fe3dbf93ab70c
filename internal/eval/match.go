package eval

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// stop holds the words that say nothing about which agreement or event is meant.
var stop = words("a an the of on in for to and with between by at from its his her their new major s")

// titles are stripped from the front of a person's name.
var titles = words("mr mrs ms dr sir lord lady president prime minister foreign defense defence external affairs secretary state " +
	"general gen col colonel king queen prince princess sheikh ayatollah chancellor ambassador senator sen rep us u.s " +
	"vice deputy premier smt shri pope")

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// countryForms maps other names of a country, normalised, to the name that the ontology prescribes.
var countryForms = func() map[string]string {
	m := map[string]string{}
	for _, row := range [][]string{
		{"united states", "us", "usa", "u s", "u s a", "america", "united states of america"},
		{"united kingdom", "uk", "u k", "britain", "great britain"},
		{"russia", "russian federation"},
		{"south korea", "republic of korea", "korea republic of"},
		{"north korea", "dprk", "democratic people s republic of korea"},
		{"china", "people s republic of china", "prc"},
		{"taiwan", "republic of china"},
		{"iran", "islamic republic of iran"},
		{"syria", "syrian arab republic"},
		{"ivory coast", "cote d ivoire"},
		{"myanmar", "burma"},
		{"czech republic", "czechia"},
		{"palestine", "palestinian territories", "palestinian authority", "state of palestine"},
		{"macedonia", "north macedonia"},
		{"democratic republic of the congo", "dr congo", "democratic republic of congo", "congo kinshasa", "drc"},
		{"republic of the congo", "congo brazzaville"},
		{"vatican", "holy see", "vatican city"},
		{"east timor", "timor leste"},
		{"united arab emirates", "uae", "u a e"},
		{"cape verde", "cabo verde"},
		{"swaziland", "eswatini"},
		{"turkey", "turkiye"},
		{"netherlands", "holland"},
		{"bosnia and herzegovina", "bosnia", "bosnia herzegovina"},
		{"laos", "lao pdr", "lao people s democratic republic"},
		{"vietnam", "viet nam"},
		{"moldova", "republic of moldova"},
		{"tanzania", "united republic of tanzania"},
		{"bolivia", "plurinational state of bolivia"},
		{"venezuela", "bolivarian republic of venezuela"},
		{"brunei", "brunei darussalam"},
	} {
		for _, alt := range row[1:] {
			m[alt] = row[0]
		}
	}
	return m
}()

// normalize folds case and accents, turns runs of anything but letters, digits, "_" and "+" into one space, and
// drops a leading article.
func normalize(s string) string {
	s = norm.NFKD.String(s)
	s = strings.Map(func(r rune) rune {
		if norm.NFKD.PropertiesString(string(r)).CCC() != 0 {
			return -1
		}
		return r
	}, s)
	s = cases.Lower(language.Und).String(s)
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && r != '_' && r != '+'
	}), " ")
	for _, article := range []string{"the ", "a ", "an "} {
		if rest, ok := strings.CutPrefix(s, article); ok {
			return rest
		}
	}
	return s
}

// form is a name in the form that is compared, for its label.
func form(name, label string) string {
	n := normalize(name)
	switch label {
	case "Person":
		w := strings.Fields(n)
		for len(w) > 1 && titles[w[0]] {
			w = w[1:]
		}
		return strings.Join(w, " ")
	case "Country":
		if c, ok := countryForms[n]; ok {
			return c
		}
	}
	return n
}

// contentWords is the set of words of a form that are no stop words, without a plural s.
func contentWords(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		if stop[w] {
			continue
		}
		if len([]rune(w)) > 3 && strings.HasSuffix(w, "s") {
			w = w[:len(w)-1]
		}
		m[w] = true
	}
	return m
}

// minSimilarity is the least overlap by which two names are held to be of one node.
const minSimilarity = 0.3

// similarity is 2 for equal forms, else for fuzzy labels the overlap of content words in (0, 1], else 0.
func similarity(p string, golds []string, fuzzy bool) float64 {
	if slices.Contains(golds, p) {
		return 2
	}
	if !fuzzy {
		return 0
	}
	best, a := 0.0, contentWords(p)
	for _, g := range golds {
		b := contentWords(g)
		if len(a) == 0 || len(b) == 0 {
			continue
		}
		both := 0
		for w := range a {
			if b[w] {
				both++
			}
		}
		n := float64(both)
		share := n / float64(min(len(a), len(b)))
		jaccard := n / float64(len(a)+len(b)-both)
		best = max(best, share*(0.5+float64(0.5*jaccard)))
	}
	if best < minSimilarity {
		return 0
	}
	return best
}

// matchNodes maps predicted node ids to gold node ids, one to one, best similarity first; ties go by id.
func matchNodes(gold, pred []Node) map[ID]ID {
	type pair struct {
		s    float64
		p, g ID
	}
	var pairs []pair
	golds := make([][]string, len(gold))
	for i, g := range gold {
		for _, f := range append([]string{g.Name}, g.Aliases...) {
			if f = form(f, g.Label); f != "" {
				golds[i] = append(golds[i], f)
			}
		}
	}
	kind := func(l string) bool { return l == "Agreement" || l == "Event" }
	for _, p := range pred {
		f := form(p.Name, p.Label)
		if f == "" {
			continue
		}
		fuzzy := kind(p.Label) || p.Label == "Organization"
		for i, g := range gold {
			same := p.Label == g.Label
			if !same && !(kind(p.Label) && kind(g.Label)) {
				continue
			}
			s := similarity(f, golds[i], fuzzy)
			if s <= 0 {
				continue
			}
			if same {
				s += 0.01
			}
			pairs = append(pairs, pair{s, p.ID, g.ID})
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.s, a.s), cmp.Compare(a.p, b.p), cmp.Compare(a.g, b.g))
	})
	p2g, used := map[ID]ID{}, map[ID]bool{}
	for _, x := range pairs {
		if _, taken := p2g[x.p]; !taken && !used[x.g] {
			p2g[x.p] = x.g
			used[x.g] = true
		}
	}
	return p2g
}
