// How much the graph holds, by label and relationship type.
//
// column kind string: node or relationship
// column name string: the label or type
// column count integer: how many
CALL () {
  MATCH (n:Person|Country|Organization|Agreement|Event|Article|Statement)
  RETURN 'node' AS kind, labels(n)[0] AS name, count(*) AS count
  UNION ALL
  MATCH ()-[r:SIGNED|MET_WITH|ANNOUNCED|REPRESENTS|PARTICIPATED_IN|MENTIONS]->()
  RETURN 'relationship' AS kind, type(r) AS name, count(*) AS count
  UNION ALL
  CALL db.relationshipTypes() YIELD relationshipType
  WHERE NOT relationshipType IN ['SIGNED', 'MET_WITH', 'ANNOUNCED', 'REPRESENTS', 'PARTICIPATED_IN', 'MENTIONS', 'STATES', 'SUBJECT', 'OBJECT', 'HAS_TEXT']
  WITH collect(relationshipType) AS own
  WHERE size(own) > 0
  MATCH (:Person|Country|Organization)-[r]->()
  WHERE type(r) IN own AND r.statements IS NOT NULL
  RETURN 'relationship' AS kind, type(r) AS name, count(*) AS count
}
RETURN kind, name, count
ORDER BY kind, name
