-- Which claims rest on some sources, and on what else, should these fall?
-- param source: IRI or address as cited of a source, a site, or a publisher as github.com/ada; several with a space between (default: all)
-- column claim (IRI): the claim
-- column claim_text: its words
-- column support: cited, or carried (inferred from the end of its block)
-- column falls: sources of the claim that are among them
-- column others: sources that it keeps; 0 where it stands on nothing else
-- column article: path of the article
-- column start: first code point of the claim

WITH fallen AS (
  SELECT DISTINCT source FROM sources
  WHERE $source IS NULL OR list_has_any(list_concat([source, site, publisher], urls), string_split($source, ' '))
)
SELECT
  c.claim, c.text AS claim_text, c.support, count(f.source) AS falls, count(*) - count(f.source) AS others, c.article, c.start
FROM citations AS b
JOIN claims AS c USING (claim)
LEFT JOIN fallen AS f ON f.source = b.source
GROUP BY ALL
HAVING count(f.source) > 0
ORDER BY c.article, c.start, c.claim
