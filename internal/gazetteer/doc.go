// Package gazetteer holds what a reader of the news knows beforehand: countries with their names, demonyms,
// capitals and seats of government; titles, offices and occupations; given names, nicknames and words of names;
// places, organisations, agreements and leaders.
//
// # Input and output
//
// The tables are embedded TSV files, each headed by its sources. The small ones are parsed once, at the first call of
// Load; the large ones are sorted and searched in place. Phrases are looked up word by word; FindCountry is forgiving
// and meant for what people type.
//
// # Performance
//
// BenchmarkLoad: 4 ms on a busy core, where it took 28 ms to make maps of all tables. BenchmarkName: under 2 µs there.
//
// # Invariants
//
// Everything returned is shared and must not be changed. Concurrent use is safe.
package gazetteer
