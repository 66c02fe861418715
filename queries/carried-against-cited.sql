-- How much of each article's support is inferred rather than marked?
-- column article: path
-- column cited: claims with a marker of their own
-- column carried: claims that carry the marker at the end of their block

SELECT
  article,
  count(*) FILTER (WHERE support = 'cited') AS cited,
  count(*) FILTER (WHERE support = 'carried') AS carried
FROM claims
GROUP BY ALL
ORDER BY 3 DESC, 1
