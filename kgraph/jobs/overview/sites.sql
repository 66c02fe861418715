-- The sites that most claims rest on: name, claims, sources that are used.

WITH leaned AS (
  SELECT w.site, count(DISTINCT b.claim) AS claims, count(DISTINCT b.source) AS sources
  FROM citations AS b
  JOIN works AS w USING (source)
  WHERE w.site IS NOT NULL
  GROUP BY w.site
  ORDER BY 2 DESC, 1
  LIMIT 10
)
SELECT to_json(coalesce(list(json_array(site, claims, sources) ORDER BY claims DESC, site), [])) FROM leaned
