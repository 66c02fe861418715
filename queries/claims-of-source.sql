-- Which claims rest on a source?
-- param source: IRI of the source, or words of its IRI or title (default: all sources)
-- column claim_text: the claim
-- column support: cited or carried
-- column article: path of the article
-- column source (IRI): the source

SELECT DISTINCT c.text AS claim_text, b.support AS support, c.article, b.source
FROM citations AS b
JOIN claims AS c USING (claim)
WHERE $source IS NULL
  OR contains(lower(b.source), lower($source))
  OR b.source IN (SELECT source FROM sources WHERE contains(lower(title), lower($source)))
ORDER BY 3, 1, 2, 4
