-- Which claims rest on a source?
-- param source: IRI of the source, or words of its IRI or title (default: all sources)
-- column claim_text: the claim
-- column backing: cited or carried
-- column article: path of the article
-- column found (IRI): the source

SELECT DISTINCT c.text AS claim_text, b.support AS backing, c.article, b.source AS found
FROM citations AS b
JOIN claims AS c USING (claim)
WHERE $source IS NULL
  OR contains(lower(b.source), lower($source))
  OR b.source IN (SELECT source FROM sources WHERE contains(lower(title), lower($source)))
ORDER BY 3, 1, 2, 4
