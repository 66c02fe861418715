"""Directives that show what is no text: code, formulas, pictures."""

from textwrap import dedent

from kgraph.read.rst.head import Head

_CODE = frozenset(
    ("code", "code-block", "sourcecode", "parsed-literal", "prompt", "ipython", "doctest", "testcode", "highlight-block", "mermaid")
)  # fmt: skip


class ShownApart(Head):
    """What is shown between the blocks."""

    def shown_apart(self, name: str, i: int, body: int, stop: int, told: str) -> None:
        """What a directive shows that is no text. Most others show nothing, or what is not here.

        It stands in the lines from `i` up to `stop`, its content from line `body` on; `told` stands behind its name.
        """
        start, end = self.lines[i].start, self.lines[stop - 1].end
        if name == "image":
            self.sheet.show(start, end, "image", self.instead(i + 1, body))
        elif name == "math":
            below = dedent(self.text[self.lines[body].start : end]) if body < stop else ""
            self.sheet.show(start, end, "math", f"{told}\n{below}".strip())
        elif name in _CODE and body < stop:
            first = next((n for n in range(body, stop) if not self.lines[n].is_blank), body)
            self.show(i, stop, "code", first, stop)
        else:
            self.drop(i, stop, "code")

    def instead(self, first: int, last: int) -> str:
        """The words that stand in for a picture, among the options from line `first` up to `last`."""
        options = (self.line(n).partition(":alt:") for n in range(first, last))
        return next((words.strip() for before, option, words in options if option and not before), "")
