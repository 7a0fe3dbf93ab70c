// What two parties did together, in order: meetings, agreements that both signed, events in which both took part, what
// links them by relation types of your own, and meetings and such links that were planned or denied. What people did
// counts for the countries and organisations that they represent.
//
// param a actor: one party
// param b actor: the other
// column date string: the day, as precise as it is known
// column what string: MET_WITH, SIGNED, PARTICIPATED_IN or a type of your own, with "by" where the other side did it
// column status string: occurred, planned or denied
// column who list of strings: on the one side
// column whom list of strings: on the other side
// column about string: the agreement or event
CALL () {
  MATCH (:Person|Country|Organization {key: $a})<-[:REPRESENTS*0..1]-(x)-[e:MET_WITH]-(y)-[:REPRESENTS*0..1]->(:Person|Country|Organization {key: $b})
  RETURN DISTINCT e.date AS date, 'MET_WITH' AS what, 'occurred' AS status, x.name AS who, y.name AS whom, null AS about
  UNION ALL
  MATCH (:Person|Country|Organization {key: $a})<-[:REPRESENTS*0..1]-(x)-[e]->(y)-[:REPRESENTS*0..1]->(:Person|Country|Organization {key: $b})
  WHERE e.statements IS NOT NULL AND type(e) <> 'MET_WITH'
  RETURN DISTINCT e.date AS date, type(e) AS what, 'occurred' AS status, x.name AS who, y.name AS whom, null AS about
  UNION ALL
  MATCH (:Person|Country|Organization {key: $b})<-[:REPRESENTS*0..1]-(y)-[e]->(x)-[:REPRESENTS*0..1]->(:Person|Country|Organization {key: $a})
  WHERE e.statements IS NOT NULL AND type(e) <> 'MET_WITH'
  RETURN DISTINCT e.date AS date, type(e) + CASE WHEN e.symmetric THEN '' ELSE ' by' END AS what, 'occurred' AS status,
         x.name AS who, y.name AS whom, null AS about
  UNION ALL
  MATCH (:Person|Country|Organization {key: $a})<-[:REPRESENTS*0..1]-(x)-[e:SIGNED]->(g:Agreement)
  MATCH (g)<-[f:SIGNED]-(y)-[:REPRESENTS*0..1]->(:Person|Country|Organization {key: $b})
  WHERE x <> y
  WITH g, min(coalesce(e.date, f.date)) AS date, collect(DISTINCT x) AS one, collect(DISTINCT y) AS other
  UNWIND one AS x
  UNWIND other AS y
  RETURN coalesce(date, g.date) AS date, 'SIGNED' AS what, 'occurred' AS status, x.name AS who, y.name AS whom, g.name AS about
  UNION ALL
  MATCH (:Person|Country|Organization {key: $a})<-[:REPRESENTS*0..1]-(x)-[:PARTICIPATED_IN]->(v:Event)
  MATCH (v)<-[:PARTICIPATED_IN]-(y)-[:REPRESENTS*0..1]->(:Person|Country|Organization {key: $b})
  WHERE x <> y
  RETURN v.date AS date, 'PARTICIPATED_IN' AS what, 'occurred' AS status, x.name AS who, y.name AS whom, v.name AS about
  UNION ALL
  MATCH (:Person|Country|Organization {key: $a})<-[:REPRESENTS*0..1]-(x)<-[role:SUBJECT|OBJECT]-(s:Statement)
  MATCH (s)-[:SUBJECT|OBJECT]->(y)-[:REPRESENTS*0..1]->(:Person|Country|Organization {key: $b})
  WHERE s.status <> 'occurred' AND x <> y
  RETURN DISTINCT s.date AS date, s.type + CASE WHEN s.type = 'MET_WITH' OR s.symmetric OR type(role) = 'SUBJECT' THEN '' ELSE ' by' END AS what,
         s.status AS status, x.name AS who, y.name AS whom, null AS about
}
WITH date, what, status, who, whom, about, coalesce(about, who + ' ' + whom) AS one
ORDER BY who, whom
WITH date, what, status, one, about, collect(DISTINCT who) AS who, collect(DISTINCT whom) AS whom
RETURN date, what, status, who, whom, about
ORDER BY date, what, who, whom, about, status
