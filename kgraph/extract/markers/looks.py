"""Quick looks at a text before conventions are asked for tokens in it."""

from collections.abc import Iterable
from operator import itemgetter

from kgraph import late_re as re
from kgraph.extract.markers.convention import Convention


class Looks:
    """Quick looks that most blocks fail, each taken once however many of `rows` ask for it."""

    def __init__(self, rows: Iterable[Convention]) -> None:
        self._needles: dict[str, list[tuple[int, Convention]]] = {}
        self._signs: list[tuple[str, re.Pattern[str] | None, tuple[int, Convention]]] = []
        self._inlines: dict[str, list[tuple[int, Convention]]] = {}
        for place in enumerate(rows):
            row = place[1]
            if row.inline:
                self._inlines.setdefault(row.inline, []).append(place)
            elif row.characters or row.sign is not None:
                self._signs.append((row.characters, row.sign, place))
            else:
                self._needles.setdefault(row.needle, []).append(place)

    def likely(self, text: str, kinds: Iterable[str]) -> list[Convention]:
        """The rows that may be found in `text`, which holds inlines of `kinds`."""
        found = [place for needle, places in self._needles.items() if needle in text for place in places]
        for characters, sign, place in self._signs:
            # A character is sought many times sooner than a pattern.
            if characters and not any(map(text.__contains__, characters)):
                continue
            if sign is None or sign.search(text):
                found.append(place)
        for kind in kinds:
            found += self._inlines.get(kind, ())
        found.sort(key=itemgetter(0))
        return [row for _, row in found]
