// How much the graph holds, by label and relationship type.
//
// column kind string: node or relationship
// column name string: the label or type
// column count integer: how many
CALL () {
  MATCH (n:Person|Country|Organization|Agreement|Event|Article|Statement)
  RETURN 'node' AS kind, labels(n)[0] AS name, count(*) AS count
  UNION ALL
  MATCH (:Person|Country|Organization|Article)-[r]->(:Person|Country|Organization|Agreement|Event)
  RETURN 'relationship' AS kind, type(r) AS name, count(*) AS count
}
RETURN kind, name, count
ORDER BY kind, name
