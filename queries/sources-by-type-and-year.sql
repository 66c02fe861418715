-- What kinds of sources are cited, and from which years?
-- column kind: class of the source, as fetched where a fetcher knows it, else as cited
-- column year: year of publication, as fetched, else as cited
-- column sources: how many

-- Each source once, whatever its articles and fetchers say of it: the earliest year, the first class by name.
WITH classes(word, class) AS (
  VALUES
    ('webpage', 'WebPage'), ('paper', 'ScholarlyArticle'), ('video', 'VideoObject'), ('book', 'Book'),
    ('other', 'CreativeWork'), ('article', 'Article')
), printed AS (
  SELECT source, min(substring(date, 1, 4)) AS year FROM "references" WHERE source IS NOT NULL GROUP BY source
), described AS (
  SELECT s.source, min(c.class) AS class FROM sources AS s JOIN classes AS c ON c.word = s.kind GROUP BY s.source
), fetched AS (
  SELECT o.source, min(c.class) AS class, min(substring(o.date, 1, 4)) AS year
  FROM observations AS o
  LEFT JOIN classes AS c ON c.word = o.kind
  GROUP BY o.source
)
SELECT coalesce(f.class, d.class) AS kind, coalesce(f.year, p.year, '') AS year, count(*) AS sources
FROM printed AS p
JOIN described AS d USING (source)
LEFT JOIN fetched AS f USING (source)
GROUP BY ALL
ORDER BY 1, 2
