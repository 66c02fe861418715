-- Path and title of each article, and how many of its claims are backed in each way; those with most claims first.

WITH tallied AS (
  SELECT
    article, count(*) AS claims,
    [count(*) FILTER (WHERE backing = 'several'), count(*) FILTER (WHERE backing = 'one'), count(*) FILTER (WHERE backing = 'unknown'), count(*) FILTER (WHERE backing = 'carried'),
     count(*) FILTER (WHERE backing = 'missing'), count(*) FILTER (WHERE backing = 'uncited')] AS tally
  FROM claims
  GROUP BY article
)
SELECT to_json(coalesce(list(json_array(a.article, a.title, coalesce(t.tally, [0, 0, 0, 0, 0, 0])) ORDER BY coalesce(claims, 0) DESC, iri), []))
FROM articles AS a
LEFT JOIN tallied AS t USING (article)
