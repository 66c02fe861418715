"""What a generated article must show: every word and every token in it is known, with the place it was put in."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Place = Literal["seen", "code", "unseen"]
"""In prose that a reader sees; in code or math, which stay in their sentence; in comments and hidden parts."""

_HEAD = {"seen": "viz", "code": "kod", "unseen": "hyd"}
_PLAIN = (
    "water", "ice", "wind", "tides", "rise", "fall", "the", "slow", "river", "near", "often", "under", "stone",
    "light", "moves", "and", "with", "over", "brings", "salt", "cold",
)  # fmt: skip


class Put(NamedTuple):
    """A citation token of the article: how it is written, the labels only it has, and where it was put."""

    form: str
    labels: tuple[str, ...]
    place: Place


@dataclass(slots=True)
class Facts:
    """The random choices of one article, and a record of what they put where.

    Words and labels are never used twice, so that one found again tells which of them it is.
    """

    rng: random.Random
    words: dict[str, Place] = field(default_factory=dict)
    tokens: list[Put] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Keys of footnotes that the text refers to."""
    inner: set[str] = field(default_factory=set)
    """Words of notes that stand amid a sentence: its span holds them, too."""
    numbers: int = 0
    place: Place = "seen"
    """Where what is written now goes."""

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def word(self, place: Place | None = None) -> str:
        """A word that stands nowhere else."""
        place = self._place(place)
        n = len(self.words)
        word = _HEAD[place] + "".join(chr(ord("a") + n // 26**i % 26) for i in (2, 1, 0))
        self.words[word] = place
        return word

    def plain(self, least: int = 1, most: int = 4) -> str:
        """Words that tell nothing."""
        return " ".join(self.rng.choices(_PLAIN, k=self.rng.randint(least, most)))

    def number(self) -> str:
        """A label that nothing else has."""
        self.numbers += 1
        return str(self.numbers)

    def token(self, place: Place | None = None, *, plain: bool = False) -> str:
        """A citation token with labels of its own; `plain` for `[n]`, which needs no markup."""
        place = self._place(place)
        if plain or self.chance(0.5):
            labels: tuple[str, ...] = (self.number(),)
            form = f"[{labels[0]}]"
        else:
            labels, form = self._odd_token()
        self.tokens.append(Put(form, labels, place))
        return form

    def _odd_token(self) -> tuple[tuple[str, ...], str]:
        n = self.number()
        match self.rng.randrange(9):
            case 0:
                return (n,), f"[[{n}](#ref-{n})]"
            case 1:
                return (n,), f"[{n}](#ref-{n})"
            case 2:
                return (n,), f"<sup>[{n}]</sup>"
            case 3:
                more = self.number()
                return (n, more), f"[{n}, {more}]"
            case 4:
                last = [self.number(), self.number()][-1]
                return (n, str(int(n) + 1), last), f"[{n}-{last}]"
            case 5:
                return (n,), f"【{n}†source】"
            case 6:
                return (n,), f"[\\[{n}\\]](https://example.org/p{n})"
            case 7:
                return (n,), f"\\[{n}\\]"
            case _:
                return (f"key{n}",), f"[@key{n}]"

    def note(self) -> str:
        """A reference to a footnote, which `blocks.notes` defines in the end."""
        key = f"note{len(self.notes)}x"
        self.notes.append(key)
        return f"[^{key}]"

    @contextmanager
    def within(self, place: Place) -> Iterator[None]:
        """All that is written meanwhile goes to `place`: what is seen in a hidden element is not."""
        outer, self.place = self.place, self._place(place)
        yield
        self.place = outer

    def _place(self, place: Place | None) -> Place:
        if self.place == "unseen" or place is None:
            return self.place
        return "unseen" if place == "unseen" else ("code" if self.place == "code" else place)
