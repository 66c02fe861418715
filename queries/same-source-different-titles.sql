-- Which sources are cited under different titles?
-- column source (IRI): the source
-- column titles: how many titles
-- column first: one of them
-- column last: another

SELECT source, count(DISTINCT title) AS titles, min(title) AS first, max(title) AS last
FROM "references"
WHERE source IS NOT NULL
GROUP BY source
HAVING count(DISTINCT title) > 1
ORDER BY 2 DESC, 1
