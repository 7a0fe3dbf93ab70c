// Who signed the same agreements as somebody.
//
// param actor actor: whose agreements
// column signatory string: who signed them too
// column kind string: Person, Country or Organization
// column agreements list of strings: which ones
MATCH (x:Person|Country|Organization {key: $actor})-[:SIGNED]->(g:Agreement)<-[:SIGNED]-(y)
WHERE y <> x
WITH DISTINCT y, g
ORDER BY g.name
WITH y, collect(g.name) AS agreements
RETURN y.name AS signatory, labels(y)[0] AS kind, agreements
ORDER BY size(agreements) DESC, kind, signatory, y.key
