"""Damages to the cache of fetched answers: flips and truncations at random places, and what comes of each.

    python bench/damage_cache.py [--count 1000] [--seed 1] [--runs 40]

A cache of known answers is damaged in `--count` ways and read again, by the library: each answer must be the one that
was kept, or none. For `--runs` of them `kgraph enrich --offline` then runs on a store with the damaged cache: it must end
with 0, 1 or 3, and what it says of a source must be what the undamaged cache says.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from kgraph.enrich import Request, Response
from kgraph.enrich.wire.cache import Cache
from kgraph.errors import OutputError

ANSWERS = 60
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def request(number: int) -> Request:
    """The request of an answer; asked as the fetcher of pages asks."""
    from kgraph.enrich.services.pages import ACCEPT

    return Request(url=f"https://example.org/page/{number}", accept=ACCEPT, robots=True, read_page=True)


def response(number: int) -> Response:
    """The answer that was kept; each has another title, author and length."""
    page = f"<title>Page number {number}</title><meta name=author content='Ann Lee'><p>{'Words of it. ' * (number * 40)}"
    headers = {"content-type": "text/html", "etag": f'"{number}"'}
    return Response(url=request(number).url, status=200, headers=headers, content=page.encode())


def make(path: Path, *, closed: bool) -> None:
    """A cache of all answers; where it is not `closed`, as a kill leaves it: half of it in the write-ahead log."""
    cache = Cache(path)
    cache.begin(_NOW)
    for number in range(ANSWERS):
        cache.put(request(number), response(number), _NOW)
        robots = Request(url="https://example.org/robots.txt", accept="text/plain")
        cache.put(robots, Response(url=robots.url, status=404), _NOW)
    if closed:
        cache.close()
    else:
        _keep_open.append(cache)


_keep_open: list[Cache] = []


def damage(folder: Path, rng: random.Random) -> str:
    """Damage one file of the cache in `folder`; what was done."""
    files = [f for f in sorted(folder.glob("c.sqlite*")) if f.stat().st_size]
    file = rng.choice(files)
    data = bytearray(file.read_bytes())
    kind = rng.choice(("flip a bit", "flip bytes", "cut", "blank", "swap"))
    place = rng.randrange(len(data))
    if kind == "flip a bit":
        data[place] ^= 1 << rng.randrange(8)
    elif kind == "flip bytes":
        for _ in range(rng.randrange(2, 200)):
            data[rng.randrange(len(data))] = rng.randrange(256)
    elif kind == "cut":
        del data[place:]
    elif kind == "blank":
        data[place : place + 4096] = bytes(len(data[place : place + 4096]))
    else:  # two pages of the file change places
        one, two = (rng.randrange(max(1, len(data) // 4096)) * 4096 for _ in range(2))
        data[one : one + 4096], data[two : two + 4096] = data[two : two + 4096], data[one : one + 4096]
    file.write_bytes(data)
    return f"{kind} in {file.name} of {len(data)} bytes at {place}"


def outcome(path: Path) -> str:
    """What a damaged cache gives: `whole`, `noticed`, `unusable`, or `WRONG: …`."""
    try:
        cache = Cache(path)
        began = cache.begin(_NOW)
        found = [(n, cache.get(request(n))) for n in range(ANSWERS)]
        cache.put(request(0), response(0), _NOW)
        cache.end()
        troubles = cache.troubles
        cache.close()
    except OutputError as error:
        return f"unusable: {error}"
    if began != _NOW:
        return f"WRONG: a run that began at {began}"
    wrong = [n for n, got in found if got and not _same(got, response(n))]
    if wrong:
        return f"WRONG: answers {wrong}"
    lost = sum(got is None for _, got in found)
    return "whole" if not lost else "noticed" if troubles else "lost unseen"


def _same(got: Response, kept: Response) -> bool:
    return (got.url, got.status, dict(got.headers), got.content, got.time) == (kept.url, kept.status, dict(kept.headers), kept.content, _NOW)  # fmt: skip


def in_process(count: int, seed: int) -> Counter[str]:
    """What came of `count` damages."""
    rng = random.Random(seed)
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        for closed in (True, False):
            (Path(name) / f"whole-{closed}").mkdir()
            make(Path(name) / f"whole-{closed}" / "c.sqlite", closed=closed)
        for number in range(count):
            folder = Path(name) / "damaged"
            shutil.copytree(Path(name) / f"whole-{number % 2 == 0}", folder)
            what = damage(folder, rng)
            result = outcome(folder / "c.sqlite")
            if result.startswith("WRONG"):
                print(f"{number}: {what}: {result}")
            found[result.partition(":")[0]] += 1
            shutil.rmtree(folder)
    for cache in _keep_open:
        cache.close()
    return found


def from_the_shell(count: int, seed: int) -> Counter[str]:
    """What `kgraph enrich --offline` made of `count` damages."""
    rng = random.Random(seed)
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        claims = " ".join(f"Fact {n} stands here [{n + 1}]." for n in range(ANSWERS))
        entries = "\n".join(f"[{n + 1}] {request(n).url}" for n in range(ANSWERS))
        (home / "a.md").write_text(f"{claims}\n\n## References\n\n{entries}\n", encoding="utf-8")
        _kgraph(home, "build", "a.md", "--store", "whole")
        make(home / "c.sqlite", closed=True)
        for number in range(count):
            shutil.copytree(home / "whole", home / "store")
            (home / "cache").mkdir()
            shutil.copy(home / "c.sqlite", home / "cache" / "c.sqlite")
            what = damage(home / "cache", rng)
            shutil.copy(home / "cache" / "c.sqlite", home / "store" / "fetched.sqlite")
            code, said = _kgraph(home, "enrich", "--store", "store", "--offline")
            _, rows = _kgraph(home, "query", "--store", "store", "titles-fetched.rq", "--format", "json")
            bindings = json.loads(rows)["results"]["bindings"]
            titles = {row["source"]["value"]: row["title"]["value"] for row in bindings}
            wrong = {s: t for s, t in titles.items() if t != f"Page number {s.rpartition('/')[2]}"}
            if wrong or code not in (0, 1, 3):
                print(f"{number}: {what}: exit {code}: {said} {wrong}")
            found[
                "WRONG" if wrong else f"exit {code}, {'all' if len(titles) == ANSWERS else 'fewer'} titles"
            ] += 1
            shutil.rmtree(home / "store")
            shutil.rmtree(home / "cache")
    return found


_QUERY = """PREFIX kg: <https://w3id.org/kgraph/ns#> PREFIX prov: <http://www.w3.org/ns/prov#>
SELECT ?source ?title WHERE { ?o prov:specializationOf ?source ; kg:fetchedTitle ?title }"""


def _kgraph(home: Path, *arguments: str) -> tuple[int, str]:
    (home / "titles-fetched.rq").write_text(_QUERY, encoding="utf-8")
    path = os.pathsep.join([str(Path(__file__).parents[1]), *filter(None, sys.path)])
    run = subprocess.run(
        [sys.executable, "-m", "kgraph", *arguments], cwd=home, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False
    )  # fmt: skip
    return run.returncode, run.stdout or run.stderr


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for what, found in (
        ("read by the library", in_process(options.count, options.seed)),
        ("kgraph enrich --offline", from_the_shell(options.runs, options.seed)),
    ):
        print(f"{what}: {', '.join(f'{n} {kind}' for kind, n in found.most_common())}")


if __name__ == "__main__":
    main()
