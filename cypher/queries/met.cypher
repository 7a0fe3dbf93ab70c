// Who met whom in a period. A meeting whose day is not known exactly counts if it may lie in the period.
//
// param from date = "": first day, month or year; without it from the beginning
// param to date = "": last day, month or year, itself included; without it to the end
// param limit integer = 100: rows at most
// column a string: one side
// column b string: the other side
// column date string: the day of the meeting, as precise as it is known
// column articles integer: how many articles say so
// column confidence float: that at least one independent article is right
MATCH (x)-[e:MET_WITH]->(y)
WHERE (($from = '' AND $to = '') OR (left(e.date, size($from)) >= left($from, size(e.date)) AND left(e.date, size($to)) <= left($to, size(e.date))))
RETURN x.name AS a, y.name AS b, e.date AS date, e.articles AS articles, e.confidence AS confidence
ORDER BY date, a, b
LIMIT $limit
