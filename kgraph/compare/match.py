"""The claims of two versions side by side: by their words first, then by likeness; numbers and conventions do not count."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import heapify, heappop

CHANGES = ("lost", "re-sourced", "reworded+re-sourced", "reworded", "gained", "kept")
"""What may become of a claim, the worst first."""
_WORD = re.compile(r"[^\W_]+(?:[.,’'-][^\W_]+)*")
_ALIKE = 0.6
"""From this share of common words on, two claims are one that was reworded."""
_ALIKE_LETTERS = 0.85
"""The same of letters, for short claims with a word mended."""
_SAME_SOURCES = 0.15
"""So much likelier are two that share a source."""
_SAME_FILE = 0.01
_MOST_COMPARED = 40
"""Of the claims that share a rare word with one, so many are compared."""
_COMMON = 50
"""A word that more claims have tells none of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A claim as it is compared: its words, its sources as canonical ids, and where it stands."""

    text: str
    sources: tuple[str, ...]
    file: str
    line: int | None = None

    @property
    def key(self) -> str:
        """Its words without what spacing and the form of quotes make of them."""
        return " ".join(self.text.replace("’", "'").replace("“", '"').replace("”", '"').split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one claim; `old` or `new` is None where there is none."""

    change: str
    old: Statement | None
    new: Statement | None

    @property
    def bereft(self) -> bool:
        """Whether it had sources, and has none now."""
        return bool(self.old and self.new and self.old.sources and not self.new.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All changes, in order of their weight and of the text, and the sources that came and went."""

    changes: tuple[Change, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    def counts(self) -> Mapping[str, int]:
        """How many claims of each change there are."""
        found = Counter(change.change for change in self.changes)
        return {name: found[name] for name in CHANGES}


def compare(old: Sequence[Statement], new: Sequence[Statement]) -> Comparison:
    """The claims of `old` beside those of `new`, each at most once.

    >>> a = Statement(text="Naps help.", sources=("https://a.net/b",), file="a.md")
    >>> b = Statement(text="Naps do not help.", sources=("https://a.net/b",), file="a.md")
    >>> compare([a], [b]).changes[0].change
    'reworded'
    """
    pairs = dict(_same_words(old, new))
    pairs |= dict(_alike(old, new, pairs))
    taken = set(pairs.values())
    changes = [_changed(old[i], new[pairs[i]] if i in pairs else None) for i in range(len(old))]
    changes += [Change(change="gained", old=None, new=s) for j, s in enumerate(new) if j not in taken]
    before, after = ({x for s in side for x in s.sources} for side in (old, new))
    return Comparison(
        changes=tuple(sorted(changes, key=_weight)),
        gained=tuple(sorted(after - before)),
        lost=tuple(sorted(before - after)),
    )


def _weight(change: Change) -> tuple[bool, int]:
    """A claim that lost its only source comes first."""
    return not change.bereft, CHANGES.index(change.change)


def _changed(old: Statement, new: Statement | None) -> Change:
    if new is None:
        return Change(change="lost", old=old, new=None)
    what = ["reworded"] if old.key != new.key else []
    what += ["re-sourced"] if set(old.sources) != set(new.sources) else []
    return Change(change="+".join(what) or "kept", old=old, new=new)


def _same_words(old: Sequence[Statement], new: Sequence[Statement]) -> Iterator[tuple[int, int]]:
    """Pairs with the same words: of several, those with the same sources first, then those of the same file."""
    waiting: dict[str, list[int]] = defaultdict(list)
    for j, statement in enumerate(new):
        waiting[statement.key].append(j)
    left = list(range(len(old)))
    for sources, file in ((True, True), (True, False), (False, True), (False, False)):
        still = []
        for i in left:
            one = old[i]
            fitting = [
                j for j in waiting.get(one.key, ())
                if (not sources or set(new[j].sources) == set(one.sources)) and (not file or new[j].file == one.file)
            ]  # fmt: skip
            if fitting:
                waiting[one.key].remove(fitting[0])
                yield i, fitting[0]
            else:
                still.append(i)
        left = still


def _alike(
    old: Sequence[Statement], new: Sequence[Statement], pairs: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """Pairs whose words are alike, the likest first."""
    taken = set(pairs.values())
    lost = [i for i in range(len(old)) if i not in pairs]
    came = [j for j in range(len(new)) if j not in taken]
    words = {j: _words(new[j].text) for j in came}
    having: dict[str, list[int]] = defaultdict(list)
    for j in came:
        for word in set(words[j]):
            having[word].append(j)
    found = []
    for i in lost:
        own = _words(old[i].text)
        shared = Counter(j for word in set(own) if len(having[word]) <= _COMMON for j in having[word])
        for j, _ in shared.most_common(_MOST_COMPARED):
            likeness = _likeness(old[i], new[j], own, words[j])
            if likeness:
                found.append((-likeness, i, j))
    heapify(found)
    done: tuple[set[int], set[int]] = (set(), set())
    while found:
        _, i, j = heappop(found)
        if i not in done[0] and j not in done[1]:
            done[0].add(i)
            done[1].add(j)
            yield i, j


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _likeness(a: Statement, b: Statement, left: Sequence[str], right: Sequence[str]) -> float:
    """How alike two claims are; 0 where they are two."""
    shared = _SAME_SOURCES if set(a.sources) & set(b.sources) else 0.0
    by_words = SequenceMatcher(None, left, right, autojunk=False).ratio()
    enough = by_words >= _ALIKE or (bool(shared) and by_words >= _ALIKE - shared)
    if not enough and max(len(left), len(right)) > 0:
        by_words = SequenceMatcher(None, a.text.casefold(), b.text.casefold(), autojunk=False).ratio()
        enough = by_words >= _ALIKE_LETTERS
    return by_words + shared + (_SAME_FILE if a.file == b.file else 0.0) if enough else 0.0


def marked(old: str, new: str) -> str:
    """The words of both versions in one line: what came, what went, what took whose place.

    >>> marked("Naps help 40 percent.", "Naps do not help 14 percent.")
    'Naps **do not** help 40 → 14 percent.'
    """
    left, right = old.split(), new.split()
    parts: list[str] = []
    for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        before, after = " ".join(left[a:b]), " ".join(right[c:d])
        if what == "equal":
            parts.append(after)
        elif what == "insert":
            parts.append(f"**{after}**")
        elif what == "delete":
            parts.append(f"~~{before}~~")
        else:
            parts.append(f"{before} → {after}")
    return " ".join(parts)
