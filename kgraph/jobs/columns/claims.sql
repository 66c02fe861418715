-- Claims in the order of their articles: a list for each column; places of articles and sections, numbers of backings.

WITH numbered AS (
  SELECT article, row_number() OVER (ORDER BY iri) - 1 AS place FROM articles
), headed AS (
  SELECT section, row_number() OVER (ORDER BY section) - 1 AS place
  FROM (SELECT DISTINCT coalesce(section, '') AS section FROM claims)
), listed AS (
  SELECT coalesce(list(struct_pack(
    id := string_split(c.claim, '#')[-1], text := c.text, article := n.place, section := h.place, start := c.start, stop := c."end",
    backing := list_position(['several', 'one', 'unknown', 'carried', 'missing', 'uncited'], c.backing) - 1
  ) ORDER BY c.article, c.position, c.claim), []) AS rows
  FROM claims AS c
  JOIN numbered AS n ON n.article = c.article
  JOIN headed AS h ON h.section = coalesce(c.section, '')
)
SELECT json_object(
  'id', list_transform(rows, lambda r: r.id), 'text', list_transform(rows, lambda r: r.text),
  'article', list_transform(rows, lambda r: r.article), 'section', list_transform(rows, lambda r: r.section),
  'start', list_transform(rows, lambda r: r.start), 'end', list_transform(rows, lambda r: r.stop),
  'backing', list_transform(rows, lambda r: r.backing)
)
FROM listed
