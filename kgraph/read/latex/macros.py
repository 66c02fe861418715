"""Macros that an article defines: what of them its reader sees. None is expanded; of each it is told what it does."""

from typing import NamedTuple

from kgraph import late_re as re
from kgraph.read.latex.commands import CITING

_CITE = re.compile(
    rf"\\({CITING.pattern})\s{{0,3}}(?:\[[^\[\]]{{0,80}}\]\s{{0,3}}){{0,2}}\{{\s{{0,3}}#(\d)\s{{0,3}}\}}"
)
_ONLY_NAMES = re.compile(r"\\([A-Za-z@]{1,40}\*?)")
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


def macro_of(body: str, arguments: int, *, optional: bool = False) -> Macro:
    """What a macro with `body` does.

    >>> macro_of(r"\\citep[see][]{#1}", 1).cites
    ('citep', 1)
    >>> macro_of(r"\\emph{et al.}", 0).words
    'et al.'
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
    plain = not any(sign in whole for sign in "$&%#") and "cite" not in whole
    return Macro(0, words=_NO_WORDS.sub("", whole) if plain else "")
