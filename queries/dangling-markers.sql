-- Which markers name nothing?
-- column article: path
-- column start: code point at which the marker stands
-- column marker: as written
-- column claim_text: the claim it stands in
-- column status: dangling or unresolvable

SELECT m.article, m.start, m.text AS marker, c.text AS claim_text, m.status
FROM markers AS m
JOIN claims AS c USING (claim)
WHERE m.status IN ('dangling', 'unresolvable')
ORDER BY 1, 2
