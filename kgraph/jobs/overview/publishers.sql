-- The publishers that most claims rest on: name, claims.

WITH leaned AS (
  SELECT w.publisher, count(DISTINCT b.claim) AS claims
  FROM citations AS b
  JOIN works AS w USING (source)
  WHERE w.publisher IS NOT NULL
  GROUP BY w.publisher
  ORDER BY 2 DESC, 1
  LIMIT 10
)
SELECT to_json(coalesce(list(json_array(publisher, claims) ORDER BY claims DESC, publisher), [])) FROM leaned
