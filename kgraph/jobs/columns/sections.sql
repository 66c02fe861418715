-- The headings above claims, each once.

SELECT to_json(coalesce(list(section ORDER BY section), [])) FROM (SELECT DISTINCT coalesce(section, '') AS section FROM claims)
