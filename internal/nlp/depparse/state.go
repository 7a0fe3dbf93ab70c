package depparse

// The kinds of action. Shift and reduce are actions 0 and 1, then come left with each label, then right with each.
const (
	shift  = iota // push the next word
	reduce        // pop the top, which has a head
	left          // the next word becomes the head of the top, which is popped
	right         // the top becomes the head of the next word, which is pushed
	kinds
)

// actions is the number of actions with that many labels.
func actions(labels int) int { return 2 + 2*labels }

func kind(action, labels int) int {
	switch {
	case action < 2:
		return action
	case action < 2+labels:
		return left
	}
	return right
}

const none = -1

// state is a configuration of the parser: a stack of words, the next word, and the arcs so far. Index len(words) is
// the root, which stands after the last word.
type state struct {
	words   []word
	stack   []int32
	next    int
	head    []int32
	label   []uint8 // 1-based; 0 is none, rootLabel the root's
	onStack []bool
	kids    []kids
	guide   *guide // nil for none
	ahead   ahead  // of the next word
}

// kids are the outermost children of a word and how many it has on each side.
type kids struct {
	l1, l2, r1, r2 int32 // outermost and second outermost, none if there are fewer
	nl, nr         uint8
	ls, rs         uint64 // sets of labels on each side
}

const rootLabel = 255

func newState(words []word) *state {
	n := len(words)
	s := &state{words: words, head: make([]int32, n), label: make([]uint8, n), onStack: make([]bool, n+1), kids: make([]kids, n+1)}
	for i := range s.head {
		s.head[i] = none
	}
	for i := range s.kids {
		s.kids[i] = kids{l1: none, l2: none, r1: none, r2: none}
	}
	return s
}

func (s *state) done() bool { return s.next == len(s.words) && len(s.stack) == 0 }

// legal tells which kinds of action are allowed before the last word has been read.
func (s *state) legal() (ok [kinds]bool) {
	ok[shift] = true
	if len(s.stack) > 0 {
		headed := s.head[s.stack[len(s.stack)-1]] != none
		ok[reduce], ok[left], ok[right] = headed, !headed, true
	}
	return ok
}

// finish empties the stack when all words have been read: what has no head becomes a child of the root.
func (s *state) finish() {
	top := s.pop()
	if s.head[top] == none {
		s.head[top], s.label[top] = int32(len(s.words)), rootLabel
	}
}

func (s *state) pop() int32 {
	top := s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
	s.onStack[top] = false
	return top
}

func (s *state) push() {
	s.stack = append(s.stack, int32(s.next))
	s.onStack[s.next] = true
	s.next++
}

func (s *state) apply(action, labels int) {
	switch kind(action, labels) {
	case shift:
		s.push()
	case reduce:
		s.pop()
	case left:
		s.attach(s.pop(), int32(s.next), action-2)
	case right:
		s.attach(int32(s.next), s.stack[len(s.stack)-1], action-2-labels)
		s.push()
	}
}

func (s *state) attach(child, head int32, label int) {
	s.head[child], s.label[child] = head, uint8(label+1)
	k := &s.kids[head]
	if child < head {
		k.l2, k.l1 = k.l1, child
		k.nl++
		k.ls |= 1 << (label & 63)
	} else {
		k.r2, k.r1 = k.r1, child
		k.nr++
		k.rs |= 1 << (label & 63)
	}
}

// arcs is the finished tree. Where several words hang on the root, the first verb among them (or the first word)
// stays and the others become its parataxes.
func (s *state) arcs(labels []string) []Arc {
	n := int32(len(s.words))
	root := int32(none)
	for i, h := range s.head {
		if h == n && (root == none || !s.words[root].verb && s.words[i].verb) {
			root = int32(i)
		}
	}
	out := make([]Arc, n)
	for i, h := range s.head {
		switch {
		case int32(i) == root:
			out[i] = Arc{-1, "root"}
		case h == n:
			out[i] = Arc{int(root), "parataxis"}
			if s.words[i].punct {
				out[i].Dep = "punct"
			}
		default:
			out[i] = Arc{int(h), labels[s.label[i]-1]}
		}
	}
	return out
}
