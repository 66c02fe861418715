-- Which sites back the most claims?
-- column site: registered domain
-- column claims: claims that cite or carry one of its sources
-- column sources: its sources
-- column articles: articles that use it

WITH pages AS (
  SELECT DISTINCT source, site FROM sources WHERE site IS NOT NULL
)
SELECT p.site, count(DISTINCT b.claim) AS claims, count(DISTINCT b.source) AS sources, count(DISTINCT b.article) AS articles
FROM citations AS b
JOIN pages AS p USING (source)
GROUP BY ALL
ORDER BY 2 DESC, 1
