// Agreements that a country signed, itself or by somebody who represents it.
//
// param country country: the country
// column agreement string: the agreement
// column date string: the earliest day given for the signing, else the agreement's own
// column signed_by list of strings: the country, its people, or both
// column articles integer: articles behind the best attested signature
MATCH (:Country {key: $country})<-[:REPRESENTS*0..1]-(x)-[e:SIGNED]->(g:Agreement)
WITH DISTINCT g, x, e
ORDER BY x.name
WITH g, min(coalesce(e.date, g.date)) AS date, collect(DISTINCT x.name) AS signed_by, max(e.articles) AS articles
RETURN g.name AS agreement, date, signed_by, articles
ORDER BY date, agreement, g.key
