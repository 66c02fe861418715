-- Which sources back a claim?
-- param claim: words of the claim, in any case, or its IRI (default: all claims)
-- column claim_text: the claim
-- column support: cited, or carried (inferred from the end of its block)
-- column title: title of the source as cited, else as fetched
-- column source (IRI): the source
-- column article: path of the article

SELECT DISTINCT c.text AS claim_text, b.support AS support, t.title, b.source, c.article
FROM claims AS c
JOIN citations AS b USING (claim)
LEFT JOIN titles AS t ON t.source = b.source
WHERE $claim IS NULL OR contains(lower(c.text), lower($claim)) OR c.claim = $claim
ORDER BY 5, 1, 2, 4
