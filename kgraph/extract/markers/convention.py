"""One way of marking a citation: a record, and the tokens it finds."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kgraph import late_re as re
from kgraph.extract.markers.evidence import Evidence
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Declared, Token

Find = Callable[[Marks, Declared], Iterable[Token]]
"""The tokens of one block, by the block alone and what the lists declare."""
FindByArticle = Callable[[Marks, Evidence], Iterable[Token]]
"""The tokens of one block that only the whole article makes likely."""
Read = Callable[[re.Match[str], Marks, Declared], Token | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many tokens cite so far, which the conventions that only an article proves must not contradict."""

    citing: int
    """Tokens that cite, by whatever convention."""
    removed: int
    """Tokens that go from the text, whether they cite or only mark notes and what a generator left."""
    listed: int
    """Those of them whose first label a list has."""
    noted: int
    """Those of these that name a footnote, not an entry of a list."""
    lists: int
    """Reference lists and bibliographies of the article."""
    unlabelled: int
    """Entries without a printed label."""


def _never(_: Tally) -> str | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """One row of `CONVENTIONS`.

    `example` is an article in which it cites, `not_` one that looks alike and in which it does not. A row of scope
    `block` finds its tokens in each block by itself; one of scope `article` counts only where `excluded` names no
    other convention that stands against it, and `unproven` no proof that is missing: both say why, for people.
    `needle`, `characters` and `sign` are quick looks that most blocks fail: a substring, characters of which a block has one,
    and a pattern to search. `inline` is the kind of inline, or of marker that a reader knows by syntax, it stands on; `address`
    that it stands on links, marked up or bare. Rows of one `group` are settled together, in order of the text. `rule` is its number in `docs/semantics/markers.md`.
    """

    name: str
    rule: str
    example: str
    not_: str
    suffix: str = ".md"
    """The suffix of files such as `example` and `not_` are."""
    find: Find | None = None
    find_by_article: FindByArticle | None = None
    needle: str = ""
    characters: str = ""
    sign: re.Pattern[str] | None = None
    inline: str = ""
    excluded: Callable[[Tally], str | None] = _never
    unproven: Callable[[Evidence], str | None] | None = None
    unproven_by_tokens: Callable[[Evidence, list[tuple[Marks, Token]]], str | None] | None = None
    """Like `unproven`, asked of all tokens that it found."""
    group: str = ""

    @property
    def scope(self) -> Literal["block", "article"]:
        """What it is judged by: one block, or the whole article."""
        return "block" if self.find is not None else "article"


def by_pattern(pattern: re.Pattern[str], read: Read) -> Find:
    """A finder that reads each match of `pattern`."""

    def find(marks: Marks, declared: Declared) -> Iterator[Token]:
        for match in pattern.finditer(marks.text):
            token = read(match, marks, declared)
            if token is not None:
                yield token

    return find


def token_of(
    match: re.Match[str],
    kind: str,
    labels: Iterable[str],
    *,
    reason: str | None = None,
    target: str | None = None,
    opaque: bool = False,
    keeps_text: bool = False,
    note: str | None = None,
) -> Token:
    """The token that a match is, its block not yet told."""
    return Token(
        block=-1, start=match.start(), end=match.end(), labels=tuple(labels), kind=kind, target=target,
        keeps_text=keeps_text, reason=reason, opaque=opaque, note=note,
    )  # fmt: skip
