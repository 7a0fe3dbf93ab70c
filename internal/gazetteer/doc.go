// Package gazetteer holds what a reader of the news knows beforehand: countries with their names,
// demonyms, capitals and seats of government; titles, offices, nicknames, organisations, treaties.
package gazetteer
