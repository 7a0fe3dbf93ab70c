// Facts about a person, country, organisation, agreement or event, of every type or of one.
//
// param entity entity: whose
// param type string = "": SIGNED, MET_WITH, ANNOUNCED or a type of your own; without it all
// param limit integer = 100: rows at most
// column date string: the day, as precise as it is known
// column type string: SIGNED, MET_WITH, ANNOUNCED or a type of your own
// column subject string: who
// column object string: with whom or what
// column articles integer: how many articles say so
// column confidence float: that at least one independent article is right
MATCH (n:Person|Country|Organization|Agreement|Event {key: $entity})-[e]-()
WHERE e.statements IS NOT NULL AND ($type = '' OR type(e) = $type)
WITH DISTINCT e
RETURN e.date AS date, type(e) AS type, startNode(e).name AS subject, endNode(e).name AS object, e.articles AS articles, e.confidence AS confidence
ORDER BY date, type, subject, object
LIMIT $limit
