-- How many of each article's claims have a source?
-- param article: path of one article (default: all)
-- column article: path
-- column claims: all claims
-- column backed: claims that rest on a source, cited or carried
-- column percent: their share, rounded down

SELECT
  article,
  count(*) AS claims,
  count(*) FILTER (WHERE sources > 0) AS backed,
  CAST(100 * count(*) FILTER (WHERE sources > 0) // count(*) AS DECIMAL(3, 0)) AS percent
FROM claims
WHERE $article IS NULL OR article = $article
GROUP BY ALL
ORDER BY 4, 1
