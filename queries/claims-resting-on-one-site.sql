-- Which claims rest on one site alone, however many its pages?
-- param article: path of one article (default: all)
-- param site: registered domain (default: any)
-- column claim_text: the claim
-- column site: the site
-- column sources: its sources for the claim
-- column article: path of the article

WITH pages AS (
  SELECT DISTINCT source, site FROM sources WHERE site IS NOT NULL
), resting AS (
  SELECT b.claim, p.site, count(*) AS sources
  FROM citations AS b
  JOIN pages AS p USING (source)
  WHERE b.support = 'cited'
  GROUP BY ALL
)
SELECT any_value(c.text) AS claim_text, min(r.site) AS site, any_value(r.sources) AS sources, any_value(c.article) AS article
FROM resting AS r
JOIN claims AS c USING (claim)
WHERE r.sources = c.sources AND ($site IS NULL OR r.site = $site) AND ($article IS NULL OR c.article = $article)
GROUP BY c.claim
ORDER BY 2, 4, 1
