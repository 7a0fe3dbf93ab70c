// Package extract finds relations in an annotated document: who signed, met and announced what,
// with status, date and evidence.
package extract
