"""Numbers in parentheses, `deficiency is common (1, 3–5).`, as medical styles cite.

They are what prose numbers its points with, too. So they count only in an article that cites in no other
way, whose numbered list has each of them, which names half of that list so, and where most of them name
several entries or stand at a stop: numbers of equations, of parts and of points stand amid the words.
"""

from kgraph import late_re as re
from kgraph.extract.lexicon import patterns_of
from kgraph.extract.markers.evidence import Evidence
from kgraph.extract.markers.numbers import expand
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Token

_NUMBER = re.compile(
    r"\((?:(?<=^.)|(?<=[\w.,;:%”\"’)\]] .)|(?<=[^\W\d].)|(?<=[.,;:%”\"’)\]].)|(?<=(?:19|20)\d\d.))(\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,20})\)(?=[.,;:!?)”\"]|\s|$)",
    re.MULTILINE,
)
_POINTS = re.compile(rf"(?:^|[,;:]|\b(?:{patterns_of('patterns.before_points')}))$", re.IGNORECASE)
"""What goes before a number that points to something else or counts: `first (1)`, `equation (2)`."""
_STOPS = frozenset('.,;:!?)”"')
_MORE = re.compile(r"\s{0,9}\S")
_FEWEST = 3
_LOOK_BACK_CHARS = 12


def in_parentheses(marks: Marks, evidence: Evidence) -> list[Token]:
    """`deficiency is common (1, 3–5).` Not `first (1) limes, then (2) kites`, nor `equation (2)`.

    In a block, the numbers that count its points, amid the words, are none: `(1)` before a `(2)` that does.
    """
    listed = evidence.numbers
    text = marks.text
    if marks.block.kind == "heading" or "(" not in text or len(listed) < _FEWEST:
        return []
    tokens: list[Token] = []
    counted = opened = 0
    for match in reversed(list(_NUMBER.finditer(text))):
        labels = expand(match[1])
        start = match.start(1) - 1
        single = int(labels[0]) if len(labels) == 1 and not _before_stop(text, match.end()) else 0
        before = text[max(0, start - _LOOK_BACK_CHARS) : start]
        if _POINTS.search(before.rstrip()) or (single and counted == single + 1):
            counted = single
        elif listed.issuperset(labels):
            token = Token(-1, start, match.end(), labels, "parentheses")
            if single and before.endswith((". ", "! ", "? ")):
                if opened == single + 1:
                    tokens.pop()  # `(1) First came limes. (2) Then came …`
                    counted, opened = single, 0
                    continue
                opened = single
            else:
                opened = 0
            counted = 0
            tokens.append(token)
    tokens.reverse()
    return tokens


def unproven(evidence: Evidence, found: list[tuple[Marks, Token]]) -> str | None:
    """Why numbers in parentheses are none in this article; None where they are its way to cite."""
    named: set[str] = set()
    sure = 0
    for marks, token in found:
        named.update(token.labels)
        glued = marks.text[max(0, token.start - 1) : token.start] in (".", "!", "?")
        sure += len(token.labels) > 1 or glued or _before_stop(marks.text, token.end)
    fewest = max(_FEWEST, len(evidence.numbers) / 2)
    if len(named) < fewest:
        return f"they name {len(named)} of the list's {len(evidence.numbers)} numbers, not half"
    if sure * 2 <= len(found):
        return f"{sure} of {len(found)} name several entries or stand at a stop, not most"
    return None


def _before_stop(text: str, at: int) -> bool:
    return text[at : at + 1] in _STOPS or not _MORE.match(text, at)
