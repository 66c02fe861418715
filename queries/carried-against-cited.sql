-- How much of each article's support is inferred rather than marked?
-- param article: path of one article (default: all)
-- column article: path
-- column cited: claims with a marker of their own
-- column carried: claims that carry the marker at the end of their block

SELECT
  article,
  count(*) FILTER (WHERE support = 'cited') AS cited,
  count(*) FILTER (WHERE support = 'carried') AS carried
FROM claims
WHERE $article IS NULL OR article = $article
GROUP BY ALL
ORDER BY 3 DESC, 1
