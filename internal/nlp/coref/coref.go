// Package coref joins the mentions of one document into entities: full and short names, titles, acronyms,
// nicknames, appositions, definite phrases, sets ("the two ministers") and pronouns.
//
// # Invariants
//
// Entities are in order of their first mention. A mention denotes no entity where the text leaves open who is
// meant; Of never guesses between two.
package coref

import "newsgraph/internal/mention"

// Entity is somebody or something that the document talks about. Its Kind is Person, Country, Organization,
// Agreement or Event: roles and pronouns denote entities and are none.
type Entity struct {
	Kind     mention.Kind
	Name     string   // fullest name in the article, without titles
	Aliases  []string // other forms in the article, sorted, without Name
	Mentions []int    // indexes of Resolution.Mentions that denote it alone, ascending
	Code     string   // countries: ISO 3166-1 alpha-3; otherwise the country it belongs to, "" if unknown
	Title    string   // a person's office as the article gives it: "Defense Secretary"
	Acronym  string   // agreements, organisations
	For      []int    // entities (countries, organisations) that a person represents
	Gender   mention.Gender
	Proper   bool // agreements, events: has a proper name
	Place    bool // a country that the article only ever uses as a place, or in a title
}

// Resolution is the outcome: who each mention denotes.
type Resolution struct {
	Mentions []mention.Mention
	Entities []Entity
	Of       [][]int // per mention, the entities it denotes: several for sets such as "the two ministers"; none if unresolved
}

// One is the entity that mention m denotes, if it denotes exactly one.
func (r *Resolution) One(m int) (int, bool) {
	if len(r.Of[m]) != 1 {
		return 0, false
	}
	return r.Of[m][0], true
}

// Add appends an entity that no mention names, such as an event made from the words of an announcement, and
// returns its index.
func (r *Resolution) Add(e Entity) int {
	r.Entities = append(r.Entities, e)
	return len(r.Entities) - 1
}
