// Articles that mention a person, country, organisation, agreement or event.
//
// param entity entity: which
// param limit integer = 50: rows at most
// column published string: when the article appeared
// column title string: its title
// column source string: its source
// column mentions integer: how often it mentions the entity
// column statements integer: what it states of it
// column article string: its key
MATCH (a:Article)-[m:MENTIONS]->(n:Person|Country|Organization|Agreement|Event {key: $entity})
RETURN a.published AS published, a.title AS title, a.source AS source, m.count AS mentions,
       COUNT { MATCH (a)-[:STATES]->(s:Statement)-[:SUBJECT|OBJECT]->(n) RETURN s } AS statements, a.key AS article
ORDER BY published, article
LIMIT $limit
