// People by how many others they met.
//
// param limit integer = 20: rows at most
// column person string: who
// column counterparts integer: different people, countries and organisations that the person met
// column meetings integer: meetings with them
MATCH (p:Person)-[e:MET_WITH]-(x)
WITH p, count(DISTINCT x) AS counterparts, count(e) AS meetings
RETURN p.name AS person, counterparts, meetings
ORDER BY counterparts DESC, meetings DESC, person, p.key
LIMIT $limit
