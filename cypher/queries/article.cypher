// What an article states, sentence by sentence.
//
// param article article: its key, id, address or title
// column type string: SIGNED, MET_WITH, ANNOUNCED or a type of your own
// column subject string: who
// column object string: with whom or what
// column status string: occurred, planned or denied
// column date string: the day, as precise as it is known
// column quote string: the sentence
// column start integer: where the sentence begins in the article's text, in bytes
// column rule string: what found it
MATCH (:Article {key: $article})-[:STATES]->(s:Statement)
MATCH (s)-[:SUBJECT]->(x)
MATCH (s)-[:OBJECT]->(y)
RETURN s.type AS type, x.name AS subject, y.name AS object, s.status AS status, s.date AS date, s.quote AS quote, s.start AS start, s.rule AS rule
ORDER BY start, type, subject, object, status, date
