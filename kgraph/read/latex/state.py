"""What a LaTeX reader knows while it goes through the tokens."""

from kgraph.read.latex.macros import Macro
from kgraph.read.latex.page import Page
from kgraph.read.latex.source import Source
from kgraph.spans import Span


class State:
    """The tokens, the page, and what the article defines and names."""

    def __init__(self, text: str) -> None:
        self.source = Source(text)
        self.page = Page()
        self.bibliography: list[str] = []
        self.macros: dict[str, Macro] = {}
        self.hidden: set[int] = set()
        """The braces of arguments that a macro does not show."""
        self.notes = 0
        """How many notes have been numbered."""
        self.included: list[tuple[str, Span]] = []
