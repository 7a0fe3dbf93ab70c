// The newest facts.
//
// param limit integer = 20: rows at most
// column date string: the day of the fact, else the day of the first article that states it
// column type string: SIGNED, MET_WITH, ANNOUNCED or a type of your own
// column subject string: who
// column object string: with whom or what
// column articles integer: how many articles say so
// column first_seen string: when the first of them was published
CALL () {
  MATCH (x)-[e:SIGNED|MET_WITH|ANNOUNCED]->(y)
  RETURN x, e, y
  UNION ALL
  CALL db.relationshipTypes() YIELD relationshipType
  WHERE NOT relationshipType IN ['SIGNED', 'MET_WITH', 'ANNOUNCED', 'REPRESENTS', 'PARTICIPATED_IN', 'MENTIONS', 'STATES', 'SUBJECT', 'OBJECT', 'HAS_TEXT']
  WITH collect(relationshipType) AS own
  WHERE size(own) > 0
  MATCH (x:Person|Country|Organization)-[e]->(y)
  WHERE type(e) IN own AND e.statements IS NOT NULL
  RETURN x, e, y
}
RETURN coalesce(e.date, e.first_seen) AS date, type(e) AS type, x.name AS subject, y.name AS object, e.articles AS articles, e.first_seen AS first_seen
ORDER BY coalesce(date, '') DESC, type, subject, object
LIMIT $limit
