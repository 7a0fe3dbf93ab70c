// Sources by what their articles state.
//
// column source string: publisher, feed or file
// column articles integer: how many articles
// column statements integer: what they state
// column first string: when the first appeared
// column last string: when the last appeared
MATCH (a:Article)
OPTIONAL MATCH (a)-[:STATES]->(s:Statement)
RETURN a.source AS source, count(DISTINCT a) AS articles, count(s) AS statements, min(a.published) AS first, max(a.published) AS last
ORDER BY articles DESC, source
