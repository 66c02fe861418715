-- Kinds of problem, the most frequent first.

WITH kinds AS (
  SELECT code, count(*) AS n FROM problems GROUP BY code
)
SELECT to_json(coalesce(list(json_array(code, n) ORDER BY n DESC, code), [])) FROM kinds
