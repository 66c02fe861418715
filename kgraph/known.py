"""What a reader knows by the syntax of its format, and hands over: markers, entries of reference lists, exhibits."""

import re
from typing import Literal, NamedTuple

from kgraph.spans import Span


class KnownMarker(NamedTuple):
    """A token that is a citation by the syntax of its format: a footnote, an element, a command, a role.

    It is plain `[start, end)` of block `block`, and names `labels`, none where only its vendor knows what it cites.
    `span` is the whole construct in the source, None where it is no more than the plain text.
    """

    block: int
    start: int
    end: int
    kind: str
    labels: tuple[str, ...]
    span: Span | None = None
    cites: bool = True
    """False for what a generator left that cites nothing, and for what names a place of the text itself."""
    as_words: bool = False
    """Whether it sets the authors as words of the sentence (`\\citet`, `{cite:t}`)."""
    locator: str | None = None
    """The place within the source that it names, as written: `p. 4` of `\\citep[p. 4]{moss}`."""


class Signs(NamedTuple):
    """Signs of the source whose meaning only its format knows, in order."""

    escapes: tuple[tuple[int, int], ...] = ()
    """(sign, character): where a sign says that the character behind it is text, and where that stands."""
    lookalikes: tuple[Span, ...] = ()
    """What looks like a marker, wherever it stands: an element with nothing but a number raised in it."""
    leftover: re.Pattern[str] | None = None
    """What stands in the plain text of delimiters that set nothing apart; None where there is nothing of the kind."""


NO_SIGNS = Signs()


class KnownEntry(NamedTuple):
    """A block that is a reference entry by the syntax of its format, all of it.

    What syntax tells of it besides: `label`, what it is called, `title` and `url`. None where only its words may tell.
    """

    block: int
    label: str | None = None
    title: str | None = None
    url: str | None = None
    means: str | None = None
    """The label of the entry whose work it means, where it names none of its own (`{{harvnb|Moss|2010}}`)."""


ExhibitKind = Literal["code", "math", "image"]


class Exhibit(NamedTuple):
    """What an article shows between its blocks and is no body text: code, a formula set apart, a picture.

    `text` is the code, the formula in TeX as far as it is written in it, or the words that stand in for the picture.
    """

    kind: ExhibitKind
    text: str
    span: Span
