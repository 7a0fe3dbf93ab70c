package mention

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// function words and other words that begin sentences with a capital and name nothing.
var functionWords = set(`a an the this that these those some any no every each all both either neither another such other others
 and but or nor so yet for if when while whereas although though because since unless until after before as than whether once
 in on at by to from of with without within into onto upon over under above below between among against about across along around behind
 beside besides beyond despite during except inside outside near off out through throughout toward towards up down via per amid amidst following according
 everybody everyone somebody someone nobody anybody anyone i you he she it we they me him her us them my your his its our their mine yours hers ours theirs who whom whose which what where why how
 is are was were be been being am has have had do does did will would shall should can could may might must not
 there here now then also too very just only even still already again ever never always often sometimes usually
 earlier later meanwhile however moreover furthermore therefore thus hence instead otherwise nevertheless nonetheless indeed perhaps maybe
 last next early late today yesterday tomorrow tonight ago recently currently previously separately additionally finally eventually
 many much more most several few less least one two three four five six seven eight nine ten hundreds thousands dozens millions
 first second third fourth fifth yes no well oh let please like unlike given based asked speaking addressing citing calling saying`)

// starters begin sentences with a capital and name nobody, beside functionWords.
var starters = set(`thank thanks dear welcome good great new old big small high low top best worst full free live read more see watch click share photo image video
 police officials talks people troops soldiers rebels militants authorities government lawmakers analysts experts critics supporters opponents
 reports sources witnesses doctors residents protesters demonstrators crowds voters workers students scientists researchers
 negotiations sanctions elections violence prices stocks shares oil gas trade security peace war relations ties efforts plans
 nearly almost around approximately roughly joint readout statement remarks press briefing background transcript fact sheet update analysis opinion editorial exclusive breaking
 signing meeting visit summit call agreement deal treaty pact`)

// peoples are groups of people, and faiths, that are neither a person nor a state.
var peoples = set(`hutu hutus tutsi tutsis rohingya rohingyas kurd kurds kurdish tamil tamils pashtun pashtuns uighur uighurs uyghur uyghurs hazara hazaras yazidi yazidis maya sunni sunnis shia shias shi'ite shi'ites shiite shiites alawite alawites druze copts
 islam muslim muslims christian christians jew jews jewish catholic catholics protestant protestants orthodox hindu hindus buddhist buddhists sikh sikhs arab arabs african africans european europeans asian asians hispanic hispanics latino latinos aboriginal inuit roma sami basque basques catalan catalans chechen chechens tatar tatars zulu xhosa igbo yoruba hausa fulani darfuri bedouin bedouins maoist maoists islamist islamists communist communists democrat democrats republican republicans conservatives tories socialists greens labour nazi nazis`)

// breaks end a name even when they are written with a capital.
var breaks = set(`in on at the but and for of by with from to as or after it this a an`)

// particles stand inside names in lower case.
var particles = set(`de la las los del da das do dos di du van von der den ten ter zu zum zur af av bin ibn ben bint al el ul ur ud abu abd e y i te le st ap dit`)

// months and weekdays; May, March and Sunday are months and days unless a name is plain.
var calendar = set(`january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec
 jan. feb. mar. apr. jun. jul. aug. sept. sep. oct. nov. dec.
 monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun mon. tue. wed. thu. fri. sat. sun. mondays tuesdays wednesdays thursdays fridays saturdays sundays
 christmas easter ramadan thanksgiving passover hanukkah eid halloween muharram ashura diwali gmt est edt pst utc a.m. p.m. am`)

// bodyHeads end the names of organisations and of what people, prizes and streets gave their names to.
var bodyHeads = set(`party ministry department council committee commission organization organisation union league association agency authority
 bank fund group front movement army navy force forces corps guard guards brigade brigades battalion regiment police congress senate parliament assembly chamber court tribunal
 university college school institute academy foundation society center centre museum hospital library church mosque temple cathedral
 company corporation corp corp. inc inc. ltd ltd. llc plc co co. ag gmbh sa industries enterprises holdings partners systems technologies airlines airways motors energy oil gas petroleum steel electric telecom communications
 times post herald tribune journal gazette news press television tv radio network channel magazine review weekly daily telegraph observer independent guardian mirror chronicle globe star sun
 club united city rovers fc team coalition alliance bloc federation confederation community commonwealth secretariat office bureau service services
 embassy consulate mission delegation administration government cabinet house houses board panel task taskforce unit squad syndicate cartel
 organizations organisations parties groups forum initiative project program programme institution institutions laboratory laboratories observatory consortium exchange stock market watch international
 brotherhood militia resistance liberation solidarity command agency's trust charity orchestra band bulls braves rangers tigers lions bears hawks eagles giants sox lakers celtics yankees mets dodgers cowboys raiders cubs pirates colts warriors kings studios entertainment pictures records`)

