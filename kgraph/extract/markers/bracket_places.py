"""Where a token in brackets begins and ends, and why it may be none where it stands."""

from collections.abc import Sequence
from itertools import pairwise

from kgraph import late_re as re
from kgraph.extract.markers.convention import token_of
from kgraph.extract.markers.numbers import numeric_reason
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Declared, Token

_PAGE = re.compile(r":\s{0,2}\d{1,4}(?:[–-]\d{1,4})?(?=\s{1,3}[^\Wa-zß-ÿ]|\s{0,3}$|\s{1,3}[^\w\s])")
"""A page, but not the number a sentence goes on with: `The team won.[1]: 45 of them said …`."""
_INTERVAL = re.compile(r"(\d{1,4})\s?[-–]\s?(\d{1,4})")
_ROW = re.compile(r"\d{1,4}(?:\s?,\s?\d{1,4}){1,30}")
_COMMA = re.compile(r"\s?,\s?")
_DIGITS = 5
_NAMED_SUPERSCRIPT = re.compile(r"\[[\w .-]{1,60}\]\s?\(?")
_BROKEN_LINK = re.compile(r"\((?:https?://\S{1,2000}|#[\w:.-]{0,100}\)?)")


def placed(
    match: re.Match[str], content: str, labels: tuple[str, ...], block: Marks, known: Declared
) -> Token | None:
    """The token of `labels` where it stands: with outer brackets, page and link, and the reason why it may be none."""
    shown = block.shown_as(match.start(), match.end())
    token = _with_its_link(token_of(match, "bracket", labels, reason=shown), content, block.text)
    token = _widened(token, block)
    token = _filling_superscript(_with_page(token, block.text), block)
    link = block.covering("link", token.start, token.end)
    if link and _is_year(labels, known) and ("://" in link.target or link.target[:1] == "#"):
        return None  # `[Lee et al. [2020]](url)`, `[[2020](#lee)]`: the year is one of the words
    if link and link.start <= match.start() + 2 and link.end >= match.end() - 2:
        token = token._replace(target=link.target)
    elif link and link.start < match.start():
        return None if link.end > match.end() + 1 and known.labels.isdisjoint(labels) else token
    elif not shown:
        token = _with_broken_link(token, block)
    unknown = known.labels.isdisjoint(labels) or ("0" in labels and "0" not in known.labels)
    said = content[0] == "^" or content[:4].lower() == "cite"  # what it is: `[cite: 3, 5]`
    if shown or token.target is not None or not unknown or said:
        return token
    if _spans_more(content, known):
        return token._replace(reason="interval")
    reason = numeric_reason(block.text, token.start, token.end, labels)
    reason = reason or ("number" if _is_row_of_numbers(content, known) else None)
    return token._replace(reason=reason or ("other" if known.by_tags else None))


def _spans_more(content: str, known: Declared) -> bool:
    """Whether a range counts more than a numbered list has, and begins behind its end: `[9-18]` beside three entries.

    Not `[4-6]`, which goes on where the list ends: entries are missing.
    """
    ends = _INTERVAL.fullmatch(content)
    if ends is None or "1" not in known.labels:
        return False
    first, last = int(ends[1]), int(ends[2])
    return first < last and known.labels.isdisjoint((str(first - 1), str(last - first)))


def _is_row_of_numbers(content: str, known: Declared) -> bool:
    """Whether numbers side by side are values, not labels: far beyond a numbered list, and falling, alike or ten times as high.

    Matches `[105, 255, 55]`, `[640, 480]` beside twenty entries. Not `[21, 22]`, `[24, 21]`: entries are missing.
    """
    if "1" not in known.labels or not _ROW.fullmatch(content):
        return False
    numbers = [int(n) for n in _COMMA.split(content)]
    highest = max(int(label) for label in known.labels if label.isdecimal() and len(label) < _DIGITS)
    rises = all(a < b for a, b in pairwise(numbers))
    return min(numbers) > (10 if rises else 1) * highest and max(numbers) > 3 * highest


def _is_year(labels: Sequence[str], known: Declared) -> bool:
    return len(labels[0]) == 4 and labels[0].isdigit() and known.labels.isdisjoint(labels)


def _with_its_link(token: Token, content: str, text: str) -> Token:
    """The token with the number of its link behind it: `[^1^][1]`, as one vendor's answers are copied. Not `[1][2]`."""
    again = f"[{token.labels[0]}]"
    doubled = content[0] == "^" and text.startswith(again, token.end)
    return token._replace(end=token.end + len(again)) if doubled else token


def _widened(token: Token, block: Marks) -> Token:
    """The token with the outer brackets of `[[1]]`, and the carets of `^[1]^`."""
    text, start, end = block.text, token.start, token.end
    if text[start - 1 : start] == "[" and text[end : end + 1] == "]" and start:
        start, end = start - 1, end + 1
    if start and text[start - 1] == "^":
        start -= 1  # `^[1]` and `^[1]^` are set high
        end += text[end : end + 1] == "^"
    return token if start == token.start else token._replace(start=start, end=end)


def _with_page(token: Token, text: str) -> Token:
    """The token with the page behind it, as encyclopedias print it: `waves.[3]: 45 `."""
    if text[token.end : token.end + 1] == ":" and text[token.start - 1 : token.start] in (*'.!?”"]',):
        page = _PAGE.match(text, token.end)
        return token._replace(end=page.end()) if page else token
    return token


def _filling_superscript(token: Token, block: Marks) -> Token:
    """The token as all of `<sup>[name]([1])</sup>`: the name in it says what the number cites, not what the text says."""
    sup = block.covering("sup", token.start, token.end)
    if (
        sup
        and sup.start < token.start
        and _NAMED_SUPERSCRIPT.fullmatch(block.text, sup.start, token.start)
        and block.text[token.end : sup.end] in (")", "")
    ):
        return token._replace(start=sup.start, end=sup.end)
    return token


def _with_broken_link(token: Token, block: Marks) -> Token:
    """The token with `(http://…` behind it: what does not balance is no link to the parser, but one to a reader."""
    match = _BROKEN_LINK.match(block.text, token.end)
    if match is None:
        return token
    closing = match[0].rfind(")")
    whole = match[0][: closing + 1] if closing > 0 else match[0].rstrip(".,;:!?")
    return token._replace(target=whole.strip("()"), end=match.start() + len(whole))
