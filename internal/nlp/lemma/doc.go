// Package lemma gives each tagged token its dictionary form.
package lemma
