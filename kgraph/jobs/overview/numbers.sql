-- How many articles, claims, sources and sites there are, and how many of these claims rest on.

SELECT json_object(
  'articles', (SELECT count(*) FROM articles),
  'claims', (SELECT count(*) FROM claims),
  'sources', (SELECT count(*) FROM works),
  'leaned', (SELECT count(*) FROM works WHERE claims > 0),
  'sites', (SELECT count(DISTINCT site) FROM works WHERE claims > 0),
  'never', (SELECT count(*) FROM works WHERE claims = 0)
)
