-- Which references does no marker ever cite?
-- param article: path of one article (default: all)
-- column label: label of the reference
-- column title: title as cited
-- column source (IRI): the source
-- column article: path of the article

WITH cited AS (
  SELECT DISTINCT unnest(entries) AS entry FROM markers
)
SELECT r.label, r.title, r.source, r.article
FROM "references" AS r
ANTI JOIN cited USING (entry)
WHERE $article IS NULL OR r.article = $article
ORDER BY r.article, r.list, r.position, r.label NULLS FIRST
