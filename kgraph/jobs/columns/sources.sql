-- Sources: a list for each column, and by the place of a source what few have.

WITH cited AS (
  SELECT source, list_sort(list(DISTINCT title)) AS titles FROM "references" WHERE source IS NOT NULL AND title IS NOT NULL GROUP BY source
), printed AS (
  SELECT source, arg_min(text, (article, list, position)) AS text FROM "references" WHERE source IS NOT NULL AND text <> '' GROUP BY source
), seen AS (
  SELECT source, list(json_merge_patch('{}', json_object('title', title, 'time', time, 'status', status, 'by', fetcher)) ORDER BY time NULLS FIRST, title NULLS FIRST, fetcher NULLS FIRST) AS seen
  FROM observations
  GROUP BY source
), hosts AS (
  SELECT site, row_number() OVER (ORDER BY site) - 1 AS place FROM (SELECT DISTINCT site FROM works WHERE site IS NOT NULL)
), makers AS (
  SELECT publisher, row_number() OVER (ORDER BY publisher) - 1 AS place FROM (SELECT DISTINCT publisher FROM works WHERE publisher IS NOT NULL)
), described AS (
  SELECT
    w.source, w.title, w.kind, h.place AS site, m.place AS publisher,
    nullif(w.url, w.source) AS url,
    json_merge_patch('{}', json_object(
      'ids', CASE WHEN len(w.identifiers) > 0 THEN w.identifiers END,
      'authors', CASE WHEN len(w.authors) > 0 THEN w.authors END,
      'date', w.date, 'accessed', w.accessed,
      'titles', CASE WHEN len(c.titles) > 1 THEN c.titles END,
      'by', nullif(w.titled_by, 'cited'),
      'fetched', CASE WHEN w.title_fetched IS DISTINCT FROM w.title THEN w.title_fetched END,
      'status', w.status, 'seen', s.seen,
      'printed', CASE WHEN w.title IS NULL THEN p.text END,
      'outside', CASE WHEN w.cited = 'outside claims only' THEN true END
    )) AS more
  FROM works AS w
  LEFT JOIN cited AS c USING (source)
  LEFT JOIN printed AS p USING (source)
  LEFT JOIN seen AS s USING (source)
  LEFT JOIN hosts AS h USING (site)
  LEFT JOIN makers AS m ON m.publisher = w.publisher
), listed AS (
  SELECT coalesce(list(d ORDER BY source), []) AS rows FROM described AS d
)
SELECT json_object(
  'iri', list_transform(rows, lambda r: r.source), 'title', list_transform(rows, lambda r: r.title),
  'site', list_transform(rows, lambda r: coalesce(r.site, -1)), 'publisher', list_transform(rows, lambda r: coalesce(r.publisher, -1)),
  'kind', list_transform(rows, lambda r: r.kind), 'url', list_transform(rows, lambda r: r.url),
  'more', list_transform(rows, lambda r: r.more)
)
FROM listed
