-- Which sources are gone, and which claims rest on them?
-- from fetches
-- column source (IRI): the source
-- column claim_text: a claim that rests on it
-- column article: path of its article
-- column archived: address of a kept copy, where there is one
-- column time (dateTime): when it was found gone

WITH kept AS (
  SELECT source, max(archived) AS archived FROM observations GROUP BY source
)
SELECT DISTINCT s.source, c.text AS claim_text, c.article, k.archived, s.time
FROM statuses AS s
JOIN citations AS b USING (source)
JOIN claims AS c USING (claim)
LEFT JOIN kept AS k USING (source)
WHERE s.status = 'gone'
ORDER BY 1, 3, 2
