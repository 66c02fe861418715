-- Which markers name nothing?
-- param article: path of one article (default: all)
-- column article: path
-- column start: code point at which the marker stands
-- column marker_text: as written
-- column claim_text: the claim it stands in
-- column status: dangling or unresolvable

SELECT m.article, m.start, m.text AS marker_text, c.text AS claim_text, m.status
FROM markers AS m
JOIN claims AS c USING (claim)
WHERE m.status IN ('dangling', 'unresolvable') AND ($article IS NULL OR m.article = $article)
ORDER BY 1, 2
