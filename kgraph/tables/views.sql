-- What the tables say together. The engine is DuckDB; the views of the tables themselves are made by views.py.

-- What each fetcher last saw of each source.
CREATE VIEW latest AS
SELECT *
FROM observations
QUALIFY row_number() OVER (PARTITION BY source, fetcher ORDER BY time DESC, observation DESC) = 1;

-- What became of each source when it was last asked: a fetcher that knows nothing of it says "unknown", and what another
-- found out stands. An archive says what it keeps, not what became of the source.
CREATE VIEW statuses AS
SELECT
  source,
  arg_max(status, (status <> 'unknown', time, observation)) AS status,
  arg_max(time, (status <> 'unknown', time, observation)) AS time
FROM observations
WHERE fetcher <> 'archive'
GROUP BY source;

-- The title of each source that has one: as cited, else as fetched; of several the first in order.
CREATE VIEW titles AS
SELECT source, coalesce(min(cited), min(fetched)) AS title
FROM (
  SELECT source, title AS cited, NULL AS fetched FROM sources WHERE title IS NOT NULL
  UNION ALL
  SELECT source, NULL, title FROM observations WHERE title IS NOT NULL
)
GROUP BY source;

-- Each source that an entry or a marker names, once, and where it is cited: in claims, where one rests on it; outside claims
-- only, where nothing but markers elsewhere name it; never, where no marker does.
CREATE VIEW mentions AS
SELECT
  source,
  CASE max(place) WHEN 2 THEN 'in claims' WHEN 1 THEN 'outside claims only' ELSE 'never' END AS cited
FROM (
  SELECT source, 0 AS place FROM sources
  UNION ALL
  SELECT unnest(sources), 1 FROM markers
  UNION ALL
  SELECT source, 2 FROM citations
)
GROUP BY source;

-- Each source that an entry or a marker names, once, as all articles together describe it; what they do not say
-- is as fetched by who knows its title best: registries before the page, and of two the later.
CREATE VIEW works AS
WITH cited AS (
  SELECT
    source, min(kind) AS kind, min(title) AS title, min(site) AS site, min(publisher) AS publisher,
    min(list_min(urls)) AS url,
    list_sort(list_distinct(flatten(list(identifiers)))) AS identifiers
  FROM sources
  GROUP BY source
), printed AS (
  SELECT
    source,
    arg_min(authors, entry) FILTER (WHERE len(authors) > 0) AS authors,
    arg_min(date, entry) FILTER (WHERE date IS NOT NULL) AS date,
    arg_min(accessed, entry) FILTER (WHERE accessed IS NOT NULL) AS accessed
  FROM "references"
  WHERE source IS NOT NULL
  GROUP BY source
), backing AS (
  SELECT source, count(*) AS claims, count(DISTINCT article) AS articles FROM citations GROUP BY source
), fetched AS (
  SELECT
    source, title, fetcher, authors, date, site
  FROM observations
  WHERE title IS NOT NULL
  QUALIFY row_number() OVER (PARTITION BY source ORDER BY fetcher = 'page', time DESC, observation DESC) = 1
)
SELECT
  source,
  coalesce(c.kind, 'other') AS kind,
  coalesce(c.title, f.title) AS title,
  c.site,
  c.publisher,
  c.url,
  coalesce(c.identifiers, []) AS identifiers,
  coalesce(p.authors, f.authors, []) AS authors,
  coalesce(p.date, f.date) AS date,
  f.site AS published_in,
  p.accessed,
  m.cited,
  coalesce(b.claims, 0) AS claims,
  coalesce(b.articles, 0) AS articles,
  CASE WHEN c.title IS NOT NULL THEN 'cited' ELSE f.fetcher END AS titled_by,
  f.title AS title_fetched,
  s.status
FROM mentions AS m
LEFT JOIN cited AS c USING (source)
LEFT JOIN printed AS p USING (source)
LEFT JOIN backing AS b USING (source)
LEFT JOIN fetched AS f USING (source)
LEFT JOIN statuses AS s USING (source);
