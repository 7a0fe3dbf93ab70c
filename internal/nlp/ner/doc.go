// Package ner finds named entities: persons, places, organisations and others.
package ner
