-- Which sources have moved, or turned out to be another one?
-- from fetches
-- column source (IRI): the source as cited
-- column same_as (IRI): the source that it turned out to be; nothing where only its address is another
-- column final: the address that answered
-- column status: moved, or alive where only its canonical link names another
-- column fetcher: who said so

SELECT DISTINCT source, same_as, final, status, fetcher
FROM latest
WHERE status = 'moved' OR same_as IS NOT NULL
ORDER BY 1, 2 NULLS FIRST
