-- How many articles, claims, sources and sites there are, and how many of these claims rest on.

SELECT json_object(
  'articles', (SELECT count(*) FROM articles),
  'claims', (SELECT count(*) FROM claims),
  'sources', (SELECT count(*) FROM mentions),
  'leaned', (SELECT count(*) FROM mentions WHERE cited = 'in claims'),
  'never', (SELECT count(*) FROM mentions WHERE cited = 'never'),
  'sites', (SELECT count(DISTINCT site) FROM citations JOIN sources USING (source))
)
