-- Which sources have another title than the one they are cited under?
-- from fetches
-- column source (IRI): the source
-- column cited: title as cited
-- column fetched: title as fetched
-- column agreement: how far they agree, from 0 to 1
-- column fetcher: who fetched it

SELECT DISTINCT s.source, s.title AS cited, l.title AS fetched, CAST(l.agreement AS DECIMAL(3, 2)) AS agreement, l.fetcher
FROM latest AS l
JOIN sources AS s USING (source)
WHERE l.agreement < 0.6 AND l.title IS NOT NULL AND s.title IS NOT NULL
ORDER BY 4, 1, 2
