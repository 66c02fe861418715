"""Citations set as superscripts: `<sup>`, `¹`, and bare digits glued to the text (`horizon.4`).

A bare digit is the riskiest token there is. It counts only where a numbered list has that label and it
stands where a superscript would (semantics, section 4).
"""

import re
from collections.abc import Callable, Iterator

from kgraph.extract._plain import Marks
from kgraph.extract._tokens import NUMBERS, Taken, Token, Vocabulary, expand

_SUPERSCRIPT = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[,⁻'’][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}){0,9}")
_AROUND = re.compile(r"[\[\]()\s]+")
_NUMBERS_APART = re.compile(r"\d{1,4}(?:[ ,;]+\d{1,4}){0,30}")
_TO_ASCII = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_MAX_LEAD = 3
_DIGITS = r"(\d{1,3}(?:[,–-]\d{1,3}){0,9})"
_GLUED_TO_STOP = re.compile(
    r"(?<=[^\W\d_])[.,;:!?]?[.,;:!?)”\"’»\]]"
    + _DIGITS
    + r"(?=\s|$|[)\]”\"])|(?<=[)\]”\"’»%])[.,;:!?]"
    + _DIGITS
    + r"(?=\s|$|[)\]”\"])|(?<=(?:19|20)\d\d)[.,]"
    + _DIGITS
    + r"(?=\s+[A-ZÀ-Þ]|\s*$)|(?<=[。！？；，、）」』])"
    + _DIGITS
    + r"(?!\d|[.．]\d|[年月日个種种%％万亿])"
)
_STOP_DIGIT = re.compile(r"[.,;:!?)”\"’»\]。！？；，、）」』]\d")
"""What every match of `_GLUED_TO_STOP` holds: looked for first, since that pattern is slow at every character."""
_GLUED_TO_WORD = re.compile(r"(?<![\w.-])([^\W\d_]{4,})" + _DIGITS + r"(?=[\s.,;:!?)]|$)")
_ALONE = re.compile(r"(?<![\w.-])([^\W\d_]{4,}[)”\"’]?) " + _DIGITS + r"(?=\s[a-zß-ÿ]|[.,;:!?](?:\s|$)|\s?$)")
_LETTER_DIGIT = re.compile(r"\d(?<=[^\W\d_]\d)")
_SPACE_DIGIT = re.compile(r" \d")
_VERSION_WORD = re.compile(
    r"v|ver|vol|no|nr|fig|figs|figure|figures|eq|eqs|sec|ch|pp?|art|tab|table|tables|section|sections|chapter|chapters|step|steps|phase|phases|part|parts|page|pages|level|levels|"
    r"layer|tier|type|version|versions|option|stage|item|line|lines|day|days|week|year|years|month|round|point|question|appendix|equation|top|about|over|under|than|nearly|almost|"
    r"least|most|only|around|approximately|roughly|between|within|after|before|from|until|since|into|with|through|across|per|every|each|another|first|last|next|past|these|those|"
    r"some|another|the|and|for|are|was|were|has|have|had|uses|use|used|using|takes|take|took|requires|require|required|needs|need|contains|contain|includes|include|including|"
    r"window|windows|python|llama|gemma|qwen|claude|gemini|sonnet|opus|haiku|mistral|base|utf|sha|area|grade|class|room|route|highway|article|rule|scenario|case|example|experiment|"
    r"task|method|model|group|category|size|factor|power|exceeds|equals|reached|reaches|January|February|March|April|May|June|July|August|September|October|November|December|"
    r"percent|million|billion|thousand|hundred|dozen|zwei|drei|bis|vor|seit|nach",
    re.IGNORECASE,
)  # fmt: skip
_CONTINUES = re.compile(
    r"\s(?:and|or|but|nor|which|that|who|whose|where|when|while|whereas|because|since|although|though|if|as|is|are|was|were|be|been|has|have|had|can|could|may|might|must|will|"
    r"would|should|does|do|did|to|in|of|for|with|by|on|at|from|into|onto|over|under|through|via|between|among|across|against|during|without|within|than|then|so|yet|also|further|"
    r"furthermore|however|therefore|thus|hence|not|the|a|an|this|these|its|their|such|it|they|we|you|allows?|enables?|provides?|shows?|demonstrates?|uses?|offers?|makes?|"
    r"suggests?|indicates?|leads?|requires?|supports?|remains?|becomes?|using|including|rather|instead|even|often|\w{3,}ly)\b"
)
_UNIT = re.compile(r"(?:^|[\s(\d/·×*^-])(?:[a-zA-Z]|[kcmdµn]m|ft|in|yd|mi|sec|kg|lb|hr|CO|H|R|χ|σ|e|10|µ)$")


def scan_superscripts(number: int, block: Marks, known: Vocabulary, taken: list[Token]) -> list[Token]:
    """Tokens in `<sup>` and in superscript characters."""
    found: list[Token] = []
    text = block.text
    last = 0
    for inline in block.inlines:
        if inline.kind != "sup" or inline.end <= inline.start or inline.start < last:
            continue
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
                target=link.target if link else None,
            )
        )
    filled = Taken(found)
    taken[:] = [t for t in taken if not filled.overlaps(t.start, t.end)]
    occupied = Taken((*taken, *found))
    for match in _SUPERSCRIPT.finditer(text):
        if occupied.overlaps(match.start(), match.end()):
            continue
        labels = expand(match[0].translate(_TO_ASCII))
        reason = (
            "superscript"
            if not set(labels) <= known.labels
            else "exponent"
            if _UNIT.search(text[max(0, match.start() - 6) : match.start()])
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


def proves_convention(text: str, known: Vocabulary) -> bool:
    """Whether a digit of the list is glued to closing punctuation in `text`."""
    return any(set(expand(_digits(m))) <= known.labels for m in _glued_to_stop(text))


def _glued_to_stop(text: str) -> Iterator[re.Match[str]]:
    """What `_GLUED_TO_STOP.finditer` gives: a match begins at the stop, or one character to either side of it."""
    last = 0
    for sign in _STOP_DIGIT.finditer(text):
        stop = sign.start()
        for at in range(max(stop - 1, last), stop + 2):
            match = _GLUED_TO_STOP.match(text, at)
            if match:
                last = match.end()
                yield match
                break


def scan_digits(
    number: int,
    block: Marks,
    known: Vocabulary,
    taken: list[Token],
    *,
    words: Callable[[], frozenset[str]],
    highest: int,
) -> tuple[list[Token], int]:
    """Bare digits that stand where superscripts would, and the highest label met so far.

    `words` gives the lower-case words of the article: `guardrails1` is a word with a marker only where
    `guardrails` is a word. Lists made by machines number in order of first mention, so that a doubtful
    digit must not run ahead of `highest` by more than one.
    """
    text = block.text
    found: list[Token] = []
    candidates: list[tuple[int, int, str, bool]] = []
    for match in _glued_to_stop(text):
        digits = _digits(match)
        candidates.append((match.end() - len(digits), match.end(), digits, False))
    # A look for what both patterns end in is many times cheaper than either.
    likely = [p for p, sign in ((_GLUED_TO_WORD, _LETTER_DIGIT), (_ALONE, _SPACE_DIGIT)) if sign.search(text)]
    for pattern in likely:
        for match in pattern.finditer(text):
            word = match[1].rstrip(')”"’')
            if _VERSION_WORD.fullmatch(word) or word != word.lower():
                continue
            if pattern is _ALONE and not (
                _CONTINUES.match(text, match.end()) or text[match.end() : match.end() + 1] in ".,;:!?"
            ):
                continue
            if pattern is _GLUED_TO_WORD and word not in words():
                continue
            candidates.append((match.start(2), match.end(2), match[2], True))
    occupied = Taken(taken)
    for start, end, digits, doubtful in sorted(candidates):
        labels = expand(digits)
        if not labels or not set(labels) <= known.labels or occupied.overlaps(start, end):
            continue
        if any(block.covering(kind, start, end) for kind in ("code", "math", "link")):
            continue
        top = max(int(re.sub(r"\D", "", x)) for x in labels)
        if doubtful and top > highest + _MAX_LEAD:
            continue
        highest = max(highest, top)
        occupied.add(start, end)
        found.append(Token(block=number, start=start, end=end, labels=labels, convention="superscript-digit"))
    return found, highest


def _digits(match: re.Match[str]) -> str:
    return match[match.lastindex or 0]
