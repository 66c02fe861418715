"""What the whole article says about a bare digit: a marker, or part of a name or a quantity."""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from functools import cached_property

from kgraph import late_re as re
from kgraph.extract.entries.author_year_index import UNDATED, AuthorYears
from kgraph.extract.entries.surnames import folded
from kgraph.extract.lists.names import list_name
from kgraph.extract.markers.digit_after_cjk_space import proves_spaced, spaced
from kgraph.extract.markers.digit_after_stop import sure_labels
from kgraph.extract.markers.digit_before_stop import before_stops, proves_before_stops
from kgraph.extract.markers.numbers import expand
from kgraph.extract.text.characters import CJK, holds_digit
from kgraph.extract.values import Declared
from kgraph.model import Block, Inline

_NAME = re.compile(r"(?<![\w.-])([^\W\d_]{2,40})(?![^\W\d_])(?:[ -]?(\d{1,4}))?")
_CITING_COLUMN = re.compile(
    r"(?:\w{1,20} ){0,2}(?:snippets?|citations?|ref(?:erence)?s?\.?|sources?|evidence|footnotes?|source ids?)(?: ids?| nos?\.?| numbers?)?"
    r"(?:\(s\))?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1(?<!\d1)[4-9]|2(?<!\d2)0)\d\d(?!\d)")
_NO_YEAR = re.compile(rf"(?i:{UNDATED})[\w-]{{0,2}}\s?[)）\],;:]")
_NAME_OF_BODY = r"(?:[A-ZÀ-ÞА-ЯЁ][\w'’-]{1,30}|of|for|the|and|on|de|del|la|für|und|der|et|pour|des)"
_ABBREVIATES = re.compile(
    rf"({_NAME_OF_BODY}(?:\s{_NAME_OF_BODY}){{1,9}})\s[(\[]([A-ZÀ-ÞА-ЯЁ]{{2,8}})(?=[)\],;])"
)
"""A body's name, and behind it what it is called from then on: `World Health Organization (WHO)`."""
_ABBREVIATION = re.compile(r"[(\[](?<=\s.)[A-ZÀ-ÞА-ЯЁ]{2}")
"""What every such place has: sought first, being many times quicker."""
_SAID = re.compile(
    r"(?<![\w(（])([A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁ][\w'’-]{1,40}+)(?!\s{0,2}[,，]?\s{0,2}[(（\[]?(?:1[4-9]|20)\d\d)"
)
"""A word in capitals that no year follows, which names something the text speaks of."""


CHIPS_BEHIND_STOPS = 2
"""So many links glued to the stops of sentences prove that links are chips."""
_STOPS = ".!?。！？"


def stands_glued(text: str, link: Inline, starts: Container[int]) -> bool:
    """Whether `link` stands without a space behind a word, a stop or another link, and no word goes on with it.

    `starts` are the plain offsets at which links of its block start.
    """
    before, after = text[link.start - 1 : link.start], text[link.end : link.end + 1]
    glued = bool(link.start) and (before in _STOPS or before.isalnum()) and not CJK.match(before)
    return glued and (not after.isalnum() or link.end in starts)


