-- Which sources back the most claims?
-- column source (IRI): the source
-- column title: title as cited, else as fetched
-- column claims: claims that rest on it
-- column articles: articles that use it

WITH backing AS (
  SELECT source, count(*) AS claims, count(DISTINCT article) AS articles FROM citations GROUP BY source
)
SELECT b.source, t.title, b.claims, b.articles
FROM backing AS b
LEFT JOIN titles AS t USING (source)
ORDER BY 3 DESC, 1
