// People who represent a country, with the office that articles give them.
//
// param country country: the country
// column person string: who
// column title string: the office, "" where only the country is known
// column from string: when the first article that says so appeared
// column to string: when the last one did
MATCH (p:Person)-[r:REPRESENTS]->(:Country {key: $country})
RETURN p.name AS person, r.title AS title, r.from AS from, r.to AS to
ORDER BY person, from, title
