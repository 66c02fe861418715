-- Which claim rests on which source, by their places, and by the place of a citation the words it quotes.

WITH numbered AS (
  SELECT claim, row_number() OVER (ORDER BY article, position, claim) - 1 AS place FROM claims
), known AS (
  SELECT source, row_number() OVER (ORDER BY source) - 1 AS place FROM works
), placed AS (
  SELECT n.place AS claim, k.place AS source, passage, row_number() OVER (ORDER BY n.place, b.source) - 1 AS place
  FROM citations AS b
  JOIN numbered AS n USING (claim)
  JOIN known AS k ON k.source = b.source
)
SELECT json_object(
  'claim', coalesce(list(claim ORDER BY place), []), 'source', coalesce(list(source ORDER BY place), []),
  'passages', coalesce(map_from_entries(list((place, passage) ORDER BY place) FILTER (WHERE passage IS NOT NULL)), MAP {})
)
FROM placed
