-- Which claims rest on a single source?
-- param article: path of one article (default: all)
-- column claim_text: the claim
-- column source (IRI): its only source
-- column article: path of the article

SELECT c.text AS claim_text, b.source, c.article
FROM claims AS c
JOIN citations AS b USING (claim)
WHERE c.support = 'cited' AND c.sources = 1 AND ($article IS NULL OR c.article = $article)
ORDER BY 3, 1, 2
