-- Which flaws do the articles have, and how many?
-- column code: kind of problem
-- column severity: error, warning or note
-- column problems: how many
-- column articles: in how many articles

SELECT code, severity, count(*) AS problems, count(DISTINCT article) AS articles
FROM problems
GROUP BY ALL
ORDER BY 3 DESC, 1
