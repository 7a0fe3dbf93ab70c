// Package perceptron is the averaged perceptron over hashed features that the tagger, the entity
// recogniser and the parser share, with its packed model format.
package perceptron
