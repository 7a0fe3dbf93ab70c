// Countries by countries: how often they met and how many agreements both signed, themselves or by people who represent
// them. Pairs that did neither are left out.
//
// column a string: one country, the one whose code comes first
// column b string: the other
// column meetings integer: different meetings
// column agreements integer: different agreements
CALL () {
  MATCH (a:Country)<-[:REPRESENTS*0..1]-()-[e:MET_WITH]-()-[:REPRESENTS*0..1]->(b:Country)
  WHERE a.key < b.key
  RETURN a, b, count(DISTINCT e) AS meetings, 0 AS agreements
  UNION ALL
  MATCH (a:Country)<-[:REPRESENTS*0..1]-()-[:SIGNED]->(g:Agreement)
  MATCH (g)<-[:SIGNED]-()-[:REPRESENTS*0..1]->(b:Country)
  WHERE a.key < b.key
  RETURN a, b, 0 AS meetings, count(DISTINCT g) AS agreements
}
RETURN a.name AS a, b.name AS b, sum(meetings) AS meetings, sum(agreements) AS agreements
ORDER BY meetings + agreements DESC, a, b
