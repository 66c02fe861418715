-- Path and title of each article, and how many of its claims are backed in each way; those with most claims first.

WITH tallied AS (
  SELECT
    article, count(*) AS claims,
    list_transform(['several', 'one', 'unknown', 'carried', 'missing', 'uncited'], lambda way: len(list_filter(list(backing), lambda own: own = way))) AS tally
  FROM claims
  GROUP BY article
)
SELECT to_json(coalesce(list(json_array(a.article, a.title, coalesce(t.tally, [0, 0, 0, 0, 0, 0])) ORDER BY coalesce(claims, 0) DESC, iri), []))
FROM articles AS a
LEFT JOIN tallied AS t USING (article)
