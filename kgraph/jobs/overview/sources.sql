-- The sources that most claims rest on: IRI, title, address, publisher, claims.

WITH leaned AS (
  SELECT source, title, url, publisher, claims FROM works WHERE claims > 0 ORDER BY claims DESC, source LIMIT 10
)
SELECT to_json(coalesce(list(json_array(source, title, url, publisher, claims) ORDER BY claims DESC, source), [])) FROM leaned
