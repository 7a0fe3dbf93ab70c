// What was planned and has not been reported as done since, by an article of the same day or later and for a date
// that may be the same.
//
// param limit integer = 100: rows at most
// column date string: the day planned, as precise as it is known
// column type string: SIGNED, MET_WITH, ANNOUNCED or a type of your own
// column subject string: who
// column object string: with whom or what
// column articles integer: how many articles say so
// column last_seen string: when the last of them was published
MATCH (a:Article)-[:STATES]->(s:Statement {status: 'planned'})
WHERE NOT EXISTS {
  MATCH (o:Statement {fact: s.fact})<-[:STATES]-(b:Article)
  WHERE o.status = 'occurred' AND coalesce(b.published, '9999') >= coalesce(a.published, '')
    AND (s.date IS NULL OR o.date IS NULL OR left(o.date, size(s.date)) = left(s.date, size(o.date)))
}
MATCH (s)-[:SUBJECT]->(x)
MATCH (s)-[:OBJECT]->(y)
WITH s.date AS date, s.type AS type, x, y, count(DISTINCT a) AS articles, max(a.published) AS last_seen
RETURN date, type, x.name AS subject, y.name AS object, articles, last_seen
ORDER BY date, type, subject, object, x.key, y.key
LIMIT $limit
