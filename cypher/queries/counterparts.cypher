// A country's counterparts by number of meetings. Meetings of people count for the countries and organisations that
// they represent.
//
// param country country: the country
// column counterpart string: country or organisation
// column meetings integer: different meetings
// column first string: the earliest day known
// column last string: the latest day known
MATCH (c:Country {key: $country})<-[:REPRESENTS*0..1]-(x)-[e:MET_WITH]-(y)-[:REPRESENTS*0..1]->(d)
WHERE d <> c AND NOT d:Person
WITH DISTINCT d, e
WITH d, count(e) AS meetings, min(e.date) AS first, max(e.date) AS last
RETURN d.name AS counterpart, meetings, first, last
ORDER BY meetings DESC, counterpart, d.key
