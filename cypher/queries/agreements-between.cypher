// Agreements that two countries both signed, themselves or by somebody who represents them.
//
// param a country: one country
// param b country: the other
// column agreement string: the agreement
// column date string: the earliest day given for either signature, else the agreement's own
// column signed_for_a list of strings: who signed on the one side
// column signed_for_b list of strings: who signed on the other
MATCH (:Country {key: $a})<-[:REPRESENTS*0..1]-(x)-[e:SIGNED]->(g:Agreement)
MATCH (g)<-[f:SIGNED]-(y)-[:REPRESENTS*0..1]->(:Country {key: $b})
WHERE x <> y
WITH g, x, y, coalesce(e.date, g.date) AS day, coalesce(f.date, g.date) AS other
ORDER BY x.name, y.name
WITH g, min(CASE WHEN day IS NULL OR other < day THEN other ELSE day END) AS date,
     collect(DISTINCT x.name) AS signed_for_a, collect(DISTINCT y.name) AS signed_for_b
RETURN g.name AS agreement, date, signed_for_a, signed_for_b
ORDER BY date, agreement, g.key
