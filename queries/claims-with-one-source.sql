-- Which claims rest on a single source?
-- column claim_text: the claim
-- column source (IRI): its only source
-- column article: path of the article

SELECT c.text AS claim_text, b.source, c.article
FROM claims AS c
JOIN citations AS b USING (claim)
WHERE c.support = 'cited' AND c.sources = 1
ORDER BY 3, 1, 2
