// What was denied, refused or called off, and how many statements report it as done all the same.
//
// param limit integer = 100: rows at most
// column type string: SIGNED, MET_WITH, ANNOUNCED or a type of your own
// column subject string: who
// column object string: with whom or what
// column date string: the day, as precise as it is known
// column published string: when the article appeared
// column quote string: the sentence
// column reported integer: statements of the same as having occurred
MATCH (a:Article)-[:STATES]->(s:Statement {status: 'denied'})
MATCH (s)-[:SUBJECT]->(x)
MATCH (s)-[:OBJECT]->(y)
RETURN s.type AS type, x.name AS subject, y.name AS object, s.date AS date, a.published AS published, s.quote AS quote,
       COUNT { MATCH (o:Statement {fact: s.fact}) WHERE o.status = 'occurred' RETURN o } AS reported
ORDER BY published, type, subject, object, quote
LIMIT $limit
