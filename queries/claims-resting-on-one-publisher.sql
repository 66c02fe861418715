-- Which claims rest on one publisher alone, however many its pages?
-- param article: path of one article (default: all)
-- param publisher: site, owner on a platform as github.com/ada, or doi:PREFIX (default: any)
-- column claim_text: the claim
-- column publisher: the publisher
-- column sources: its sources for the claim
-- column article: path of the article

WITH pages AS (
  SELECT DISTINCT source, publisher FROM sources WHERE publisher IS NOT NULL
), resting AS (
  SELECT b.claim, p.publisher, count(*) AS sources
  FROM citations AS b
  JOIN pages AS p USING (source)
  WHERE b.support = 'cited'
  GROUP BY ALL
)
SELECT any_value(c.text) AS claim_text, min(r.publisher) AS publisher, any_value(r.sources) AS sources, any_value(c.article) AS article
FROM resting AS r
JOIN claims AS c USING (claim)
WHERE r.sources = c.sources AND ($publisher IS NULL OR r.publisher = $publisher) AND ($article IS NULL OR c.article = $article)
GROUP BY c.claim
ORDER BY 2, 4, 1
