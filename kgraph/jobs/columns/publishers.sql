-- Publishers, each once.

SELECT to_json(coalesce(list(publisher ORDER BY publisher), [])) FROM (SELECT DISTINCT publisher FROM works WHERE publisher IS NOT NULL)
