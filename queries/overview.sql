-- How much is there of everything, and how is it backed?
-- column what: articles, claims, sources, sites or publishers; behind a colon, which of them
-- column count: how many

WITH kinds(place, backing, what) AS (
  VALUES
    (3, 'several', 'cited, several publishers'), (4, 'one', 'cited, one publisher'), (5, 'unknown', 'cited, publisher unknown'),
    (6, 'carried', 'carried'), (7, 'missing', 'source missing'), (8, 'uncited', 'uncited')
), named AS (
  SELECT source, min(site) AS site, min(publisher) AS publisher FROM sources GROUP BY source
), counted AS (
  SELECT 1 AS place, 'articles' AS what, count(*) AS count FROM articles
  UNION ALL SELECT 2, 'claims', count(*) FROM claims
  UNION ALL
  SELECT k.place, 'claims: ' || k.what, count(c.claim) FROM kinds AS k LEFT JOIN claims AS c USING (backing) GROUP BY ALL
  UNION ALL SELECT 9, 'sources', count(*) FROM mentions
  UNION ALL SELECT 10, 'sources: cited in claims', count(*) FROM mentions WHERE cited = 'in claims'
  UNION ALL SELECT 11, 'sources: cited outside claims only', count(*) FROM mentions WHERE cited = 'outside claims only'
  UNION ALL SELECT 12, 'sources: never cited', count(*) FROM mentions WHERE cited = 'never'
  UNION ALL SELECT 13, 'sources: publisher unknown', count(*) FROM named WHERE publisher IS NULL
  UNION ALL SELECT 14, 'sites', count(DISTINCT site) FROM named
  UNION ALL SELECT 15, 'publishers', count(DISTINCT publisher) FROM named
)
SELECT what, count FROM counted ORDER BY place
