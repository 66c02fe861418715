"""A run of numbered lines that nothing announces, and what tells whether it is a list."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby, pairwise

from kgraph import late_re as re
from kgraph.extract.entries.links import find_links
from kgraph.extract.entries.patterns import AUTHOR_LIST
from kgraph.extract.lists.article import Article, words_of_heading
from kgraph.extract.lists.candidates import GrowingEntry
from kgraph.extract.lists.found import Taken
from kgraph.extract.lists.names import attribution
from kgraph.extract.lists.numbered_lines import SURE_LABEL_SIGNS, raised_number
from kgraph.extract.notes.proofs import proof_of
from kgraph.extract.text.places import inlines_in

_STATEMENT = re.compile(r"\w\s(?:\S{1,40}\s){1,30}\S{1,40}[.!?]$|[。！？]$")
"""A sentence of four words or more with its stop, such as a judgment numbers: no name."""
_STATEMENT_CHARS = 1400
"""No match of it is longer."""
_MANY = 2
"""So many entries make a list, wherever they stand."""
_PART_LEVEL = 2
"""A heading of this level or above begins a part of its own, such as the next answer."""


class Run:
    """Consecutive entries behind numbers that nothing announces, and what tells whether they are a list."""

    def __init__(self, article: Article, taken: Taken, entries: Sequence[GrowingEntry]) -> None:
        self._article, self._taken, self._blocks = article, taken, article.blocks
        self.entries = entries

    def _words(self, entry: GrowingEntry) -> str:
        return self._blocks[entry.block].text[entry.labels[-1][1] : entry.end]

    @property
    def _first(self) -> GrowingEntry:
        return self.entries[0]

    @cached_property
    def is_bracketed(self) -> bool:
        """Whether its labels stand in brackets or are raised."""
        return self.is_raised or self._blocks[self._first.block].text[self._first.start] in SURE_LABEL_SIGNS

    @cached_property
    def is_raised(self) -> bool:
        """Whether each of its labels is a number that an element raises."""
        return all(raised_number(self._blocks[e.block], e.start) for e in self.entries)

    @cached_property
    def are_links_by_number(self) -> bool:
        """Whether each of its lines is a number that is a link, from 1 on, and no prose stands above in their block."""
        numbers = [int(e.labels[0][0] or 0) for e in self.entries]
        if (
            numbers != list(range(1, len(numbers) + 1))
            or self._blocks[self._first.block].text[: self._first.start].strip()
        ):
            return False
        lines = ((self._blocks[e.block], e.start, e.end) for e in self.entries if not e.more)
        alone = sum(
            any(n.start <= start and n.end >= end for n in inlines_in(block, start, end, "link"))
            for block, start, end in lines
        )
        return alone == len(self.entries)

    @cached_property
    def is_ordered(self) -> bool:
        """Whether its labels are those of an ordered list, or may be."""
        block = self._blocks[self._first.block]
        return (
            not self.is_bracketed and block.text[self._first.start].isdigit()
        ) or block.ordinal is not None

    @cached_property
    def counts_up(self) -> bool:
        """Whether three or more numbers count up by one: no prose begins its paragraphs so."""
        numbers = [int(e.labels[0][0] or 0) for e in self.entries]
        return len(numbers) > 2 and all(b == a + 1 for a, b in pairwise(numbers))

    @cached_property
    def is_named_above(self) -> bool:
        """Whether the text above names one of its labels."""
        labels = {label for e in self.entries for label, _ in e.labels}
        first = (self._first.block, self._first.start)
        return self._article.names(labels, first) or (
            self.is_raised and self._article.raises(labels, first[0])
        )

    @cached_property
    def is_cited(self) -> bool:
        """Whether the text names half of its labels, and neither a heading nor a lead-in leads to it: no steps, no points."""
        first = (self._first.block, self._first.start)
        named = sum(self._article.names({label}, first) for e in self.entries for label, _ in e.labels)
        above = self._blocks[first[0] - 1] if first[0] else None
        led = above is None or above.kind == "heading" or above.text.rstrip()[-1:] in (":", "：")
        return named * 2 >= len(self.entries) and not led

    @cached_property
    def ends_article(self) -> bool:
        """Whether nothing but attribution follows up to the end or the next answer's heading."""
        for i in range(self.entries[-1].last + 1, len(self._blocks)):
            block = self._blocks[i]
            if block.kind == "heading" and block.level <= _PART_LEVEL:
                return True
            if not (attribution(block.text) or block.definition or self._taken.holds(i, 0)):
                return False
        return True

    @cached_property
    def is_behind_rule(self) -> bool:
        """Whether a rule stands above it (`---`, `* * *`)."""
        return self._article.is_behind_rule(self._first.block)

    @cached_property
    def is_bare(self) -> bool:
        """Whether nothing but its number tells one of its entries."""
        return any(e.bare for e in self.entries)

    @cached_property
    def states(self) -> bool:
        """Whether half of its entries or more are sentences that nothing but their numbers tells."""
        stated = [e for e in self.entries if e.bare and _states(self._words(e))]
        return len(stated) * 2 >= len(self.entries)

    @cached_property
    def is_prose(self) -> bool:
        """Whether it is the paragraphs of a judgment, which are numbered so: most are sentences, none has a link or authors."""
        if not self.is_bracketed or self.is_named_above:
            return False
        stated = 0
        for entry in self.entries:
            words = self._words(entry)
            block = self._blocks[entry.block]
            if find_links(block, entry.start, entry.end) or AUTHOR_LIST.match(words):
                return False
            plain = sum(word.islower() for word in words.split())
            stated += _states(words) and plain * 2 > len(words.split())
        return stated * 2 > len(self.entries) and not self._article.raises_text

    @cached_property
    def are_remarks(self) -> bool:
        """Whether it is notes behind raised numbers of which fewer than half name a work: `<sup>1</sup> Values of 2019.`, affiliations."""
        if not self.is_raised:
            return False
        proven = sum(
            proof_of(self._blocks[e.block], e.labels[-1][1], e.end) is not None for e in self.entries
        )
        return proven * 2 < len(self.entries)

    @cached_property
    def is_contents(self) -> bool:
        """Whether half of its entries or more have the words of a heading of the article: a table of contents."""
        named = sum(words_of_heading(self._words(e)) in self._article.headings for e in self.entries)
        return named * 2 >= len(self.entries) > 1

    @property
    def _is_one_source(self) -> bool:
        """Whether its one entry, `[1] https://example.org/a`, ends an article that names it."""
        return (
            len(self.entries) == 1
            and self.is_bracketed
            and not self.is_bare
            and self.is_named_above
            and self.ends_article
        )

    def sure(self) -> Iterator["Run"]:
        """The run; where names alone stand in it and their numbers prove nothing, what stands between them."""
        if len(self.entries) < _MANY:
            if self._is_one_source:
                yield self
            return
        if not self.is_bare or (
            self.is_named_above
            and self.ends_article
            and self.counts_up
            and not self.states
            and (self.is_bracketed or self.is_cited)
        ):
            yield self
            return
        for bare, entries in groupby(self.entries, key=lambda e: e.bare):
            if not bare and len(part := tuple(entries)) > 1:
                yield Run(self._article, self._taken, part)


def _states(words: str) -> bool:
    """Whether `words` end in a sentence."""
    return bool(_STATEMENT.search(words, max(0, len(words) - _STATEMENT_CHARS)))
