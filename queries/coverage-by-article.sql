-- How many of each article's claims have a source?
-- param article: path of one article (default: all)
-- column article: path
-- column claims: all claims
-- column backed: claims cited or carried
-- column percent: their share, rounded down

SELECT
  article,
  count(*) AS claims,
  count(*) FILTER (WHERE support <> 'uncited') AS backed,
  CAST(100 * count(*) FILTER (WHERE support <> 'uncited') // count(*) AS DECIMAL(3, 0)) AS percent
FROM claims
WHERE $article IS NULL OR article = $article
GROUP BY ALL
ORDER BY 4, 1
