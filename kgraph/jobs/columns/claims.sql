-- Claims in the order of their articles: a list for each column, in pieces; places of articles and sections, numbers of backings.
-- One list of all would take some 3 kB a claim, and longer for each the more there are.

WITH numbered AS (
  SELECT article, row_number() OVER (ORDER BY iri) - 1 AS place FROM articles
), headed AS (
  SELECT section, row_number() OVER (ORDER BY section) - 1 AS place
  FROM (SELECT DISTINCT coalesce(section, '') AS section FROM claims)
), listed AS (
  SELECT string_split(c.claim, '#')[-1] AS id, c.text, n.place AS article, h.place AS section, c.start, c."end" AS stop,
    list_position(['several', 'one', 'unknown', 'carried', 'missing', 'uncited'], c.backing) - 1 AS backing,
    row_number() OVER (ORDER BY c.article, c.position, c.claim) - 1 AS number
  FROM claims AS c
  JOIN numbered AS n ON n.article = c.article
  JOIN headed AS h ON h.section = coalesce(c.section, '')
)
SELECT
  to_json(list(id ORDER BY number)) AS id, to_json(list(text ORDER BY number)) AS text,
  to_json(list(article ORDER BY number)) AS article, to_json(list(section ORDER BY number)) AS section,
  to_json(list(start ORDER BY number)) AS start, to_json(list(stop ORDER BY number)) AS "end",
  to_json(list(backing ORDER BY number)) AS backing
FROM listed
GROUP BY number // 20000
ORDER BY min(number)
