package coref

import (
	"slices"
	"strings"

	"newsgraph/internal/gazetteer"
	"newsgraph/internal/mention"
)

// counterparts gives those who are called somebody's counterpart that person's office: "President Roe and his Chadian
// counterpart Ali Sow".
func (r *resolver) counterparts() {
	for i, m := range r.ms {
		if m.Kind != mention.Person && m.Kind != mention.Role || len(r.r.Of[i]) != 1 || r.roleHead(m.Title) != counterpart {
			continue
		}
		e := &r.r.Entities[r.r.Of[i][0]]
		if title := r.otherOffice(i); title != "" && e.Kind == mention.Person && r.roleHead(e.Title) == counterpart {
			e.Title = title
		}
	}
}

const counterpart = "counterpart"

// respectively gives the people named behind a plural role their shares of it: "the presidents of Chad and Mali, Ali Sow
// and Musa Keita,".
func (r *resolver) respectively(i int) {
	m := r.ms[i]
	if r.word(m.Last) != "," || len(m.Codes) == 0 && (m.Code != "" || m.Org != "" || !m.Definite) {
		return
	}
	var people []int
	for k, last := i+1, m.Last; k < len(r.ms) && r.sentence[k] == r.sentence[i] && r.ms[k].First <= last+2; k++ {
		switch p := r.ms[k]; {
		case p.Within >= 0 || p.First < m.Last:
			continue
		case p.Kind != mention.Person || len(r.r.Of[k]) != 1 || p.Code != "" || !r.joined(last, p.First):
			return
		default:
			people, last = append(people, k), p.Last
		}
	}
	if len(people) < 2 || m.Codes != nil && len(people) != len(m.Codes) || m.Count > 0 && len(people) != m.Count {
		return
	}
	for n, k := range people {
		if m.Codes != nil {
			r.ms[k].Code = m.Codes[n]
		}
		if r.ms[k].Title == "" {
			r.ms[k].Title = r.singular(m.Title)
		}
		r.r.Of[i] = append(r.r.Of[i], r.r.Of[k][0])
	}
}

// singular is a plural title as that of one: "foreign ministers" is "foreign minister".
func (r *resolver) singular(title string) string {
	k := strings.LastIndexByte(title, ' ') + 1
	return title[:k] + r.g.Singular(title[k:])
}

// otherOffice is the office of whom mention i is called the counterpart: the nearest person with one who is named before
// it in its sentence or the one before.
func (r *resolver) otherOffice(i int) string {
	for k := i - 1; k >= 0 && r.sentence[i]-r.sentence[k] <= 1; k-- {
		if m := r.ms[k]; m.Kind == mention.Role && m.Official && !m.Plural && r.inHeadline(k) && r.roleHead(m.Title) != counterpart {
			return m.Title
		}
		if r.ms[k].Kind != mention.Person || len(r.r.Of[k]) != 1 || slices.Equal(r.r.Of[k], r.r.Of[i]) {
			continue
		}
		if e := r.r.Entities[r.r.Of[k][0]]; e.Title != "" && r.roleHead(e.Title) != counterpart {
			return e.Title
		}
	}
	for k := i + 1; k < min(len(r.ms), i+farMention) && r.sentence[k] == r.sentence[i]; k++ { // "After talks with his Chadian counterpart, President Roe said"
		if p := r.ms[k]; p.Kind == mention.Person && p.Title != "" && p.Code != r.ms[i].Code && r.roleHead(p.Title) != counterpart {
			return p.Title
		}
	}
	return ""
}

// farMention is how many mentions away another end of a meeting is looked for.
const farMention = 60

// across are the roles of one of two who meet towards the other.
var across = map[string]bool{"guest": true, "host": true, "visitor": true, "hostess": true}

// acrossFrom is the one for whom somebody's guest or host stands: the one person in office of another country than the
// owner's, in the nearest of the sentences up to mention i that names one.
func (r *resolver) acrossFrom(i int) (int, bool) {
	if i == 0 || r.ms[i-1].Kind != mention.Pronoun || r.ms[i-1].Last != r.ms[i].First || len(r.r.Of[i-1]) != 1 {
		return 0, false
	}
	owner := r.r.Entities[r.r.Of[i-1][0]]
	if owner.Kind != mention.Person || owner.Code == "" {
		return 0, false
	}
	found, at := -1, -1
	for k := i - 1; k >= max(0, i-farMention) && r.sentence[i]-r.sentence[k] <= 3; k-- {
		if found >= 0 && r.sentence[k] != at {
			break
		}
		if r.ms[k].Kind != mention.Person || len(r.r.Of[k]) != 1 {
			continue
		}
		e := r.r.Of[k][0]
		if p := r.r.Entities[e]; p.Title == "" || p.Code == "" || p.Code == owner.Code || r.ms[i].Code != "" && p.Code != r.ms[i].Code || e == found {
			continue
		}
		if found >= 0 {
			return 0, false
		}
		found, at = e, r.sentence[k]
	}
	return found, found >= 0
}

// inHeadline reports whether mention i stands in the first line, which the text below it explains.
func (r *resolver) inHeadline(i int) bool {
	s := r.d.Sentences[r.sentence[i]]
	if r.sentence[i] > 1 || s.Last >= len(r.d.Tokens) {
		return false
	}
	switch r.word(s.Last - 1) {
	case ".", "!", "?", "\"", "”", ":":
		return false
	}
	return true
}

// sameHead reports whether the offices that head and a title name can be one.
func (r *resolver) sameHead(head, title string, p Entity) bool {
	own := r.roleHead(p.Title)
	prime := func(head, title string) bool {
		return head == "premier" || head == "minister" && strings.Contains(gazetteer.Fold(title), "prime")
	}
	switch {
	case own == head:
		return true
	case head == "leader":
		return slices.Contains(headsOfState, own)
	case head == "monarch":
		return own == "king" || own == "queen" || own == "sultan" || own == "emir" || own == "amir" || own == "emperor"
	}
	return prime(head, title) && prime(own, p.Title)
}

// sameField are words for one portfolio.
var sameField = map[string]string{"external": "foreign", "defence": "defense", "home": "interior", "foreign": "foreign", "trade": "commerce", "finances": "finance", "treasury": "finance", "labour": "labor"}

// weakFields are the words of a title that tell nothing of its portfolio.
var weakFields = map[string]bool{"new": true, "current": true, "former": true, "visiting": true, "top": true, "senior": true, "outgoing": true, "incoming": true, "late": true, "acting": true, "first": true, "affairs": true, "the": true, "and": true, "of": true, "for": true, "state": true, "union": true, "federal": true, "his": true, "her": true, "then": true, "general": true, "chief": true, "sitting": true, "long-time": true, "interim": true, "deputy": true, "vice": true, "prime": true, "-": true}

// fields are the words that tell a title's portfolio, lower-cased.
func (r *resolver) fields(title string) []string {
	var out []string
	for _, w := range strings.Fields(gazetteer.Fold(title)) {
		w = strings.Trim(w, ",")
		if weakFields[w] || r.g.Title(w).Is(gazetteer.Office, gazetteer.Rank, gazetteer.Honorific) {
			continue
		}
		if s, ok := sameField[w]; ok {
			w = s
		}
		out = append(out, w)
	}
	return out
}

// otherField reports whether two titles name portfolios that have no word in common: "development minister", "Foreign
// Minister".
func (r *resolver) otherField(a, b string) bool {
	x, y := r.fields(a), r.fields(b)
	return len(x) > 0 && len(y) > 0 && !slices.ContainsFunc(x, func(w string) bool { return slices.Contains(y, w) })
}
