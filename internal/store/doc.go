// Package store writes graph records through a cypher.DB and reads them back: schema, idempotent batches,
// retraction, verification, digest.
//
// # Input and output
//
// In: graph.Records. Out: the nodes and relationships that they add up to, and from them graph.Graph and graph.Record
// again. The schema is in schema/*.cypher; the names of properties are in rows.go.
//
// # Invariants
//
// A batch is one transaction. Every stored node, edge and office is what graph.Sum of the stored articles' records
// gives, whatever the order and the batches in which they came, and Verify checks that. An article that is stored as
// it comes writes nothing.
//
// What an article alone says of an entity (its forms of the name, whom it represents, what it took part in) is kept
// on the article's MENTIONS relationship, so that a retracted article takes away just what only it supported.
//
// An article's text is a node of its own, (:Article)-[:HAS_TEXT]->(:ArticleText), because whoever returns an article
// wants its title and not its pages, while Verify needs the text to prove each quote.
//
// # Concurrency
//
// Writers to one database take turns: each transaction begins by writing the node (:Newsgraph {key: 'graph'}), and so
// waits for the one before it.
package store
