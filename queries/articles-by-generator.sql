-- Which models and sites were the articles made with?
-- column generator: model, or site where no model is named
-- column articles: how many articles
-- column claims: their claims

SELECT a.generator, count(DISTINCT a.article) AS articles, count(*) AS claims
FROM articles AS a
JOIN claims AS c USING (article)
WHERE a.generator IS NOT NULL
GROUP BY ALL
ORDER BY 2 DESC, 1
