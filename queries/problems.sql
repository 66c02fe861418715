-- Where are the flaws?
-- param code: kind of problem (default: all)
-- param article: path of one article (default: all)
-- column article: path
-- column line: line of the file, or of the cell, from 1
-- column column: column, from 1
-- column code: kind of problem
-- column message: what is wrong
-- column cell: number of the cell, in a notebook
-- column file: bibliography beside the article that the line is of

SELECT article, line, "column", code, message, cell, file
FROM problems
WHERE ($code IS NULL OR code = $code) AND ($article IS NULL OR article = $article)
ORDER BY article, file NULLS FIRST, cell NULLS FIRST, line, "column", code, message
