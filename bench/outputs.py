"""Records what kgraph writes for many articles, as digests, so that a change of the code can be shown to change no output.

    $ python bench/outputs.py record BEFORE.txt [MORE_ARTICLES…]
    $ python bench/outputs.py compare BEFORE.txt [MORE_ARTICLES…]

The articles are the cases of `tests/cases/extract`, the samples of `data/articles`, two megabytes of the bench
corpus, the real articles in `../shared/corpora` where they are, and whatever else is named; files that are no articles
(a bibliography in JSON) are left out. A line is the digest of an article's JSONL, that of its N-Quads, and its name.
`compare` names each article whose output differs, and ends with 1 where one does.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

import corpus  # noqa: E402

from kgraph import extract, jsonl, rdf  # noqa: E402
from kgraph.errors import InputError  # noqa: E402
from kgraph.read import SUFFIXES  # noqa: E402
from tests.extract.case_file import cases, lay_out  # noqa: E402

BENCH_MEGABYTES = 2
BENCH_SEED = 1


def articles(folder: Path, more: list[str]) -> Iterator[tuple[str, Path]]:
    """(name, file) of each article; `folder` is where those are written that lie in no file."""
    for number, case in enumerate(cases()):
        place = folder / "cases" / str(number)
        place.mkdir(parents=True)
        yield f"case {case.name}", lay_out(case, place)
    corpus.make(folder / "bench", BENCH_MEGABYTES, BENCH_SEED)
    roots = [
        ("bench", folder / "bench"),
        ("sample", ROOT / "data/articles"),
        ("real", ROOT.parent / "shared/corpora"),
    ]
    for kind, root in [*roots, *(("more", Path(name)) for name in more)]:
        for file in sorted(p for p in root.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file()):
            yield f"{kind} {file.relative_to(root).as_posix()}", file


def digests(more: list[str]) -> dict[str, str]:
    """Article → the digests of its JSONL and of its N-Quads."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, file in articles(Path(folder), more):
            try:
                extraction = replace(extract(file), path=name.replace(" ", "/"))
            except InputError:
                continue
            line, quads = jsonl.dumps(extraction).encode("utf-8", "replace"), rdf.nquads(extraction)
            found[name] = " ".join(blake2b(data, digest_size=8).hexdigest() for data in (line, quads))
    return found


def main() -> int:
    """Record or compare; the exit code."""
    if len(sys.argv) < 3 or sys.argv[1] not in ("record", "compare"):
        print(__doc__)
        return 2
    record, found = Path(sys.argv[2]), digests(sys.argv[3:])
    if sys.argv[1] == "record":
        record.write_text("".join(f"{sums} {name}\n" for name, sums in found.items()), encoding="utf-8")
        print(f"{len(found)} articles recorded")
        return 0
    lines = record.read_text(encoding="utf-8").splitlines()
    before = {
        name: f"{jsonl_sum} {quads_sum}"
        for jsonl_sum, quads_sum, name in (line.split(" ", 2) for line in lines)
    }
    differing = [name for name in sorted({*before, *found}) if before.get(name) != found.get(name)]
    for name in differing:
        state = "is new" if name not in before else "is gone" if name not in found else "differs"
        print(f"{name} {state}")
    print(f"{len(found)} articles, {len(differing)} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
