-- Which claims have no source at all?
-- param article: path of one article (default: all)
-- column claim_text: the claim
-- column section: headings above it
-- column article: path of the article

SELECT text AS claim_text, section, article
FROM claims
WHERE sources = 0 AND ($article IS NULL OR article = $article)
ORDER BY article, position
