"""Macros that an article defines: what of them its reader sees. None is expanded; of each it is told what it does."""

from collections.abc import Mapping
from typing import NamedTuple

from kgraph import late_re as re
from kgraph.read.latex.commands import CITING

_CITE = re.compile(
    rf"\\({CITING.pattern})\s{{0,3}}(?:\[[^\[\]]{{0,80}}\]\s{{0,3}}){{0,2}}\{{\s{{0,3}}#(\d)\s{{0,3}}\}}"
)
_ONLY_NAMES = re.compile(r"\\([A-Za-z@]{1,40}\*?)")
_LINK = re.compile(r"\\href\s{0,3}\{[^{}]{0,600}\}\s{0,3}(?=\{)")
_NAME = re.compile(r"\\([A-Za-z@]{1,40})(?![A-Za-z@*])\s?")
_MAX_NAME = 80
"""So long are the words at most that stand for a name within other words: no macro grows by that."""
_NO_WORDS = re.compile(r"\\(?:[A-Za-z@]{1,40}\*?\s?|[,;:!/ @])|[{}~]")
_ARGUMENT = re.compile(r"#(\d)")
MAX_BODY = 2000
"""No longer body is looked at: such macros set pages, not words."""


class Macro(NamedTuple):
    """What a macro of the article does."""

    arguments: int
    optional: bool = False
    """Whether its first argument stands in square brackets, and may be left out."""
    shown: frozenset[int] = frozenset()
    """The arguments that it shows, from 1."""
    words: str = ""
    """What it shows that has no arguments."""
    same_as: str | None = None
    """The command that it only renames."""
    cites: tuple[str, int] | None = None
    """A command that cites, and the argument that holds its keys."""


def macro_of(
    body: str, arguments: int, *, optional: bool = False, known: Mapping[str, Macro] | None = None
) -> Macro:
    """What a macro with `body` does; `known` are those defined before it.

    >>> macro_of(r"\\citep[see][]{#1}", 1).cites
    ('citep', 1)
    >>> macro_of(r"\\emph{et al.}", 0).words
    'et al.'
    >>> macro_of(r"\\textsf{\\plainname}", 0, known={"plainname": Macro(0, words="Tidal")}).words
    'Tidal'
    """
    if len(body) > MAX_BODY:
        return Macro(arguments, optional)
    whole = body.strip()
    if not arguments and (name := _ONLY_NAMES.fullmatch(whole)):
        return Macro(0, same_as=name[1])
    if cite := _CITE.search(whole):
        return Macro(arguments, optional, cites=(cite[1], int(cite[2])))
    if arguments:
        shown = frozenset(int(number) for number in _ARGUMENT.findall(body))
        return Macro(arguments, optional, shown)
    whole = _LINK.sub("", whole)  # of a link its words are shown
    plain = not any(sign in whole for sign in "$&%#") and "cite" not in whole
    if plain and known:
        whole = _NAME.sub(lambda m: _named(m, known), whole)
    return Macro(0, words=_NO_WORDS.sub("", whole) if plain else "")


def _named(found: re.Match[str], known: Mapping[str, Macro]) -> str:
    """The words of a macro that stands in the body of another, where they are a name; else what was written."""
    words = known[found[1]].words if found[1] in known else ""
    return words if 0 < len(words) <= _MAX_NAME else found[0]