// placeHeads end names of places.
var placeHeads = set(`river lake sea ocean gulf bay strait straits channel canal island islands isle peninsula cape coast beach mountain mountains mount hills hill valley desert plateau plain forest jungle
 street avenue road boulevard square plaza park bridge airport station port harbor harbour dam tower building palace castle hall hotel stadium arena
 city town village province state states county district region republic territory territories oblast prefecture department governorate municipality capital zone strip bank border heights camp base prison jail
 north south east west northern southern eastern western central`)

// placeStarts begin names of places.
var placeStarts = set(`san santa santo los las el new north south east west northern southern eastern western central upper lower mount lake fort port saint st. st cape gulf bay rio river great greater grand middle far`)

// eventHeads are gatherings.
var eventHeads = set(`meeting meetings talks summit summits dialogue dialogues visit visits trip trips tour conference conferences negotiations ceremony ceremonies session sessions
 forum consultations discussion discussions call calls conversation conversations lunch luncheon dinner breakfast supper banquet gathering gatherings exercise exercises drill drills maneuvers manoeuvres
 election elections referendum roundtable symposium workshop convention congress expo championship championships tournament games olympics open cup marathon festival parade inauguration`)

// agreementHeads are agreements.
var agreementHeads = set(`agreement agreements treaty treaties pact pacts accord accords deal deals protocol protocols memorandum memorandums memoranda mou mous contract contracts
 arrangement arrangements document documents letter charter framework initiative roadmap ceasefire ceasefires truce truces armistice convention conventions communique communiqué communiques compact declaration declarations settlement`)

// eventNouns end capitalised names that are no organisation and no person.
var otherHeads = set(`war wars act bill law plan award awards prize day week month year cup open games game trophy medal doctrine theory effect disease syndrome virus scandal affair crisis revolution uprising
 rights report reports paper constitution amendment resolution article code rule rules policy program programme project operation mission hurricane typhoon storm cyclone earthquake tsunami
 missile missiles aircraft jet jets helicopter ship submarine carrier rocket satellite spacecraft shuttle train bus car phone software windows internet web blog wikipedia
 street journal memorial library stadium center centre award prize foundation clinic campaign team family era years presidency strategy system consensus framework order series zone area plan pact document documentary novel episode anthem basketball football baseball hockey cricket golf`)

// speechVerbs follow the name of somebody who speaks or acts.
var speechVerbs = set(`said says say told tells added adds announced announces stated states declared declares warned warns insisted insists stressed stresses noted notes called calls urged urges
 met meets signed signs visited visits arrived arrives traveled travelled travels spoke speaks addressed addresses accused accuses denied denies rejected rejects vowed vows pledged pledges promised promises
 agreed agrees expressed expresses welcomed welcomes praised praises criticized criticised condemned condemns thanked thanks hosted hosts invited invites described describes acknowledged acknowledges
 argued argues believes believed wants wanted plans planned hopes hoped held holds wrote writes tweeted asked asks answered replied responded resigned resigns died dies won wins lost was is has had did will would
 also then later who whom whose reiterated reaffirmed emphasized underscored commended discussed congratulated appointed named nominated ordered refused joined led leads left receives received departs delivers attends concludes congratulates joins`)

// placePrepositions before a capital or country make it a place.
var placePrepositions = set(`in at near outside inside around across throughout through into within via visiting leaving left`)

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }

// acronym reports whether w is two to seven capitals or digits, at least two of them capitals.
func acronym(w string) bool {
	capitals, n := 0, 0
	for _, r := range w {
		switch {
		case unicode.IsUpper(r):
			capitals++
		case unicode.IsDigit(r) || r == '&' || r == '.':
		default:
			return false
		}
		n++
	}
	return capitals >= 2 && n <= 8
}

// initialism is an initial with its full stop: "W.", "J.K.".
func initialism(w string) bool {
	return len(w) >= 2 && len(w) <= 4 && w[len(w)-1] == '.' && unicode.IsUpper(firstRune(w)) || len(w) == 1 && unicode.IsUpper(firstRune(w))
}

// roman is a regnal number.
func roman(w string) bool {
	switch w {
	case "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XXIII":
		return true
	}
	return false
}

func alphabetic(w string) bool {
	for _, r := range w {
		if !unicode.IsLetter(r) && r != '\'' && r != '’' && r != '.' {
			return false
		}
	}
	return unicode.IsLetter(firstRune(w))
}

func capitalized(w string) bool { return unicode.IsUpper(firstRune(w)) }

// titleCase is a word in capitals with all but its first letter lowered: "INDIA" is "India".
func titleCase(w string) string {
	_, n := utf8.DecodeRuneInString(w)
	return w[:n] + strings.ToLower(w[n:])
}

func allCaps(w string) bool {
	letters := 0
	for _, r := range w {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters > 1
}
