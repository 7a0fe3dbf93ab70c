package perceptron

// vectors are the long rows of a model as one weight a class, which processors add many at a time.
type vectors struct {
	chunks int // of a row; 0 if rows are not to be vectors
	rows   []int16
}

// chunk is how many classes are added up together: as many as fill a line of the cache.
const chunk = 32

// append makes a vector of a row and returns its place, in bytes; false if its classes do not ascend below the number
// of classes.
func (v *vectors) append(pairs []byte, value *[256]int32, classes int) (place int, ok bool) {
	from := len(v.rows)
	v.rows = append(v.rows, make([]int16, v.chunks*chunk)...)
	for least := 0; len(pairs) > 0; pairs = pairs[2:] {
		c := int(pairs[0])
		if c < least || c >= classes {
			return 0, false
		}
		v.rows[from+c] = int16(value[pairs[1]])
		least = c + 1
	}
	return 2 * from, true
}

// add adds the vectors at these places.
func (v *vectors) add(places []uint32, scores *[256]int32) {
	if len(places) > 0 {
		addVectors(&v.rows[0], &places[0], len(places), v.chunks, scores)
	}
}
