-- Path, title, date, language, generator, IRI and number of problems of each article.

WITH flaws AS (
  SELECT article, count(*) AS problems FROM problems GROUP BY article
)
SELECT to_json(coalesce(list(json_array(a.article, title, date, language, generator, iri, coalesce(problems, 0)) ORDER BY iri), []))
FROM articles AS a
LEFT JOIN flaws AS f USING (article)
