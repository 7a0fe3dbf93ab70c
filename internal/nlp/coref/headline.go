package coref

import "newsgraph/internal/mention"

// leadLength is how many sentences after a headline tell the same as it, a dateline among them.
const leadLength = 3

// headlineAgreement joins the one agreement that the headline says to be signed with the first that the lead says to
// be signed, since both tell the same: "Chad and Mali seal gas deal … signed a twenty-year supply contract on Monday".
func (r *resolver) headlineAgreement() {
	brief, whole := -1, -1
	for i, m := range r.ms {
		if m.Kind != mention.Agreement || len(r.r.Of[i]) != 1 {
			continue
		}
		switch {
		case r.inHeadline(i) && brief >= 0 && r.r.Of[brief][0] != r.r.Of[i][0]:
			return // two that could be meant
		case r.inHeadline(i):
			brief = i
		case brief >= 0 && whole < 0 && r.sentence[i]-r.sentence[brief] <= leadLength && r.beside(i):
			whole = i
		}
	}
	if brief < 0 || whole < 0 || !r.beside(brief) {
		return
	}
	from, to := r.r.Of[brief][0], r.r.Of[whole][0]
	named := r.r.Entities[from].Proper && r.ms[brief].Head != r.d.Sentences[r.sentence[brief]].First // any headline begins with a capital
	if from == to || r.ms[brief].Plural != r.ms[whole].Plural || named && r.r.Entities[to].Proper {
		return
	}
	if named {
		from, to = to, from
	}
	r.rejoin(from, to)
}

// rejoin makes what denotes entity from alone denote entity to.
func (r *resolver) rejoin(from, to int) {
	for i, of := range r.r.Of {
		if len(of) == 1 && of[0] == from {
			r.join(i, to)
		}
	}
}
