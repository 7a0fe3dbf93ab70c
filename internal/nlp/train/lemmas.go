package train

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"newsgraph/internal/nlp/lemma"
)

// trainLemmas derives the lemmatizer's table: base forms of verbs, and the forms whose lemma the rules miss.
func trainLemmas(_ context.Context, dir string, log io.Writer) ([]byte, error) {
	trees, err := treebank(dir, fileEWT, fileGUM)
	if err != nil {
		return nil, err
	}
	trees = only(trees, "train", "")
	bases, err := baseForms(dir, trees)
	if err != nil {
		return nil, err
	}
	isVerb := func(w string) bool { return bases[w] }
	count := map[string]map[string]int{}
	for _, t := range trees {
		for i, w := range t.words {
			c := t.classes[i]
			if t.deps[i] == "goeswith" || c.POS == "X" || c.POS == "PROPN" || c.POS == "PUNCT" || c.POS == "SYM" {
				continue
			}
			k := strings.ToLower(strings.ReplaceAll(w, "’", "'")) + " " + c.Tag
			if count[k] == nil {
				count[k] = map[string]int{}
			}
			count[k][strings.ToLower(t.lemmas[i])]++
		}
	}
	for _, line := range irregular {
		f := strings.Fields(line)
		for i, tags := range []string{"VBD", "VBN"} {
			for form := range strings.SplitSeq(f[i+1], "/") {
				count[form+" "+tags] = map[string]int{f[0]: 1000}
			}
		}
	}
	for _, line := range plurals {
		form, base, _ := strings.Cut(line, " ")
		count[form+" NNS"] = map[string]int{base: 1000}
	}
	var lines []string
	for k, lemmas := range count {
		best, n := most(lemmas)
		form, tag, _ := strings.Cut(k, " ")
		if n >= 2 && best != lemma.Rule(form, tag, isVerb) && !strings.ContainsAny(best, " \n") && best != "_" {
			lines = append(lines, k+" "+best)
		}
	}
	fmt.Fprintf(log, "lemmas: %d base forms, %d exceptions\n", len(bases), len(lines))
	for b := range bases {
		lines = append(lines, b)
	}
	slices.Sort(lines)
	return []byte(strings.Join(lines, "\n") + "\n"), nil
}

// baseForms is the base forms of verbs that the treebanks and GMB use more than once.
func baseForms(dir string, trees []tree) (map[string]bool, error) {
	count := map[string]int{}
	for _, t := range trees {
		for i, c := range t.classes {
			if c.POS == "VERB" && t.deps[i] != "goeswith" {
				count[strings.ToLower(t.lemmas[i])]++
			}
		}
	}
	for _, line := range irregular {
		count[strings.Fields(line)[0]] += 2
	}
	err := read(dir, fileGMB, func(r *record) error {
		if r.Split != "train" || len(r.Damage) > 0 {
			return nil
		}
		for i, w := range r.Tokens.Form {
			if r.Tokens.Xpos[i] == "VB" && w == strings.ToLower(w) {
				count[w]++
			}
		}
		return nil
	})
	bases := map[string]bool{}
	for w, n := range count {
		plain := strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") == ""
		if n >= 2 && len(w) > 1 && plain && !(strings.HasSuffix(w, "ing") && count[strings.TrimSuffix(w, "ing")] > 0) {
			bases[w] = true
		}
	}
	return bases, err
}

// most is the most frequent key, the first in order among equals.
func most(m map[string]int) (string, int) {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int { return cmp.Or(m[b]-m[a], cmp.Compare(a, b)) })
	return keys[0], m[keys[0]]
}

