// Who signed an agreement.
//
// param agreement agreement: the agreement
// column signatory string: who signed
// column kind string: Person, Country or Organization
// column date string: the day of the signing, as precise as it is known
// column articles integer: how many articles say so
// column confidence float: that at least one independent article is right
MATCH (x)-[e:SIGNED]->(:Agreement {key: $agreement})
RETURN x.name AS signatory, labels(x)[0] AS kind, e.date AS date, e.articles AS articles, e.confidence AS confidence
ORDER BY kind, signatory, date
