// Package cluster knows which words are used alike: classes of words by their neighbours in running text, as features
// for the tagger, the parser and the entity recogniser.
//
// # Input and output
//
// Of takes a word as written and answers its class at three grains; words that the training text lacked have the
// zero Class. MODEL_CARD.md says what the classes were made from.
//
// # Source
//
// Classes maximise the likelihood of class bigrams by exchange (Martin, Liermann and Ney 1998, Algorithms for bigram
// and trigram word clustering); the coarser grains join them by Ward's method over the classes around them.
package cluster

import (
	_ "embed"
	"strings"

	"newsgraph/internal/nlp/perceptron"
)

//go:embed model.bin
var data string

// Class is a word's class: about 512 fine ones, which lie in 96 middle ones, which lie in 24 coarse ones. 0 is
// unknown.
type Class struct{ Fine, Middle, Coarse uint16 }

// Tables, all numbers little-endian: magic "NGC1", number of words u32, number of fine classes u16, 0 u16; per fine
// class its middle and coarse class u16 u16; per word, ordered by key, key u32; per word its fine class u16.
const header = 12

// Magic begins a packed table.
const Magic = "NGC1"

// Of is the class of a word.
func Of(word string) Class { return of(data, word) }

func of(data, word string) Class {
	if len(data) < header || data[:4] != Magic {
		return Class{}
	}
	n, classes := int(u32(data, 4)), int(u16(data, 8))
	if n == 0 {
		return Class{}
	}
	keys := data[header+4*classes:]
	k := uint32(Key(word))
	// Keys are hashes, evenly spread: guess the place, guess again from there, then walk.
	i := int(uint64(k) * uint64(n) >> 32)
	for range 3 {
		i = min(max(i+int((int64(k)-int64(u32(keys, 4*i)))*int64(n)>>32), 0), n-1)
	}
	for i > 0 && u32(keys, 4*i) > k {
		i--
	}
	for i < n && u32(keys, 4*i) < k {
		i++
	}
	if i >= n || u32(keys, 4*i) != k {
		return Class{}
	}
	fine := u16(keys, 4*n+2*i)
	at := header + 4*int(fine-1)
	return Class{fine, u16(data, at), u16(data, at+2)}
}

// Key is the key of a word in the table: digits are all alike.
func Key(word string) perceptron.Key {
	return perceptron.Hash(1, perceptron.String(Normal(word)))
}

// Normal is a word with its digits made zeros.
func Normal(word string) string {
	digit := false
	for i := 0; i < len(word); i++ {
		digit = digit || '1' <= word[i] && word[i] <= '9'
	}
	if !digit {
		return word
	}
	return strings.Map(func(r rune) rune {
		if '1' <= r && r <= '9' {
			return '0'
		}
		return r
	}, word)
}

func u32(s string, i int) uint32 {
	_ = s[i+3]
	return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24
}

func u16(s string, i int) uint16 { return uint16(s[i]) | uint16(s[i+1])<<8 }
