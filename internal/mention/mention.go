// Package mention finds who and what a document talks about: people, countries, organisations, agreements,
// events, roles ("the ministers", "Indian officials") and pronouns, each as a Mention over tokens.
//
// # Input and output
//
// A Finder needs tokens and sentences. Part-of-speech tags and recognised names are further evidence where the
// document has them; without them it relies on capitals, titles, word lists and what the rest of the article
// says about a word. Only blocks that can state a fact are searched, beside the title and the dateline.
//
// # Invariants
//
// Mentions are sorted by First, the longer first. No two overlap unless one lies within the other, and then
// Within of the inner one names the outer one. A mention never crosses a sentence.
package mention

// Kind is what a mention refers to.
type Kind uint8

const (
	Unset        Kind = iota
	Person            // a named human being, with titles and offices before the name
	Country           // a state by name, demonym, capital or seat of government
	Organization      // a named collective actor that is no state
	Agreement         // a specific agreement: "the free trade agreement", "Paris Agreement"
	Event             // a specific gathering or action: "2+2 dialogue", "the talks", "Camp David summit"
	Role              // somebody unnamed, by office or side: "the ministers", "Indian officials", "both sides"
	Pronoun           // "he", "she", "they", "who"
)

var kinds = [...]string{"", "Person", "Country", "Organization", "Agreement", "Event", "Role", "Pronoun"}

// String is the kind's name; for kinds that are nodes it is the label in the graph.
func (k Kind) String() string { return kinds[k] }

// Gender is what is known of a person's gender, from titles, given names and pronouns.
type Gender uint8

const (
	GenderUnset Gender = iota
	Male
	Female
)

// Mention is a stretch of tokens that refers to somebody or something.
type Mention struct {
	First, Last int // tokens [First, Last): the whole mention, titles included, determiner and "'s" excluded
	Head        int // the token that heads it: of a name its last token, of a phrase its noun
	Kind        Kind
	Name        string   // person without titles; country's common English short name; noun phrase without determiner
	Code        string   // ISO 3166-1 alpha-3 of the country it is or belongs to ("US Defense Secretary", "Indian officials")
	Codes       []string // all of them where it is or belongs to more than one: "Koreas", "US and Indian officials"; else nil
	Title       string   // office or role noun: "Defense Secretary", "ministers"
	Org         string   // name of the organisation that a person or role belongs to: "NATO" in "NATO officials"
	Acronym     string   // of an organisation or agreement, where it stands beside the long form
	Within      int      // index of the smallest mention that this one lies in, -1 if none
	Count       int      // "the two ministers" is 2; 0 if no number is given
	Gender      Gender

	Plural   bool // refers to several: "ministers", "they", "both countries"
	Definite bool // "the", "this", "both", "their" before it, or a proper name
	Demonym  bool // a country by its adjective or people: "Indian", "the French"
	Place    bool // a country or capital as a mere place: "met in Geneva", "traveled to France"
	Seat     bool // a country by its capital or seat of government: "Washington", "the Kremlin"
	Proper   bool // an agreement or event with a proper name: "Camp David summit"
	Handle   bool // written as "@name" or "#name"
	Official bool // a role that speaks for its country or organisation: "minister", "delegation", not "student"
	Bare     bool // an agreement or event by its noun alone: "the accord"
}

// Contains reports whether token t is one of the mention's.
func (m Mention) Contains(t int) bool { return m.First <= t && t < m.Last }
