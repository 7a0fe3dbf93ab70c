// Articles that state the same fact, the best attested facts first.
//
// param min integer = 2: articles at least
// param limit integer = 50: rows at most
// column type string: SIGNED, MET_WITH, ANNOUNCED or a type of your own
// column subject string: who
// column object string: with whom or what
// column articles integer: articles that state it as having occurred
// column origins integer: of these, independent ones: near-duplicates count once
// column titles list of strings: the articles' titles, the oldest first
MATCH (a:Article)-[:STATES]->(s:Statement {status: 'occurred'})
MATCH (s)-[:SUBJECT]->(x)
MATCH (s)-[:OBJECT]->(y)
WITH DISTINCT s.type AS type, x, y, a
ORDER BY a.published, a.key
WITH type, x, y, count(a) AS articles, count(DISTINCT a.origin) AS origins, collect(a.title) AS titles
WHERE articles >= $min
RETURN type, x.name AS subject, y.name AS object, articles, origins, titles
ORDER BY articles DESC, origins DESC, type, subject, object, x.key, y.key
LIMIT $limit
