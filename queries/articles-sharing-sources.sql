-- Which articles cite the same sources?
-- param most: sources that more articles than this cite are left out: they join everything (default: 50)
-- column first: path of an article
-- column second: path of another
-- column sources: sources they share

WITH cited AS (
  SELECT DISTINCT article, unnest(sources) AS source FROM markers
), shared AS (
  SELECT source FROM cited GROUP BY source HAVING count(*) > 1 AND count(*) <= TRY_CAST($most AS DOUBLE)
)
SELECT a.article AS first, b.article AS second, count(*) AS sources
FROM shared
JOIN cited AS a USING (source)
JOIN cited AS b USING (source)
WHERE a.article < b.article
GROUP BY ALL
ORDER BY 3 DESC, 1, 2