// irregular is the irregular verbs of English: base, past, past participle.
var irregular = []string{
	"arise arose arisen", "awake awoke awoken", "bear bore borne", "beat beat beaten", "become became become",
	"befall befell befallen", "begin began begun", "bend bent bent", "bet bet bet", "bid bid bid", "bind bound bound",
	"bite bit bitten", "bleed bled bled", "blow blew blown", "break broke broken", "breed bred bred",
	"bring brought brought", "broadcast broadcast broadcast", "build built built", "burn burnt burnt",
	"burst burst burst", "buy bought bought", "cast cast cast", "catch caught caught", "choose chose chosen",
	"cling clung clung", "come came come", "cost cost cost", "creep crept crept", "cut cut cut", "deal dealt dealt",
	"dig dug dug", "do did done", "draw drew drawn", "dream dreamt dreamt", "drink drank drunk", "drive drove driven",
	"eat ate eaten", "fall fell fallen", "feed fed fed", "feel felt felt", "fight fought fought", "find found found",
	"flee fled fled", "fling flung flung", "fly flew flown", "forbid forbade forbidden", "forecast forecast forecast",
	"foresee foresaw foreseen", "forget forgot forgotten", "forgive forgave forgiven", "forgo forwent forgone",
	"freeze froze frozen", "get got got/gotten", "give gave given", "go went gone", "grind ground ground",
	"grow grew grown", "hang hung hung", "have had had", "hear heard heard", "hide hid hidden", "hit hit hit",
	"hold held held", "hurt hurt hurt", "keep kept kept", "kneel knelt knelt", "know knew known", "lay laid laid",
	"lead led led", "lean leant leant", "leap leapt leapt", "learn learnt learnt", "leave left left",
	"lend lent lent", "let let let", "lie lay lain", "light lit lit", "lose lost lost", "make made made",
	"mean meant meant", "meet met met", "mislead misled misled", "mistake mistook mistaken",
	"misunderstand misunderstood misunderstood", "offset offset offset", "outdo outdid outdone",
	"overcome overcame overcome", "oversee oversaw overseen", "overtake overtook overtaken",
	"overthrow overthrew overthrown", "override overrode overridden", "pay paid paid", "prove proved proven",
	"put put put", "quit quit quit", "read read read", "rebuild rebuilt rebuilt", "repay repaid repaid",
	"reset reset reset", "rewrite rewrote rewritten", "rid rid rid", "ride rode ridden", "ring rang rung",
	"rise rose risen", "run ran run", "say said said", "see saw seen", "seek sought sought", "sell sold sold",
	"send sent sent", "set set set", "sew sewed sewn", "shake shook shaken", "shed shed shed", "shine shone shone",
	"shoot shot shot", "show showed shown", "shrink shrank shrunk", "shut shut shut", "sing sang sung",
	"sink sank sunk", "sit sat sat", "slay slew slain", "sleep slept slept", "slide slid slid", "sling slung slung",
	"speak spoke spoken", "speed sped sped", "spell spelt spelt", "spend spent spent", "spill spilt spilt",
	"spin spun spun", "split split split", "spread spread spread", "spring sprang sprung", "stand stood stood",
	"steal stole stolen", "stick stuck stuck", "sting stung stung", "stride strode stridden", "strike struck struck",
	"strive strove striven", "swear swore sworn", "sweep swept swept", "swell swelled swollen", "swim swam swum",
	"swing swung swung", "take took taken", "teach taught taught", "tear tore torn", "tell told told",
	"think thought thought", "throw threw thrown", "thrust thrust thrust", "undergo underwent undergone",
	"understand understood understood", "undertake undertook undertaken", "undo undid undone", "uphold upheld upheld",
	"upset upset upset", "wake woke woken", "wear wore worn", "weave wove woven", "weep wept wept", "win won won",
	"wind wound wound", "withdraw withdrew withdrawn", "withhold withheld withheld", "withstand withstood withstood",
	"write wrote written",
}

// plurals is the plurals of English that no rule of spelling undoes.
var plurals = []string{
	"crises crisis", "analyses analysis", "hypotheses hypothesis", "parentheses parenthesis", "theses thesis",
	"diagnoses diagnosis", "oases oasis", "wives wife", "lives life", "knives knife", "leaves leaf", "wolves wolf",
	"halves half", "shelves shelf", "selves self", "thieves thief", "calves calf", "loaves loaf", "feet foot",
	"teeth tooth", "geese goose", "mice mouse", "oxen ox", "children child", "grandchildren grandchild",
	"schoolchildren schoolchild", "criteria criterion", "phenomena phenomenon", "memoranda memorandum",
	"referenda referendum", "movies movie", "ties tie", "lies lie", "pies pie", "cookies cookie", "calories calorie",
	"buses bus", "gases gas", "viruses virus", "campuses campus", "bonuses bonus", "statuses status",
	"geniuses genius", "biases bias", "shoes shoe", "canoes canoe", "toes toe", "headaches headache", "caches cache",
	"axes axe", "alumni alumnus", "nuclei nucleus", "stimuli stimulus", "bacteria bacterium", "matrices matrix",
	"indices index", "appendices appendix", "emphases emphasis", "kilometres kilometre",
}
