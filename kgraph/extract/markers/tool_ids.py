"""What tools call the things they found: ids that say nothing to a reader, and cite what only an entry with the same id tells."""

from collections.abc import Iterator

from kgraph import late_re as re
from kgraph.extract.lexicon import words_of
from kgraph.extract.markers.convention import token_of
from kgraph.extract.markers.entity_tokens import CLOSES, OPENS, PARTS
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Declared, Token

_TURN = r"turn\d{1,4}[a-z]{2,12}\d{1,4}"
_KIND = "(?:file)?cite|navlist"
_TURNS = rf"{PARTS}?{_TURN}(?:{PARTS}?{_TURN}){{0,40}}"
_BEGINS = rf"(?:{OPENS}(?:{_KIND})?|{_KIND}|(?={PARTS}))"
REMAINS = re.compile(rf"{_BEGINS}{_TURNS}{CLOSES}?")
"""What a copy leaves of a token between signs: `citeturn0search3turn0search5`."""
_LISTED = rf"(?:{_KIND})?{_TURN}(?:[\s,;]{{0,2}}{_TURN}){{0,20}}"
IN_BRACKETS = re.compile(rf"[(（\[【]{_LISTED}[)）\]】]")
"""`【turn0search4】`, `[turn1view0]`, `(turn2search1, turn2search3)`."""
_IDS = re.compile(_TURN)
_ROWS = r"(?:\+more|\d{1,7})"
_TABLE = rf"[A-Z][a-z]{{2,20}} \({_ROWS}(?:, {_ROWS}){{0,40}}\)"
_OF_GRAPH = rf"\[Data: {_TABLE}(?:[;,] {_TABLE}){{0,8}}\]"
_FILE = r" [\w./-]{1,100}\.[a-z]{2,5}(?!\w)"
RETRIEVED = re.compile(rf"{_OF_GRAPH}|\[(?:KG|DC)\]{_FILE}")
"""`[Data: Sources (3, 7); Reports (2, +more)]`, `[KG] plan.md`: rows and chunks that a retriever names."""
_TOOL = "|".join(
    (
        "web", "post", "news", "file", "memory", "image", "chart", "page", "tool", "doc", "video", "x_post",
        "[a-z]{2,20}(?:_[a-z]{2,20}){1,3}",
    )
)  # fmt: skip
FOUND = re.compile(rf"(?:{_TOOL}):\d{{1,4}}(?:\s?[,;]\s?(?:{_TOOL}):\d{{1,4}}){{0,20}}")
"""What a vendor's tool found, by its own numbers: `web:3, post:12`, `attached_file:1`."""
_UNNAMED = re.compile(words_of("words.unnamed"), re.IGNORECASE)
_BEHIND_STOP = re.compile(r"[.!?。！？][\"”’»)\]*_]{0,3}\s{0,2}$")
_AT_END = re.compile(r"\s{0,2}(?:[.,;:!?)\]。，；！？）]|$|\n)")
_LOOK_BACK_CHARS = 8
"""How many characters before a bracket tell whether it stands behind a stop."""
_CURSOR = re.compile(r"【(\d{1,4})(?::\d{1,4})?†[^【】\n]{1,300}】")
_PRIVATE = re.compile(r"\ue200[^\ue200\ue201]{0,2000}\ue201")
_CARRIED = re.compile(rf"{_PRIVATE.pattern}|{_CURSOR.pattern}|{REMAINS.pattern}|{IN_BRACKETS.pattern}")
_BETWEEN = re.compile(r"[ .,;]*")
MAX_IDS = 60
"""So many ids of one entry are kept."""


def remains(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """`citeturn0search3`, `\\ue202turn0search0`: it resolves where an entry has the id. Not `turn0search3` in prose."""
    return token_of(match, "opaque", _IDS.findall(match[0]), opaque=True)


def retrieved(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """`[Data: Sources (3)]`, `[KG] plan.md`. Not `[Data: see below]`, nor `[KG] is`."""
    return token_of(match, "opaque", (), opaque=True)


def is_unnamed_source(match: re.Match[str], content: str) -> bool:
    """Whether a bracket is `[source]`, `[ref]` behind what it backs. Not `[source] says so`, nor `[source code]`."""
    if not _UNNAMED.fullmatch(content):
        return False
    text, start = match.string, match.start()
    before = text[max(0, start - _LOOK_BACK_CHARS) : start]
    return bool(before.strip()) and bool(_BEHIND_STOP.search(before) or _AT_END.match(text, match.end()))


def ids_at_end(text: str, start: int, end: int) -> tuple[tuple[str, ...], int]:
    """The ids that stand at the end of an entry in `[start, end)` of `text`, and where the entry ends before them.

    >>> ids_at_end("Lee. Tides【8†L2-L9】【12†L1】.", 0, 27)
    (('8', '12'), 10)
    """
    ids: list[str] = []
    begin = last = end
    for match in _CARRIED.finditer(text, start, end) if _may_carry(text, start, end) else ():
        if not ids or _BETWEEN.fullmatch(text, last, match.start()) is None:
            ids, begin = [], match.start()
        ids += _ids_in(match)
        last = match.end()
    if not ids or _BETWEEN.fullmatch(text, last, end) is None:
        return (), end
    return tuple(dict.fromkeys(ids))[:MAX_IDS], start + len(text[start:begin].rstrip())


def _may_carry(text: str, start: int, end: int) -> bool:
    return any(text.find(sign, start, end) >= 0 for sign in ("\ue200", "†", "turn"))


def _ids_in(match: re.Match[str]) -> Iterator[str]:
    """The ids that a token at the end of an entry names."""
    if match[1]:
        yield match[1]
    elif "\ue202" in match[0]:
        yield from (part for part in match[0].strip("\ue200\ue201").split("\ue202")[1:] if part)
    else:
        yield from _IDS.findall(match[0])
