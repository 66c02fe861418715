-- Sites, each once.

SELECT to_json(coalesce(list(site ORDER BY site), [])) FROM (SELECT DISTINCT site FROM works WHERE site IS NOT NULL)
