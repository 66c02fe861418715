"""Measures how much of what extraction knows is held by a case.

    python bench/mutation.py --deletions 400 --seed 1
    python bench/mutation.py --disable all

`--deletions N` draws N words by the seed — alternatives of regular expressions, members of tables of words, entries
of lexicons, in `kgraph/extract` and `kgraph/read` — and takes them away, one at a time; a word that stands in the
same group of several languages is taken out of all of them. `--disable N` (or `all`)
does so with whole patterns, which then never match. All cases of `tests/cases/extract` and `tests/cases/read` are
read each time (or those of `--family FOLDER`); a change counts that makes one case, or more, expect something else than what is found. No other test
counts. What no case notices is listed, apart from words that provably make no difference whatever the article
(another alternative matches all that they match). Ends with 1 where the share is below `--at-least`.
"""

import argparse
import gc
import random
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from _fresh import BROKEN, DIFFERS, SAME, Change, House, Pattern, Reading, outcomes, recorded  # noqa: E402
from _lexicons import Entry, entries, without_entry  # noqa: E402
from _words import Deletion, deletions, pattern_calls, without_word  # noqa: E402

if TYPE_CHECKING:
    from tests.read import case_file as reading

PACKAGE = ROOT / "kgraph"
ROOMS = ("extract", "read")
_ELSE = "no article could notice: another alternative matches all of it, or it stands there twice"


@dataclass(frozen=True, slots=True)
class Trial:
    """One change, where it is, and why it provably makes no difference, if it does not."""

    place: str
    what: str
    change: Change
    same: str = ""


def main() -> int:
    """Measure, print, and say by the exit code whether it is enough."""
    options = _options()
    began = time.monotonic()
    rng = random.Random(options.seed)
    house = House(PACKAGE)
    re._MAXCACHE = 100_000  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder:
        with recorded() as patterns:
            house.load()
            readings = _readings(Path(folder), options.family)
            failing = [name for name, reading in readings if not reading.holds()]
        if failing:
            print(
                f"{len(failing)} cases fail as it is: {', '.join(failing[:5])}. Mend them first.",
                file=sys.stderr,
            )
            return 3
        files = [file for room in ROOMS for file in sorted((PACKAGE / room).rglob("*.py"))]
        lexicons = [file for room in ROOMS for file in sorted((PACKAGE / room).rglob("*.toml"))]
        if options.disable is None:
            kind, trials, wanted = "deletions", [_deletion(d) for d in deletions(files)], options.deletions
            trials += _entries(lexicons)
        else:
            kind, trials = "patterns that never match", _disabled(patterns, files)
            wanted = len(trials) if options.disable == "all" else int(options.disable)
        drawn = rng.sample(trials, len(trials))
        gc.freeze()
        results = _measure(house, [reading for _, reading in readings], drawn, wanted, options.workers)
    share = _report(kind, results, len(trials), len(readings), time.monotonic() - began)
    return 0 if share >= options.at_least else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--deletions", type=int, metavar="N")
    what.add_argument("--disable", metavar="N|all")
    parser.add_argument("--family", default="", metavar="FOLDER")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--at-least", type=float, default=0.0, metavar="PERCENT")
    options = parser.parse_args()
    if options.disable not in (None, "all") and not options.disable.isdigit():
        parser.error("--disable takes a number or 'all'")
    return options


def _readings(folder: Path, family: str) -> list[tuple[str, Reading]]:
    """Every case, laid out once. They are read by the kgraph that is loaded when they are asked."""
    from tests.extract import case_file as extracting
    from tests.read import case_file as reading

    found = []
    for number, case in enumerate(extracting.cases(family)):
        place = folder / str(number)
        place.mkdir()
        article = extracting.lay_out(case, place)
        text = "\n".join([case.article, *case.beside.values()]).casefold()
        found.append((case.name, Reading(text, _extracts(article, case.expected, extracting.render))))
    for each in reading.cases(family):
        found.append((each.name, Reading(each.article.casefold(), _reads(each, reading.render))))
    return _one_of_a_file_first(found)


def _one_of_a_file_first(found: Sequence[tuple[str, Reading]]) -> list[tuple[str, Reading]]:
    """Cases of one file differ in a word: what one of them does not notice, the others seldom do."""
    seen: set[str] = set()
    first: list[tuple[str, Reading]] = []
    rest: list[tuple[str, Reading]] = []
    for name, reading in found:
        file = name.partition(" (")[0]
        (rest if file in seen else first).append((name, reading))
        seen.add(file)
    return first + rest


