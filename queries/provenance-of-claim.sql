-- Where does a claim come from, from the text span to the URL as cited?
-- param claim: words of the claim, in any case, or its IRI (default: all claims)
-- column article: path
-- column start: first code point of the claim
-- column end: code point after its last
-- column claim_text: the claim
-- column marker_text: marker as written
-- column entry_text: reference entry as printed
-- column source (IRI): the source
-- column url: URL as cited

WITH marked AS (
  SELECT claim, text, start, unnest(entries) AS entry FROM markers WHERE claim IS NOT NULL
), addresses AS (
  SELECT DISTINCT source, unnest(urls) AS url FROM sources
)
SELECT c.article, c.start, c."end", c.text AS claim_text, m.text AS marker_text, r.text AS entry_text, r.source, a.url
FROM claims AS c
JOIN marked AS m USING (claim)
JOIN "references" AS r USING (entry)
LEFT JOIN addresses AS a ON a.source = r.source
WHERE r.source IS NOT NULL AND ($claim IS NULL OR contains(lower(c.text), lower($claim)) OR c.claim = $claim)
GROUP BY ALL
ORDER BY 1, 2, min(m.start), 7, 8 NULLS FIRST, 6
