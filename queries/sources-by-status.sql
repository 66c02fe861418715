-- What became of the sources when they were last asked?
-- from fetches
-- column status: alive, moved, gone, blocked, refused, unreachable or unknown
-- column sources: how many sources; unknown only where no fetcher knows more
-- column claims: claims that rest on them

SELECT s.status, count(DISTINCT s.source) AS sources, count(DISTINCT b.claim) AS claims
FROM statuses AS s
LEFT JOIN citations AS b USING (source)
GROUP BY ALL
ORDER BY 2 DESC, 1
