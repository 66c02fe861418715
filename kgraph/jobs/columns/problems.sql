-- Flaws of the articles: place of the article, code, severity, message, and where: span, line, and the file where that is another.

WITH numbered AS (
  SELECT article, row_number() OVER (ORDER BY iri) - 1 AS place FROM articles
)
SELECT to_json(coalesce(list(json_array(place, code, severity, message, start, "end", line, file) ORDER BY p.article, start, code, message), []))
FROM problems AS p
JOIN numbered AS n USING (article)
