-- Which flaws do the articles have, and how many?
-- param article: path of one article (default: all)
-- column code: kind of problem
-- column severity: error, warning or note
-- column problems: how many
-- column articles: in how many articles

SELECT code, severity, count(*) AS problems, count(DISTINCT article) AS articles
FROM problems
WHERE $article IS NULL OR article = $article
GROUP BY ALL
ORDER BY 3 DESC, 1
