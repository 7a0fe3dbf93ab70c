// Who announced what.
//
// param actor actor = "": who; without it everybody
// param limit integer = 100: rows at most
// column actor string: who announced
// column announced string: the event or agreement
// column kind string: Event or Agreement
// column date string: the day of the announcement, as precise as it is known
// column articles integer: how many articles say so
MATCH (x)-[e:ANNOUNCED]->(t)
WHERE $actor = '' OR x.key = $actor
RETURN x.name AS actor, t.name AS announced, labels(t)[0] AS kind, e.date AS date, e.articles AS articles
ORDER BY actor, date, announced
LIMIT $limit
