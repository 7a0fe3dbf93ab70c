// The sentences behind what is known between two entities, whatever their status.
//
// param a entity: one end
// param b entity: the other end
// column type string: SIGNED, MET_WITH, ANNOUNCED or a type of your own
// column status string: occurred, planned or denied
// column date string: the day, as precise as it is known
// column quote string: the sentence
// column title string: the article's title
// column source string: the article's source
// column published string: when the article appeared
// column article string: the article's key
MATCH (x:Person|Country|Organization|Agreement|Event {key: $a})<-[:SUBJECT|OBJECT]-(s:Statement)
MATCH (s)-[:SUBJECT|OBJECT]->(:Person|Country|Organization|Agreement|Event {key: $b})
MATCH (d:Article)-[:STATES]->(s)
RETURN s.type AS type, s.status AS status, s.date AS date, s.quote AS quote, d.title AS title, d.source AS source, d.published AS published, d.key AS article
ORDER BY published, article, s.start, type, status, date
