// Package train trains the embedded models from the open data sets.
package train
