// The shortest chains between two people: who met whom, signed the same agreement or took part in the same event.
//
// param a person: where the chains begin
// param b person: where they end
// param limit integer = 5: rows at most
// column steps integer: relationships on the way
// column names list of strings: the people, countries, agreements and events on the way
// column links list of strings: what links each to the next
MATCH (a:Person {key: $a}), (b:Person {key: $b})
WHERE a <> b
MATCH p = allShortestPaths((a)-[:MET_WITH|SIGNED|PARTICIPATED_IN*..8]-(b))
WITH DISTINCT length(p) AS steps, [n IN nodes(p) | n.name] AS names, [r IN relationships(p) | type(r)] AS links
RETURN steps, names, links
ORDER BY names, links
LIMIT $limit
