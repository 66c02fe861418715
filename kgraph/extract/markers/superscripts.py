"""Citations set as superscripts: in `<sup>`, in raised characters (`¹`), between carets (semantics, section 4)."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from kgraph import late_re as re
from kgraph.extract.markers.convention import token_of
from kgraph.extract.markers.numbers import NUMBERS, expand
from kgraph.extract.text.characters import RAISED, RAISED_DIGITS
from kgraph.extract.text.places import Marks, inlines_in
from kgraph.extract.values import Declared, Token
from kgraph.model import Block, Inline

CARETS = re.compile(r"\^(?:(?<![\[^].)|(?<=\d\^.))(\d{1,3}(?:[,–-]\d{1,3}){0,9})\^")
_RAISED_NUMBERS = re.compile(rf"[{RAISED_DIGITS}]{{1,3}}(?:[,˒⁻'’][{RAISED_DIGITS}]{{1,3}}){{0,9}}")
_AROUND = re.compile(r"[\[\]()\s]+")
_NUMBERS_APART = re.compile(r"\d{1,4}(?:[ ,;]+\d{1,4}){0,30}")
_UNIT = re.compile(
    r"(?:^|[\s(\d/·×*^-])(?:[a-zA-Z\u0370-\u03ff]|[kcmdµn]m|ft|in|yd|mi|sec|kg|lb|hr|CO|10|µ)$"
)
UNIT_CHARS = 6
SUPERSCRIPT_CHARS = 600
"""No superscript that cites has more characters, as no bracket has."""
_WORD = re.compile(r"(?:[^\W\d_]{3}|[a-z]{2}|[^\W\d_]{2}[)\"”’]|[^\W\d_][.,;:!?。，][\"”’)]?)$")
"""What a number that cites is glued to: the end of a word, or a stop behind a letter."""
WORD_CHARS = 4
SIBLINGS = 2
"""So many raised numbers of the article that name entries prove that others cite."""
LABEL_DIGITS = 2
_BASE = re.compile(r"(?<![\w^°])(?:10|[^\W_]|[kcmdµn]m)$")
"""What a power is raised on: `10^6^`, `x^2^`, `5 km^2^`."""
BASE_CHARS = 3


def in_elements(marks: Marks, declared: Declared) -> Iterator[Token]:
    """`<sup>1</sup>`, `<sup>[15],[16]</sup>`. Not `km<sup>2</sup>`, nor `<sup>th</sup>`."""
    text = marks.text
    last = 0
    for inline in marks.inlines:
        if inline.kind != "sup" or inline.end <= inline.start or inline.start < last:
            continue
        if inline.end - inline.start > SUPERSCRIPT_CHARS:
            continue  # `<sup>` within `<sup>` a thousand times: none of them is looked through
        content = text[inline.start : inline.end].strip()
        inner = _AROUND.sub(" ", content).strip(" ,;")
        if not NUMBERS.fullmatch(inner.replace(" ", "")) and not _NUMBERS_APART.fullmatch(inner):
            continue
        labels = expand(inner)
        if declared.labels.isdisjoint(labels) and (pages := _pages_of(marks, inline, len(labels))):
            last = inline.end
            yield from pages
            continue
        link = marks.covering("link", inline.start, inline.end)
        reason = None
        if declared.labels.isdisjoint(labels):
            reason = None if "[" in content or (link and link.target.startswith("#")) else "superscript"
            if reason and _names_notes(text, inline.start, labels, declared):
                reason = "note"
        elif "[" not in content and not link and _is_unit(text, inline.start):
            reason = "exponent"
        last = inline.end
        # Where each number has a link of its own, the numbers tell more than the first of the targets.
        target = link.target if link and len(labels) == 1 else None
        yield Token(-1, inline.start, inline.end, labels, "superscript", target=target, reason=reason)


def _names_notes(text: str, at: int, labels: Sequence[str], declared: Declared) -> bool:
    """Whether a raised number behind a word is that of a note that explains."""
    named = bool(labels) and declared.notes.issuperset(labels)
    return named and not _is_unit(text, at) and bool(_WORD.search(text, max(0, at - WORD_CHARS), at))


def _pages_of(marks: Marks, raised: Inline, numbers: int) -> list[Token]:
    """A token for each link of a raised element that holds a link to a page for each of its two numbers or more."""
    links = inlines_in(marks.block, raised.start, raised.end, "link")
    if not numbers == len(links) > 1 or not all("://" in link.target for link in links):
        return []
    return [
        Token(-1, n.start, n.end, expand(marks.text[n.start : n.end]), "superscript", target=n.target)
        for n in links
    ]


def proven_by_siblings(
    blocks: Sequence[Block], found: Mapping[int, Sequence[Token]]
) -> Mapping[int, Sequence[Token]]:
    """`found`, where a raised number that no list has cites all the same, as others like it do: `algae<sup>9</sup>`. Not `4<sup>th</sup>`."""
    raised = [t for tokens in found.values() for t in tokens if t.convention == "superscript-element"]
    left = {t for t in raised if t.reason == "superscript" and _behind_word(blocks[t.block].text, t)}
    if not left or sum(t.reason is None and t.target is None for t in raised) < SIBLINGS:
        return found
    return {i: [t._replace(reason=None) if t in left else t for t in tokens] for i, tokens in found.items()}


def _behind_word(text: str, token: Token) -> bool:
    """Whether a token of one small number is glued to a word or stands behind a stop."""
    small = len(token.labels) == 1 and len(token.labels[0]) <= LABEL_DIGITS
    return (
        small
        and not _is_unit(text, token.start)
        and bool(_WORD.search(text, max(0, token.start - WORD_CHARS), token.start))
    )


def in_characters(marks: Marks, declared: Declared) -> Iterator[Token]:
    """`wind¹`, `wind¹²` where a list has 1 and 2 and no 12. Not `x²`, nor `10⁻³`."""
    text = marks.text
    for match in _RAISED_NUMBERS.finditer(text):
        labels = expand(match[0].translate(RAISED))
        if not declared.labels.issuperset(labels):
            labels = _run_together(labels, declared)
        reason = marks.shown_as(match.start(), match.end())
        if reason is None and not declared.labels.issuperset(labels):
            reason = "superscript"
        elif reason is None and (
            text[match.start() - 1 : match.start()] in ("⁻", "⁺") or _is_unit(text, match.start())
        ):
            reason = "exponent"
        yield token_of(match, "superscript", labels, reason=reason)


def between_carets(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """Pandoc's superscript `^3^`, where a list has that label. Not `10^6^`."""
    labels = expand(match[1])
    if block.shown_as(match.start(), match.end()):
        return None
    reason = None if known.labels.issuperset(labels) else "superscript"
    if reason is None and _BASE.search(block.text, max(0, match.start() - BASE_CHARS), match.start()):
        reason = "exponent"
    return token_of(match, "superscript", labels, reason=reason)


def _is_unit(text: str, at: int) -> bool:
    return bool(_UNIT.search(text[max(0, at - UNIT_CHARS) : at]))


def _run_together(labels: Sequence[str], declared: Declared) -> tuple[str, ...]:
    """`12` as the labels 1 and 2, where a list has both of them and no 12: some answers set no comma between."""
    digits = tuple(labels[0]) if len(labels) == 1 else ()
    counts_up = all(a < b for a, b in pairwise(digits)) and len(digits) > 1
    return digits if counts_up and declared.labels.issuperset(digits) else tuple(labels)