class Evidence:
    """Answers questions that one block alone cannot, each worked out once and only when asked."""

    def __init__(self, blocks: Sequence[Block], declared: Declared) -> None:
        self._blocks = blocks
        self.declared = declared

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The labels of the lists that are numbers."""
        return frozenset(label for label in self.declared.labels if label.isdecimal())

    @property
    def numbers_listed(self) -> bool:
        """Whether any label of the lists is a number."""
        return bool(self.numbers)

    @cached_property
    def words(self) -> frozenset[str]:
        """The lower-case words: `guardrails1` is a word with a marker only where `guardrails` is a word."""
        words: set[str] = set()
        for block in self._blocks:
            words.update(re.findall(r"(?<![\w.-])[^\W\d_]{4,}(?![\w-])", block.text.lower()))
        return frozenset(words)

    @cached_property
    def sure(self) -> frozenset[str]:
        """The labels that are glued to a stop somewhere: no quantity stands so."""
        found = set(self._behind_stops)
        if self.before_stops:
            found |= self._labels(before_stops)
        if self.spaced:
            found |= self._labels(spaced)
        return frozenset(found)

    @cached_property
    def before_stops(self) -> bool:
        """Whether the article's labels stand before the stops of their sentences, not behind."""
        texts = (block.text for block in self._blocks if holds_digit(block.text))
        return proves_before_stops(texts, self.declared, behind=len(self._behind_stops))

    @cached_property
    def _behind_stops(self) -> list[str]:
        texts = [block.text for block in self._blocks if holds_digit(block.text)]
        return [label for text in texts for label in sure_labels(text, self.declared)]

    @cached_property
    def spaced(self) -> bool:
        """Whether the article's labels stand behind Chinese or Japanese words and a space."""
        texts = [block.text for block in self._blocks]
        return any("。" in text for text in texts) and proves_spaced(texts, self.declared)

    def _labels(self, find: Callable[[str], Iterator[re.Match[str]]]) -> set[str]:
        found = (expand(match[2]) for block in self._blocks for match in find(block.text))
        return {label for labels in found for label in labels if label in self.declared.labels}

    @cached_property
    def heads_of_sections(self) -> frozenset[int]:
        """Where in the source the blocks begin that stand right below a heading, or above everything."""
        above: Block | None = None
        found: set[int] = set()
        for block in self._blocks:
            if above is None or above.kind == "heading":
                found.add(block.span.start)
            above = block
        return frozenset(found)

    @cached_property
    def chips(self) -> bool:
        """Whether the article's links stand glued to what they back, two behind stops and none apart from it."""
        behind = 0
        for block in self._blocks:
            links = [n for n in block.inlines if n.kind == "link" and "://" in n.target and n.end > n.start]
            starts = {n.start for n in links}
            for link in links:
                if not stands_glued(block.text, link, starts):
                    return False
                behind += block.text[link.start - 1] in _STOPS
        return behind >= CHIPS_BEHIND_STOPS

    @cached_property
    def _names(self) -> tuple[Counter[str], dict[str, set[str]]]:
        alone: Counter[str] = Counter()
        numbers: dict[str, set[str]] = defaultdict(set)
        for block in self._blocks:
            for match in _NAME.finditer(block.text):
                if match[1] == match[1].lower():
                    continue
                if match[2]:
                    numbers[match[1]].add(match[2])
                else:
                    alone[match[1]] += 1
        return alone, numbers

    def is_unnumbered(self, name: str) -> bool:
        """Whether `name`, a word in capitals, is one that the article writes without number too, and never with two.

        `TRL 10` after `TRL` is a word and a marker, `Llama 2` beside `Llama 3` a name.
        """
        alone, numbers = self._names
        return alone[name] >= (1 if name.endswith("s") else 2) and len(numbers[name]) < 2

    def is_name(self, word: str) -> bool:
        """Whether `word`, a word in capitals glued to a number, is a name that has one.

        `KEV14` is none where `KEV` stands alone elsewhere, and `Anthropic5` none but beside `Anthropic4`.
        """
        if word == word.lower():
            return False
        alone, numbers = self._names
        if word[1:] == word[1:].lower():
            return not alone[word] and len(numbers[word]) > 1
        return not alone[word] or len(numbers[word]) > 2

    @cached_property
    def author_years(self) -> AuthorYears:
        """The entries by author and year."""
        return AuthorYears(self.declared.entries)

    @cached_property
    def _said(self) -> frozenset[str]:
        texts = (*(block.text for block in self._blocks), *(entry.text for entry in self.declared.entries))
        return frozenset(folded(word) for text in texts for word in _SAID.findall(text))

    def is_said(self, name: str) -> bool:
        """Whether the article uses `name` as a word too, with no year behind it: a place, a thing."""
        return folded(name) in self._said

    def may_cite_by_year(self, text: str) -> bool:
        """Whether a bracket of `text` may hold a year, or what stands for one."""
        opened = "(" in text or "[" in text or "（" in text
        if not opened:
            return False
        return _YEAR.search(text) is not None or (self._undated and _NO_YEAR.search(text) is not None)

    @cached_property
    def _undated(self) -> bool:
        """Whether an entry has something else for its year."""
        return any(year is not None and not year[0].isdigit() for year in self.author_years.years)

    @cached_property
    def _aliases(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for block in self._blocks:
            for match in _ABBREVIATES.finditer(block.text) if _ABBREVIATION.search(block.text) else ():
                words = match[1].split(" ")
                while words and words[0][:1].islower():
                    words.pop(0)
                # The name is as long as its initials tell: `the Kite Board (KB)`, not `In May the Kite Board (KB)`.
                capitals = [n for n, word in enumerate(words) if word[:1].isupper()]
                first = capitals[-len(match[2])] if len(capitals) >= len(match[2]) else 0
                name = " ".join(words[first:])
                found.setdefault(folded(match[2]), name)
                found.setdefault(folded(name), match[2])
        return found

    def alias(self, name: str) -> str | None:
        """What the article says a body is called too: its name in full, or the abbreviation it is given."""
        return self._aliases.get(folded(name))

    @cached_property
    def _citing_columns(self) -> frozenset[tuple[int, int]]:
        return frozenset(
            (b.table, b.column)
            for b in self._blocks
            if b.kind == "cell"
            and b.row == 0
            and (_CITING_COLUMN.fullmatch(b.text.strip()) or list_name(b.text))
        )

    def cites(self, cell: Block) -> bool:
        """Whether the cell stands in a column that is headed `Sources`, `Relevant snippets` or the like."""
        return (cell.table, cell.column) in self._citing_columns
