// Whom a person, country or organisation met.
//
// param actor actor: who
// param from date = "": first day, month or year; without it from the beginning
// param to date = "": last day, month or year, itself included; without it to the end
// column counterpart string: who was met
// column kind string: Person, Country or Organization
// column date string: the day of the meeting, as precise as it is known
// column articles integer: how many articles say so
// column confidence float: that at least one independent article is right
MATCH (:Person|Country|Organization {key: $actor})-[e:MET_WITH]-(y)
WHERE (($from = '' AND $to = '') OR (left(e.date, size($from)) >= left($from, size(e.date)) AND left(e.date, size($to)) <= left($to, size(e.date))))
RETURN y.name AS counterpart, labels(y)[0] AS kind, e.date AS date, e.articles AS articles, e.confidence AS confidence
ORDER BY date, counterpart
