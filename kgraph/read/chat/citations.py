"""Where the text of an answer cites: at tokens that its data explains, and at places that its data names."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from kgraph import late_re as re
from kgraph.known import KnownMarker
from kgraph.model import Block
from kgraph.read.chat.turns import Cited
from kgraph.read.set_apart import apart
from kgraph.read.tool_sources import Found
from kgraph.spans import Span

_PRIVATE = r"\ue200[^\ue200\ue201]{1,2000}\ue201"
_TURN_ID = r"turn\d{1,4}[a-z]{2,12}\d{1,4}"
_PART = r"(?:\ue202|\\ue202)"
_IDS = re.compile(_TURN_ID)
_TOKEN = re.compile(
    rf"{_PRIVATE}|(?:\\ue200)?(?:{_PART}?(?:file)?cite)?{_PART}?{_TURN_ID}(?:{_PART}?{_TURN_ID}){{0,40}}(?:\\ue201)?"
    r"|【[^【】\n]{1,300}】|\[\d{1,4}(?:\s?[,;]\s?\d{1,4}){0,20}\]"
)
_NUMBER = re.compile(r"\d{1,4}")


def by_tokens(
    cited: Cited, first: int, blocks: Sequence[Block], names: Mapping[str, str]
) -> Iterator[KnownMarker]:
    """The tokens of the text whose sources the tool tells; none in code, in formulas and in links."""
    if not (cited.tokens or cited.ids or cited.numbers):
        return
    for number, block in enumerate(blocks, first):
        is_apart = apart(block)
        for match in _TOKEN.finditer(block.text):
            labels = () if is_apart(match.start()) else _labels(match[0], cited, names)
            if labels:
                yield KnownMarker(number, *match.span(), "vendor", labels, _written(block, *match.span()))


def _labels(token: str, cited: Cited, names: Mapping[str, str]) -> tuple[str, ...]:
    """What the sources of a token are called; none where one of its numbers has no source."""
    if token[0] == "[":
        numbers = [int(number) for number in _NUMBER.findall(token)]
        sources = [cited.numbers[number] for number in numbers if number in cited.numbers]
        return _called(sources, names) if len(sources) == len(numbers) else ()
    if token in cited.tokens:
        return _called(cited.tokens[token], names)
    return _called([cited.ids[i] for i in _IDS.findall(token) if i in cited.ids], names)


def _called(sources: Sequence[Found], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names.get(source.key, source.key) for source in sources))


def by_places(
    cited: Cited, ends: Sequence[int], first: int, blocks: Sequence[Block], names: Mapping[str, str]
) -> Iterator[KnownMarker]:
    """The places up to which the text cites without a token: a sign stands there for each, which the file has not."""
    signs = [(n, run[0]) for n, block in enumerate(blocks, first) for run in block.runs if run[1] == run[2] and block.text[run[0] : run[0] + 1] == "\ufffc"]  # fmt: skip
    if len(signs) == len(ends):  # one that code or a tag swallowed leaves nobody sure which is which
        for (number, start), end in zip(signs, ends, strict=True):
            written = _written(blocks[number - first], start, start + 1)
            yield KnownMarker(number, start, start + 1, "vendor", _called(cited.ends[end], names), written)


def _written(block: Block, start: int, end: int) -> Span:
    """Where the file has `[start, end)` of a block's text."""
    first, last = (bisect_right(block.runs, at, key=_plain) - 1 for at in (start, end - 1))
    plain, begin, _ = block.runs[first]
    begin = begin + start - plain if _is_even(block, first) else begin
    plain, at, stop = block.runs[last]
    return Span(begin, at + end - plain if _is_even(block, last) else stop)


def _is_even(block: Block, run: int) -> bool:
    """Whether a run stands in the file character by character."""
    plain, begin, stop = block.runs[run]
    after = block.runs[run + 1][0] if run + 1 < len(block.runs) else len(block.text)
    return stop - begin == after - plain


def _plain(run: tuple[int, int, int]) -> int:
    return run[0]
