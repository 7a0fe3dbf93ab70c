// What a person represents: countries and organisations, with the office that articles give.
//
// param person person: who
// column title string: the office, "" where only the side is known
// column side string: country or organisation
// column from string: when the first article that says so appeared
// column to string: when the last one did
MATCH (:Person {key: $person})-[r:REPRESENTS]->(c)
RETURN r.title AS title, c.name AS side, r.from AS from, r.to AS to
ORDER BY from, side, title
