"""XML as JATS and TEI write articles, and Word its files: a tree with the place of every piece, and blocks made of it."""
