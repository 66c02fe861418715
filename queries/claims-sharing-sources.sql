-- Which claims of different articles rest on two or more of the same sources?
-- param most: sources that more claims than this cite are left out: they join everything (default: 50)
-- column first: a claim
-- column second: a claim of another article
-- column sources: sources they share

WITH cited AS (
  SELECT article, claim, source FROM citations WHERE support = 'cited'
), shared AS (
  SELECT source FROM cited GROUP BY source HAVING count(*) > 1 AND count(*) <= TRY_CAST($most AS DOUBLE)
), pairs AS (
  SELECT a.claim AS first, b.claim AS second, count(*) AS sources
  FROM shared
  JOIN cited AS a USING (source)
  JOIN cited AS b USING (source)
  WHERE a.article <> b.article AND a.claim < b.claim
  GROUP BY ALL
  HAVING count(*) >= 2
)
SELECT a.text AS first, b.text AS second, p.sources
FROM pairs AS p
JOIN claims AS a ON a.claim = p.first
JOIN claims AS b ON b.claim = p.second
ORDER BY 3 DESC, 1, 2
