// Package gazetteer holds what a reader of the news knows beforehand: countries with their names, demonyms,
// capitals and seats of government; titles, offices and occupations; given names, nicknames and words of names;
// places, organisations, agreements and leaders.
//
// # Input and output
//
// The tables are embedded TSV files, each headed by its sources, and parsed once, at the first call of Load. Phrases
// are looked up by their words joined by single spaces; FindCountry is forgiving and meant for what people type.
//
// # Invariants
//
// Everything returned is shared and must not be changed. Concurrent use is safe.
package gazetteer