def _extracts(
    article: Path, expected: dict[str, str], render: Callable[..., dict[str, str]]
) -> Callable[[], bool]:
    def holds() -> bool:
        import kgraph

        found = render(kgraph.extract(article))
        return {name: found[name] for name in expected} == expected

    return holds


def _reads(case: "reading.Case", render: Callable[..., dict[str, str]]) -> Callable[[], bool]:
    def holds() -> bool:
        from kgraph.read import read

        found = render(read(case.file, case.article.encode("utf-8")))
        return {name: found[name] for name in case.expected} == case.expected

    return holds


def _deletion(each: Deletion) -> Trial:
    change = Change(word=_letters(each.word), file=each.file, tree=lambda: without_word(each))
    return Trial(
        f"{each.file.relative_to(ROOT)}:{each.line}", repr(each.word), change, _ELSE if each.same else ""
    )


def _entries(lexicons: Sequence[Path]) -> list[Trial]:
    """Words of all languages make one table: one that stands in several files is taken out of all of them."""
    found: dict[tuple[tuple[str, ...], str], list[tuple[Path, Entry]]] = defaultdict(list)
    for file in lexicons:
        for each in entries(file):
            found[_group(each), each.word.casefold()].append((file, each))
    return [trial for same in found.values() for trial in _trials(same)]


def _group(each: Entry) -> tuple[str, ...]:
    return tuple(str(step) for step in each.path[:-1]) if each.text is None else (repr(each.path), each.text)


def _trials(same: Sequence[tuple[Path, Entry]]) -> Iterator[Trial]:
    """One trial for a word, in whatever files it stands; one for each place where a file has it twice in a group."""
    files = {file for file, _ in same}
    for places in [same] if len(files) == len(same) else [[place] for place in same]:
        file, first = places[0]
        said = tuple((f, partial(without_entry, each)) for f, each in places)
        change = Change(word=_letters(first.word), lexicons=said)
        place = f"{file.relative_to(ROOT)}:{first.line}"
        yield Trial(place, repr(first.word), change, _ELSE if first.same else "")


def _letters(word: str) -> str:
    """What a case holds that is likely to notice: the longest run of letters."""
    return max(re.findall(r"[^\W\d_]+", re.sub(r"\\\w", " ", word)), key=len, default="").casefold()


def _disabled(patterns: set[Pattern], files: Sequence[Path]) -> list[Trial]:
    """A trial for each pattern that the rooms compiled while all cases were read, and each that no case came to."""
    known = {str(file) for file in files}
    found = [
        Trial(f"{Path(p.file).relative_to(ROOT)}:{p.line}", repr(p.text), Change(pattern=p))
        for p in sorted(patterns, key=lambda p: (p.file, p.line, p.text, p.flags))
        if p.file in known
    ]
    lines = {(p.file, p.line) for p in patterns}
    for file, first, last, code in pattern_calls(files):
        if not any((str(file), line) in lines for line in range(first, last + 1)):
            found.append(Trial(f"{file.relative_to(ROOT)}:{first}", f"never compiled: {code}", Change()))
    return found


def _measure(
    house: House, readings: Sequence[Reading], drawn: Sequence[Trial], wanted: int, workers: int
) -> list[tuple[Trial, int]]:
    """The first `wanted` trials, in the order they were drawn, that leave a kgraph that can be loaded."""
    results: list[tuple[Trial, int]] = []
    rest = list(drawn)
    while len(results) < wanted and rest:
        batch, rest = rest[: wanted - len(results)], rest[wanted - len(results) :]
        ended = dict(outcomes(house, readings, [trial.change for trial in batch], workers))
        results += [(trial, ended[i]) for i, trial in enumerate(batch) if ended[i] != BROKEN]
    return results


def _report(
    kind: str, results: list[tuple[Trial, int]], all_of_them: int, cases: int, seconds: float
) -> float:
    """Print the share that a case notices, and what none does; the share in percent."""
    if not results:
        print(f"no {kind} to draw from")
        return 0.0
    survivors = sorted((t for t, code in results if code == SAME), key=lambda t: t.place)
    noticed = sum(code == DIFFERS for _, code in results)
    proved = [t for t in survivors if t.same]
    share = 100 * noticed / len(results)
    for title, group in (
        ("no case notices", [t for t in survivors if not t.same]),
        (_ELSE, proved),
    ):
        if group:
            print(f"{title}:")
            for trial in group:
                print(f"  {trial.place}  {trial.what[:120]}")
    print(
        f"{len(results)} {kind} of {all_of_them}, {cases} cases: a case notices {noticed} ({share:.1f} %); "
        f"none notices {len(survivors)}, of which {len(proved)} provably make no difference; {seconds:.0f} s"
    )
    return share


if __name__ == "__main__":
    sys.exit(main())
