// Events with those who took part.
//
// param event event = "": one event; without it all that have participants
// column event string: the event
// column date string: its date, as precise as it is known
// column place string: where it was
// column participants list of strings: who took part
MATCH (x)-[:PARTICIPATED_IN]->(v:Event)
WHERE $event = '' OR v.key = $event
WITH v, x
ORDER BY x.name
WITH v, collect(x.name) AS participants
RETURN v.name AS event, v.date AS date, v.place AS place, participants
ORDER BY date, event, v.key
