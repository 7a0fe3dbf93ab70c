// Agreements that nobody is reported to have signed.
//
// param limit integer = 100: rows at most
// column agreement string: the agreement
// column planned integer: statements that it will be signed
// column denied integer: statements that it was not signed
// column announced integer: statements that it was announced
// column articles integer: articles that mention it
MATCH (g:Agreement)
WHERE NOT EXISTS { MATCH (g)<-[:SIGNED]-() }
RETURN g.name AS agreement,
       COUNT { MATCH (g)<-[:OBJECT]-(s:Statement) WHERE s.type = 'SIGNED' AND s.status = 'planned' RETURN s } AS planned,
       COUNT { MATCH (g)<-[:OBJECT]-(s:Statement) WHERE s.type = 'SIGNED' AND s.status = 'denied' RETURN s } AS denied,
       COUNT { MATCH (g)<-[:OBJECT]-(s:Statement) WHERE s.type = 'ANNOUNCED' AND s.status = 'occurred' RETURN s } AS announced,
       COUNT { MATCH (g)<-[:MENTIONS]-(a:Article) RETURN a } AS articles
ORDER BY articles DESC, agreement
LIMIT $limit
