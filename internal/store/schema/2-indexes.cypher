// All statements of one fact: how an edge is added up.
CREATE INDEX statement_fact IF NOT EXISTS FOR (n:Statement) ON (n.fact);

// What canned queries look up.
CREATE INDEX statement_status IF NOT EXISTS FOR (n:Statement) ON (n.status);
CREATE INDEX person_name IF NOT EXISTS FOR (n:Person) ON (n.name);
CREATE INDEX country_name IF NOT EXISTS FOR (n:Country) ON (n.name);
CREATE INDEX country_iso2 IF NOT EXISTS FOR (n:Country) ON (n.iso2);
CREATE INDEX organization_name IF NOT EXISTS FOR (n:Organization) ON (n.name);
CREATE INDEX agreement_name IF NOT EXISTS FOR (n:Agreement) ON (n.name);
CREATE INDEX event_name IF NOT EXISTS FOR (n:Event) ON (n.name);
CREATE INDEX article_published IF NOT EXISTS FOR (n:Article) ON (n.published);
CREATE INDEX article_id IF NOT EXISTS FOR (n:Article) ON (n.id);
