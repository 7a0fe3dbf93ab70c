package perceptron

// overflow is the features that their lines had no room for, by open addressing; their rows are behind the lines.
type overflow struct {
	slots []exile // a power of two, at most half of them taken
	used  int
}

// exile is a feature that is not in its line; size 0 marks a free slot.
type exile struct {
	key Key
	found
}

func (o *overflow) add(k Key, f found) {
	if 2*o.used >= len(o.slots) {
		old := o.slots
		o.slots = make([]exile, max(64, 2*len(old)))
		o.used = 0
		for _, s := range old {
			if s.size != 0 {
				o.add(s.key, s.found)
			}
		}
	}
	i := o.home(k)
	for o.slots[i].size != 0 {
		i = (i + 1) & (len(o.slots) - 1)
	}
	o.slots[i] = exile{k, f}
	o.used++
}

// find is where the weights of k are, of size 0 if they are not here.
func (o *overflow) find(k Key) found {
	if o.used == 0 {
		return found{}
	}
	i := o.home(k)
	for o.slots[i].size != 0 && o.slots[i].key != k {
		i = (i + 1) & (len(o.slots) - 1)
	}
	return o.slots[i].found
}

// home is where the search for k begins.
func (o *overflow) home(k Key) int { return int(uint32(k)*0x9e3779b1>>8) & (len(o.slots) - 1) }
