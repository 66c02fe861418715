-- How well is each section backed?
-- param article: path of one article (default: all)
-- column article: path of the article
-- column section: headings above the claims
-- column cited: claims with a marker of their own
-- column carried: claims backed by inference
-- column uncited: claims without a marker in reach

SELECT
  article,
  coalesce(section, '') AS section,
  count(*) FILTER (WHERE support = 'cited') AS cited,
  count(*) FILTER (WHERE support = 'carried') AS carried,
  count(*) FILTER (WHERE support = 'uncited') AS uncited
FROM claims
WHERE $article IS NULL OR article = $article
GROUP BY ALL
ORDER BY 1, 2
