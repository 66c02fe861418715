"""One reference entry: whether a line is one, and what it says of its source."""
