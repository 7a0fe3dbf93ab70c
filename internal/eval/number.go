package eval

import (
	"strconv"
	"strings"
)

// mersenne is the generator MT19937 of Matsumoto and Nishimura (1998), seeded and drawn from as Python's random
// module does, so that bootstrap samples are the same on both sides.
type mersenne struct {
	state [624]uint32
	next  int
}

// newMersenne seeds by the authors' init_by_array with the one-word key, as Python seeds with a small integer.
func newMersenne(key uint32) *mersenne {
	const n = 624
	m := &mersenne{next: n}
	s := &m.state
	s[0] = 19650218
	for i := uint32(1); i < n; i++ {
		s[i] = 1812433253*(s[i-1]^s[i-1]>>30) + i
	}
	i := 1
	wrap := func() {
		if i++; i >= n {
			s[0], i = s[n-1], 1
		}
	}
	for range n {
		s[i] = (s[i] ^ (s[i-1]^s[i-1]>>30)*1664525) + key
		wrap()
	}
	for range n - 1 {
		s[i] = (s[i] ^ (s[i-1]^s[i-1]>>30)*1566083941) - uint32(i)
		wrap()
	}
	s[0] = 1 << 31
	return m
}

func (m *mersenne) uint32() uint32 {
	const n = 624
	if m.next == n {
		for i := range m.state {
			y := m.state[i]&(1<<31) | m.state[(i+1)%n]&(1<<31-1)
			v := m.state[(i+397)%n] ^ y>>1
			if y&1 == 1 {
				v ^= 0x9908b0df
			}
			m.state[i] = v
		}
		m.next = 0
	}
	y := m.state[m.next]
	m.next++
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}

// below is a draw from [0, n), 0 < n < 2³²: the shortest sufficient number of bits, again until it is below n.
func (m *mersenne) below(n int) int {
	bits := 0
	for v := n; v > 0; v >>= 1 {
		bits++
	}
	for {
		if r := int(m.uint32() >> (32 - bits)); r < n {
			return r
		}
	}
}

// round4 rounds to four decimals, exact ties to even.
func round4(x float64) float64 {
	f, err := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 4, 64), 64)
	if err != nil {
		panic("unreachable: a formatted float does not parse: " + err.Error())
	}
	return f
}

// digits is round4 in its shortest decimal form, with at least one decimal.
func digits(x float64) string {
	s := strconv.FormatFloat(round4(x), 'f', -1, 64)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}
