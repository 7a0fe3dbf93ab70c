package coref

import (
	"slices"
	"strings"
	"unicode"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/mention"
)

// person is a person in the making.
type person struct {
	name   []string // folded words of the fullest name
	shown  string
	gender mention.Gender
	ms     []int
}

// words are the folded words of a name without regnal numbers and "Jr.".
func words(name string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(gazetteer.Fold(name), func(r rune) bool { return strings.ContainsRune(" ,\"“”`", r) }) {
		switch strings.TrimSuffix(w, ".") {
		case "jr", "sr", "ii", "iii", "iv", "vi", "vii", "viii", "xiv", "xvi", "xxiii":
			continue
		}
		for _, article := range []string{"al-", "el-"} {
			w = strings.TrimPrefix(w, article)
		}
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}

// near reports whether two words of at least five letters differ by one letter: two spellings of a name.
func near(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 5 || len(b)-len(a) > 1 || a[0] != b[0] {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return a[i:] == b[i+len(b)-len(a):] || len(a) == len(b) && i < len(a) && a[i+1:] == b[i+1:]
}

// people clusters the mentions of people: names of several words first, the fullest first, then single words.
func (r *resolver) people() {
	var long, short []int
	for i, m := range r.ms {
		if m.Kind != mention.Person {
			continue
		}
		if len(words(m.Name)) > 1 {
			long = append(long, i)
		} else {
			short = append(short, i)
		}
	}
	slices.SortStableFunc(long, func(a, b int) int { return len(words(r.ms[b].Name)) - len(words(r.ms[a].Name)) })
	c := clusters{at: map[string][]int{}}
	for _, i := range long {
		r.placeLong(&c, i)
	}
	for _, i := range short {
		r.placeShort(&c, i)
	}
	for _, p := range c.ps {
		e := r.entity(Entity{Kind: mention.Person, Name: p.shown, Gender: p.gender})
		for _, i := range p.ms {
			r.join(i, e)
		}
	}
}

// clusters are the people found so far.
type clusters struct {
	ps []person
	at map[string][]int // word of a name, and whole names without spaces, to indexes of ps, ascending
}

// maxNamesakes bounds the people with a word of their name in common who are looked at: no article has more, and a
// list of ten thousand names stays linear.
const maxNamesakes = 50

// near are the indexes of the people who share a word with w, the latest maxNamesakes for each word.
func (c *clusters) near(w []string) []int {
	var out []int
	for _, x := range append([]string{flat(w)}, w...) {
		ks := c.at[x]
		out = append(out, ks[max(0, len(ks)-maxNamesakes):]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (c *clusters) begin(p person) {
	k := len(c.ps)
	c.ps = append(c.ps, p)
	for _, x := range append([]string{flat(p.name)}, p.name...) {
		if ks := c.at[x]; len(ks) == 0 || ks[len(ks)-1] != k {
			c.at[x] = append(ks, k)
		}
	}
}

func (r *resolver) placeLong(c *clusters, i int) {
	m := r.ms[i]
	w := words(m.Name)
	found := -1
	for _, k := range c.near(w) {
		if p := c.ps[k]; len(p.name) > 1 && r.compatible(p, w, m.Gender) && !otherGeneration(p.shown, m.Name) {
			if found >= 0 && r.distance(c.ps[k], i) >= r.distance(c.ps[found], i) { // two fuller names fit: the nearer one
				continue
			}
			found = k
		}
	}
	if found < 0 {
		c.begin(person{name: w, shown: m.Name, gender: m.Gender, ms: []int{i}})
		return
	}
	c.ps[found].add(i, m, w)
}

func (p *person) add(i int, m mention.Mention, w []string) {
	p.ms = append(p.ms, i)
	if p.gender == mention.GenderUnset {
		p.gender = m.Gender
	}
	if len(w) > len(p.name) || len(w) == len(p.name) && len([]rune(m.Name)) > len([]rune(p.shown)) {
		p.name, p.shown = w, m.Name
	}
}

// compatible reports whether the words w can name p: the same surname and a given name that fits, or a part of p's
// words in their order.
func (r *resolver) compatible(p person, w []string, gender mention.Gender) bool {
	if p.gender != mention.GenderUnset && gender != mention.GenderUnset && p.gender != gender {
		return false
	}
	if flat(p.name) == flat(w) {
		return true
	}
	if len(w) < 2 {
		return false
	}
	n := p.name
	if n[len(n)-1] == w[len(w)-1] {
		if !r.g.SameGiven(n[0], w[0]) && !near(n[0], w[0]) {
			return len(w) < len(n) && subsequence(w, n) && len(w[0]) > 2
		}
		return r.middles(n[1:len(n)-1], w[1:len(w)-1])
	}
	return len(w) < len(n) && subsequence(w, n)
}

// otherGeneration reports whether of two names one is a father's and the other his son's: "Sr.", "Jr.".
func otherGeneration(a, b string) bool {
	generation := func(name string) string {
		return strings.ToLower(strings.Trim(name[strings.LastIndexByte(name, ' ')+1:], "."))
	}
	x, y := generation(a), generation(b)
	return x == "jr" && y == "sr" || x == "sr" && y == "jr"
}

// flat is a name without spaces and hyphens: "kimjongil".
func flat(w []string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return r
	}, strings.Join(w, ""))
}

// middles reports whether two persons' middle names do not speak against their being one.
func (r *resolver) middles(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	if len(a) == len(b) {
		for i := range a {
			if !r.g.SameGiven(a[i], b[i]) {
				return false
			}
		}
		return true
	}
	for _, m := range append(slices.Clone(a), b...) {
		if len(strings.TrimSuffix(m, ".")) < 2 { // "George W." is not "George H. W."
			return false
		}
	}
	return subsequence(a, b) || subsequence(b, a)
}

func subsequence(a, b []string) bool {
	i := 0
	for _, w := range b {
		if i < len(a) && a[i] == w {
			i++
		}
	}
	return i == len(a)
}

func (r *resolver) placeShort(c *clusters, i int) {
	m := r.ms[i]
	w := words(m.Name)
	if len(w) == 0 {
		w = []string{gazetteer.Fold(m.Name)}
	}
	best, bestScore := -1, -1<<30
	for _, k := range c.near(w) {
		rank := r.fits(c.ps[k], w[0], m)
		if rank == 0 {
			continue
		}
		if score := rank*10_000 - r.distance(c.ps[k], i); score > bestScore {
			best, bestScore = k, score
		}
	}
	if best < 0 { // another spelling of a surname named before
		for k := max(0, len(c.ps)-maxNamesakes); k < len(c.ps); k++ {
			if p := c.ps[k]; len(p.name) > 1 && len(w[0]) > 6 && near(p.name[len(p.name)-1], w[0]) {
				best = k
				break
			}
		}
	}
	if best < 0 {
		c.begin(person{name: w, shown: m.Name, gender: m.Gender, ms: []int{i}})
		return
	}
	c.ps[best].add(i, m, w)
}

// fits ranks how well a single word names p: 3 as a surname, 2 as the first word, 1 as another word, 0 not at all; 3
// more where p has the same office.
func (r *resolver) fits(p person, w string, m mention.Mention) int {
	if p.gender != mention.GenderUnset && m.Gender != mention.GenderUnset && p.gender != m.Gender {
		return 0
	}
	last := len(p.name) - 1
	rank := 0
	switch {
	case p.name[last] == w:
		rank = 3
	case p.name[0] == w:
		rank = 2
	case last > 1 && slices.Contains(p.name[1:last], w) && len(w) > 2:
		rank = 1
	case len(p.name) == 1:
		return 0
	}
	if rank > 0 && m.Code != "" { // "the French President Bonnet" is not the Belgian one
		for _, i := range p.ms[:min(len(p.ms), 200)] {
			if c := r.ms[i].Code; c != "" && c != m.Code && r.ms[i].Codes == nil {
				rank = 1
			}
		}
	}
	if own := r.roleHead(m.Title); rank > 0 && own != "" {
		for _, i := range p.ms[:min(len(p.ms), 200)] {
			if r.ms[i].Title != "" && r.roleHead(r.ms[i].Title) == own {
				return rank + 3
			}
		}
	}
	return rank
}

// distance is how far mention i stands from the nearest mention of p, those after it counting double.
func (r *resolver) distance(p person, i int) int {
	best := 1 << 20
	for _, k := range p.ms[max(0, len(p.ms)-200):] {
		d := r.ms[i].First - r.ms[k].First
		if d < 0 {
			d = -d * 2
		}
		best = min(best, d)
	}
	return min(best, 9_000)
}

// appositions joins a role and a name that stand beside each other: "the Indian foreign minister, Sushma Rao," and
// "Sushma Rao, the Indian foreign minister,".
func (r *resolver) appositions() {
	introduced := map[int]bool{} // mentions that a role before them is about
	for i, m := range r.ms {
		if m.Kind != mention.Role {
			continue
		}
		if m.Plural {
			r.respectively(i)
			continue
		}
		before, isBefore := r.personBefore(i)
		after, isAfter := r.personAfter(i)
		switch {
		case isBefore && !(isAfter && introduced[before]): // of "the king of A, X, the king of B, Y" the second is Y
			r.attach(i, before)
		case isAfter:
			introduced[after] = true
			r.attach(i, after)
		}
	}
}

func (r *resolver) attach(role, p int) {
	e := r.r.Of[p][0]
	r.join(role, e)
	m := r.ms[role]
	if ent := &r.r.Entities[e]; ent.Gender == mention.GenderUnset {
		ent.Gender = m.Gender
	}
}

func (r *resolver) word(t int) string {
	if t < 0 || t >= len(r.d.Tokens) {
		return ""
	}
	return r.d.Word(t)
}

// ministerial are the offices of which one country's bearers are named together.
var ministerial = map[string]bool{"minister": true, "secretary": true, "adviser": true, "advisor": true, "chief": true, "general": true, "commander": true, "director": true, "envoy": true, "representative": true}

// shareCountry gives the country of one minister to the next in a list: "US Defense Secretary Jim Roe and Secretary of
// State Ann Lee"; and what "of" puts behind the last to the one before: "Minister Bob Roe and Minister Ann Lee of Chad".
// Heads of state and of government have their own.
func (r *resolver) shareCountry() {
	office := func(m mention.Mention) bool {
		return m.Kind == mention.Person && ministerial[r.roleHead(m.Title)] && !strings.Contains(strings.ToLower(m.Title), "prime")
	}
	last := -1
	for i, m := range r.ms {
		if m.Kind != mention.Person || m.Within >= 0 {
			continue
		}
		if last >= 0 && m.Code == "" && m.Org == "" && !r.saysOtherwise(i) && office(m) && office(r.ms[last]) && r.ms[last].Code != "" && r.ms[last].Codes == nil && r.joined(r.ms[last].Last, m.First) {
			r.ms[i].Code = r.ms[last].Code
		}
		if last >= 0 && m.Code != "" && r.ms[last].Code == "" && r.ms[last].Org == "" && office(m) && office(r.ms[last]) && r.word(m.Last) == "of" && r.joined(r.ms[last].Last, m.First) {
			r.ms[last].Code = m.Code
		}
		last = i
	}
}

// saysOtherwise reports whether an apposition tells whose minister or general the person of mention i is: "General Bob
// Roe, the Chadian chief of staff,".
func (r *resolver) saysOtherwise(i int) bool {
	for k := i + 1; k < min(len(r.ms), i+4) && r.ms[k].First <= r.ms[i].Last+2; k++ {
		if m := r.ms[k]; m.Kind == mention.Role && m.Code != "" && r.word(r.ms[i].Last) == "," {
			return true
		}
	}
	return false
}

// joined reports whether only commas and "and" stand in tokens [from, to), of which there is at least one.
func (r *resolver) joined(from, to int) bool {
	if from >= to || to-from > 2 {
		return false
	}
	for t := from; t < to; t++ {
		if w := strings.ToLower(r.word(t)); w != "," && w != "and" && w != "&" {
			return false
		}
	}
	return true
}

// personAfter is the person whose name follows role i after a comma, with a comma or the sentence's end after it.
func (r *resolver) personAfter(i int) (int, bool) {
	m := r.ms[i]
	if r.word(m.Last) == "(" { // "the foreign minister (Ann Roe) said"
		for k := i + 1; k < len(r.ms) && r.ms[k].First <= m.Last+1; k++ {
			if p := r.ms[k]; p.Kind == mention.Person && p.First == m.Last+1 && r.word(p.Last) == ")" {
				return k, true
			}
		}
	}
	comma := r.phraseEnd(m.Last, r.d.Sentences[r.sentence[i]].Last)
	if r.word(comma) != "," {
		return 0, false
	}
	for k := i + 1; k < len(r.ms) && r.ms[k].First <= comma+1; k++ {
		p := r.ms[k]
		if p.Kind == mention.Person && p.First == comma+1 && (p.Title == "" || p.Code == "" && p.Org == "") {
			switch r.word(p.Last) {
			case ",", ".", ";", "":
				return k, true
			}
			if r.opens(i) && r.verbAt(p.Last) {
				return k, true
			}
		}
	}
	return 0, false
}

// opens reports whether role i begins its sentence, so that what follows its comma is no other subject.
func (r *resolver) opens(i int) bool {
	first := r.d.Sentences[r.sentence[i]].First
	m := r.ms[i]
	return m.First == first || m.First == first+1 && strings.EqualFold(r.word(first), "the")
}

func (r *resolver) verbAt(t int) bool {
	if t >= len(r.d.Tokens) {
		return false
	}
	switch r.d.Tokens[t].Tag {
	case "VBD", "VBZ", "VBP", "MD":
		return true
	}
	return false
}

// phraseEnd is where the prepositional phrases that follow a role at token t end: "the ambassador to Chad|, John Roe,".
func (r *resolver) phraseEnd(t, last int) int {
	switch strings.ToLower(r.word(t)) {
	case "of", "to", "for", "in", "at":
	default:
		return t
	}
	for n := 0; t < last && n < 9 && r.word(t) != ","; t, n = t+1, n+1 {
		if tag := r.d.Tokens[t].Tag; strings.HasPrefix(tag, "VB") && tag != "VBG" && tag != "VBN" || tag == "MD" {
			return t
		}
	}
	return t
}

// personBefore is the person whose name stands before role i, a comma and perhaps a determiner between them.
func (r *resolver) personBefore(i int) (int, bool) {
	t := r.ms[i].First - 1
	s := r.d.Sentences[r.sentence[i]]
	for n := 0; t >= s.First && n < 4; t, n = t-1, n+1 {
		switch w := strings.ToLower(r.word(t)); w {
		case "the", "a", "an", "his", "her", "their", "its", "former", "current", "one", "who", "is", "then":
			continue
		case ",":
			for k := i - 1; k >= 0 && k > i-8; k-- {
				if p := r.ms[k]; p.Kind == mention.Person && p.Last == t && r.endsApposition(i) {
					return k, !(r.verbAt(r.ms[i].Last) && r.fronted(k))
				}
			}
			return 0, false
		}
		break
	}
	return 0, false
}

// fronted reports whether person k stands in a phrase before its sentence, so that a role behind its comma with a verb after
// it is somebody else: "After talks with Ann Roe, the Chadian president said".
func (r *resolver) fronted(k int) bool {
	first := r.d.Sentences[r.sentence[k]].First
	before := r.ms[k].First - 1
	if before < first {
		return false
	}
	if g := r.d.Tokens[before].Tag; g != "IN" && g != "TO" && g != "VBG" {
		return false
	}
	for t := first; t < before; t++ {
		if r.verbAt(t) {
			return false
		}
	}
	return true
}

// endsApposition reports whether what follows role i lets it be an apposition and not the next of a list: a mark, a
// preposition, a relative pronoun or a verb, but no "and" before another name.
func (r *resolver) endsApposition(i int) bool {
	s := r.d.Sentences[r.sentence[i]]
	m := r.ms[i]
	if m.Last >= s.Last {
		return true
	}
	for k := i + 1; k < len(r.ms) && r.ms[k].First <= m.Last; k++ {
		if r.ms[k].First == m.Last && r.ms[k].Kind == mention.Person {
			return false
		}
	}
	return strings.ToLower(r.word(m.Last)) != "and" || strings.EqualFold(r.word(m.First-1), "the") && r.appositionAfter(i) || !r.listAfter(i, m.Last+1, s.Last)
}

// appositionAfter reports whether the next person in the list has an apposition too: "Ann Roe, the president of Chad, and
// Bob Lee, the president of Mali".
func (r *resolver) appositionAfter(i int) bool {
	for k := i + 1; k < len(r.ms) && r.ms[k].First <= r.ms[i].Last+1; k++ {
		if p := r.ms[k]; p.Kind == mention.Person && p.Title == "" && r.word(p.Last) == "," && k+1 < len(r.ms) {
			for _, m := range r.ms[k+1 : min(k+3, len(r.ms))] {
				if m.Kind == mention.Role && m.First <= p.Last+2 {
					return true
				}
			}
		}
	}
	return false
}

// listAfter reports whether a person's mention begins within three tokens of t, among the mentions from i on.
func (r *resolver) listAfter(i, t, last int) bool {
	for _, m := range r.ms[i:] {
		if m.First > t+2 {
			break
		}
		if m.Kind == mention.Person && m.First >= t && m.First < last {
			return true
		}
	}
	return false
}

// gone reports whether a title is of an office that its bearer holds no more.
func gone(title string) bool {
	first, _, _ := strings.Cut(strings.ToLower(title), " ")
	switch first {
	case "former", "ex", "late", "ousted", "deposed", "retired":
		return true
	}
	return strings.HasPrefix(first, "ex-")
}

// offices gives people their titles and whom they represent, from their own mentions and from appositions.
func (r *resolver) offices() {
	for i, m := range r.ms {
		if (m.Kind != mention.Person && m.Kind != mention.Role) || len(r.r.Of[i]) != 1 {
			continue
		}
		e := &r.r.Entities[r.r.Of[i][0]]
		if e.Kind != mention.Person {
			continue
		}
		held := !gone(m.Title)
		if e.Title == "" || held && m.Title != "" && (gone(e.Title) || len(m.Title) > len(e.Title) && m.Code != "" && e.Code == "") {
			e.Title = m.Title
		}
		codes := m.Codes
		if codes == nil && m.Code != "" {
			codes = []string{m.Code}
		}
		for _, c := range codes {
			if e.Code == "" {
				e.Code = c
			}
			if k, ok := r.country[c]; ok && m.Title != "" && held && !slices.Contains(e.For, k) {
				e.For = append(e.For, k)
			}
		}
		if k, ok := r.org[m.Org]; ok && m.Org != "" && m.Title != "" && held && !slices.Contains(e.For, k) {
			e.For = append(e.For, k)
		}
	}
}
