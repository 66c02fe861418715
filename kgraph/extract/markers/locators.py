"""Places within a source, as citations print them: pages, chapters, sections."""

from kgraph.extract.lexicon import patterns_of

PLACE = f"(?:§|{patterns_of('patterns.places')})"
"""What goes before the number of a place: `p.`, `S.`, `chapter`; asked without regard to case."""
