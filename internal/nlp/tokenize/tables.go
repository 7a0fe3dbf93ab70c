package tokenize

// What an abbreviation says about the words around it.
const (
	abbrevTitle = 1 + iota // stands before a name: never ends a sentence
	abbrevEnd              // may end a sentence
)

// abbreviations are written with a full stop, in lower case without it. Single letters and words with inner full
// stops are recognised by their shape.
var abbreviations = func() map[string]byte {
	m := map[string]byte{}
	for _, w := range [...]string{
		"mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "maj", "capt", "cmdr", "adm", "sgt", "cpl", "pvt",
		"sen", "sens", "rep", "reps", "gov", "govs", "pres", "sec", "hon", "rev", "fr", "msgr", "amb", "atty",
		"st", "ste", "mt", "ft", "vs", "eg", "cf", "viz", "approx", "mme", "mlle", "messrs", "brig", "supt",
		"smt", "mdm", "sra", "insp", "dept", "div", "dist", "vol", "art", "fig", "pp", "ed", "eds", "esp", "incl",
	} {
		m[w] = abbrevTitle
	}
	for _, w := range [...]string{
		"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
		"mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri",
		"inc", "ltd", "co", "corp", "bros", "llc", "plc", "jr", "sr", "etc", "al", "ave", "blvd", "rd", "hwy",
		"esq", "univ", "assn", "intl", "govt",
		"ala", "ariz", "ark", "calif", "colo", "conn", "fla", "ga", "ill", "kan", "ky", "md", "mich", "minn",
		"mo", "neb", "nev", "okla", "ont", "ore", "pa", "tenn", "tex", "va", "vt", "wis", "wyo",
		"kg", "km", "lb", "lbs", "oz", "hr", "hrs", "min", "mins", "yr", "yrs", "tel", "ext", "ph.d",
	} {
		m[w] = abbrevEnd
	}
	// Words too, so that a full stop after them more often ends a sentence.
	for _, w := range [...]string{"mar", "min", "mon", "ill", "fig", "art", "al", "co", "mo", "pa", "ga", "fr", "ed", "conn", "tex", "div", "hon", "sec", "ore", "rd", "va", "md", "ext", "ark", "wed"} {
		if w != "co" && w != "al" && w != "va" && w != "md" && w != "sec" && w != "mo" {
			delete(m, w)
		}
	}
	return m
}()

// capitalTitles are abbreviations only with a capital and before one, being words too: "the Hon. Ann Lee".
var capitalTitles = set("Hon", "Fr", "Min", "Eng", "Asst", "Rt", "Ing", "Lic", "Ven", "Cllr", "Bro", "Br", "Dep")

var weekdays = set("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

// prefixes keep their hyphen: they are no words of their own. From the hyphenated words that the training parts of
// the EWT and GUM treebanks leave whole.
var prefixes = set("non", "e", "re", "anti", "pre", "pro", "mid", "co", "cross", "post", "over", "semi", "multi", "ex",
	"sub", "counter", "mini", "neo", "socio", "inter", "intra", "arch", "micro", "un", "de", "bi", "tri", "ultra",
	"trans", "extra", "macro", "mega", "quasi", "pseudo", "proto", "under", "out", "dis", "mis")

// units stand apart from the digits before them.
var units = set("am", "pm", "a.m", "p.m", "km", "kg", "m", "mm", "cm", "k", "bn", "mn", "mph", "kph", "ft", "lbs", "mw", "gw", "gb", "mb")

// domains end the name of a web site.
var domains = set("com", "org", "net", "gov", "edu", "mil", "int", "info", "io", "co", "uk", "in", "cn", "ru", "de", "fr", "eu", "ly", "tv", "jp", "au", "html", "htm", "pdf", "doc", "php")

// fused words are two tokens; the value is the length of the first.
var fused = map[string]int{"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3, "gimme": 3, "lemme": 3}

// starters are words that, capitalised after an abbreviation, begin a sentence rather than go on with a name.
var starters = set("the", "a", "an", "he", "she", "it", "they", "we", "you", "i", "this", "that", "these", "those",
	"his", "her", "its", "their", "our", "my", "in", "on", "at", "but", "and", "if", "when", "while", "after",
	"before", "as", "for", "from", "with", "by", "there", "here", "however", "also", "some", "many", "most", "both",
	"one", "two", "three", "no", "not", "according", "what", "who", "where", "why", "how", "since", "although",
	"though", "despite", "earlier", "last", "meanwhile", "other", "several", "under", "last", "another", "such",
	"so", "then", "yet", "or", "nor", "during", "because", "all", "each", "until", "once", "thousands", "hundreds",
	"officials", "police", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "did", "do",
	"does", "is", "are", "was", "were", "will", "would", "can", "could", "should", "have", "has", "had")

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
