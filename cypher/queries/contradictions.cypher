// Facts about which articles disagree: a signing for which they give several days, or what some report as done and
// others deny.
//
// param limit integer = 50: rows at most
// column type string: SIGNED, MET_WITH, ANNOUNCED or a type of your own
// column subject string: who
// column object string: with whom or what
// column about string: "date" or "status"
// column versions list of strings: the days given, or the statuses
CALL () {
  MATCH (x)-[e:SIGNED]->(g:Agreement)
  WHERE e.precision = 'day'
  WITH x, g, e
  ORDER BY e.date
  WITH x, g, collect(e.date) AS versions
  WHERE size(versions) > 1
  RETURN 'SIGNED' AS type, x, g AS y, 'date' AS about, versions
  UNION ALL
  MATCH (s:Statement {status: 'denied'})
  WHERE EXISTS { MATCH (o:Statement {fact: s.fact}) WHERE o.status = 'occurred' }
  MATCH (s)-[:SUBJECT]->(x)
  MATCH (s)-[:OBJECT]->(y)
  RETURN DISTINCT s.type AS type, x, y, 'status' AS about, ['denied', 'occurred'] AS versions
}
RETURN type, x.name AS subject, y.name AS object, about, versions
ORDER BY about, type, subject, object, x.key, y.key
LIMIT $limit
