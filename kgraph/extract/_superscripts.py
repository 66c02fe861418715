"""Citations set as superscripts, in `<sup>` and in raised characters (`¹`) (semantics, section 4)."""

import re
from itertools import pairwise

from kgraph.extract._plain import Marks
from kgraph.extract._scripts import RAISED
from kgraph.extract._tokens import NUMBERS, Taken, Token, Vocabulary, expand

_SUPERSCRIPT = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[,˒⁻'’][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}){0,9}")
_AROUND = re.compile(r"[\[\]()\s]+")
_NUMBERS_APART = re.compile(r"\d{1,4}(?:[ ,;]+\d{1,4}){0,30}")
_LONGEST = 600
"""No superscript that cites has more characters, as no bracket has."""
_UNIT = re.compile(r"(?:^|[\s(\d/·×*^-])(?:[a-zA-Z]|[kcmdµn]m|ft|in|yd|mi|sec|kg|lb|hr|CO|H|R|χ|σ|e|10|µ)$")


def scan_superscripts(number: int, block: Marks, known: Vocabulary, taken: list[Token]) -> list[Token]:
    """Tokens in `<sup>` and in superscript characters."""
    found: list[Token] = []
    text = block.text
    last = 0
    for inline in block.inlines:
        if inline.kind != "sup" or inline.end <= inline.start or inline.start < last:
            continue
        if inline.end - inline.start > _LONGEST:
            continue  # `<sup>` within `<sup>` a thousand times: none of them is looked through
        content = text[inline.start : inline.end].strip()
        inner = _AROUND.sub(" ", content).strip(" ,;")
        if not NUMBERS.fullmatch(inner.replace(" ", "")) and not _NUMBERS_APART.fullmatch(inner):
            continue
        labels = expand(inner)
        link = block.covering("link", inline.start, inline.end)
        reason = None
        if not any(x in known.labels for x in labels):
            reason = None if "[" in content or (link and link.target.startswith("#")) else "superscript"
        elif "[" not in content and not link and _UNIT.search(text[max(0, inline.start - 6) : inline.start]):
            reason = "exponent"
        last = inline.end
        found.append(
            Token(
                block=number,
                start=inline.start,
                end=inline.end,
                labels=labels,
                convention="superscript",
                reason=reason,
                # Where each number has a link of its own, the numbers tell more than the first of the targets.
                target=link.target if link and len(labels) == 1 else None,
            )
        )
    filled = Taken(found)
    taken[:] = [t for t in taken if not filled.overlaps(t.start, t.end)]
    occupied = Taken((*taken, *found))
    for match in _SUPERSCRIPT.finditer(text):
        if occupied.overlaps(match.start(), match.end()):
            continue
        labels = expand(match[0].translate(RAISED))
        if not set(labels) <= known.labels:
            labels = _run_together(labels, known)
        reason = block.shown_as(match.start(), match.end()) or (
            "superscript"
            if not set(labels) <= known.labels
            else "exponent"
            if text[match.start() - 1 : match.start()] in ("⁻", "⁺")
            or _UNIT.search(text[max(0, match.start() - 6) : match.start()])
            else None
        )
        found.append(
            Token(
                block=number,
                start=match.start(),
                end=match.end(),
                labels=labels,
                convention="superscript",
                reason=reason,
            )
        )
    return found


def _run_together(labels: list[str], known: Vocabulary) -> list[str]:
    """`12` as the labels 1 and 2, where a list has both of them and no 12: some answers set no comma between."""
    digits = list(labels[0]) if len(labels) == 1 else []
    counts_up = all(a < b for a, b in pairwise(digits)) and len(digits) > 1
    return digits if counts_up and set(digits) <= known.labels else labels
