"""One measured piece of work, in a process of its own: `_work.py NAME PATHS.json OUT`.

Prints JSON: CPU and wall seconds, without start-up and imports, and the peak memory of the process in MB.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent


def kgraph(paths: list[Path], out: Path) -> None:
    """Files to N-Quads, as `kgraph extract FOLDER -o FILE.nq --workers 1` makes them: this process and its worker."""
    from kgraph.engine import ArticleFile, Job, Task, run
    from kgraph.rdf import DEFAULT_BASE

    jobs = [Job(ArticleFile(f"{path.parent.name}/{path.name}", str(path))) for path in paths]
    with out.open("wb") as file:
        for outcome in run(jobs, Task(format="nq", base=DEFAULT_BASE), workers=1):
            if outcome.status != "done":
                raise SystemExit(f"not read: {outcome.reason}")
            file.write(outcome.payload)
            file.write(b"\n")


def pyromark(paths: list[Path], out: Path) -> None:
    """Files to HTML by the parser kgraph reads with, its options the same."""
    from kgraph.read.markdown.events import PARSER

    with out.open("wb") as file:
        for path in paths:
            file.write(PARSER.html(path.read_text(encoding="utf-8")).encode())


def naive(paths: list[Path], out: Path) -> None:
    sys.path.insert(0, str(HERE))
    from naive import run

    run(paths, out)


def stages(paths: list[Path], out: Path) -> None:
    """What `kgraph` does, each stage timed: prints the seconds of read, extract and rdf."""
    import gc

    from kgraph.beside import Folder
    from kgraph.engine import MAX_ARTICLE_BYTES
    from kgraph.extract import extract
    from kgraph.infile import read_bytes
    from kgraph.rdf import nquads
    from kgraph.read import read

    gc.set_threshold(100_000, 20, 20)  # as kgraph.engine does
    spent = [0.0, 0.0, 0.0]
    clock = time.process_time
    with out.open("wb") as file:
        for path in paths:
            ticks = [clock()]
            document = read(path.name, read_bytes(str(path), MAX_ARTICLE_BYTES), beside=Folder(str(path)))
            ticks.append(clock())
            extraction = extract(document)
            ticks.append(clock())
            file.write(nquads(extraction) + b"\n")
            ticks.append(clock())
            spent = [s + after - before for s, before, after in zip(spent, ticks, ticks[1:], strict=False)]
    print(json.dumps(dict(zip(("read", "extract", "rdf"), spent, strict=True))))


WORK: dict[str, Callable[[list[Path], Path], None]] = {
    "kgraph": kgraph, "pyromark": pyromark, "naive": naive, "stages": stages,
}  # fmt: skip


def main() -> None:
    work, listing, out = WORK[sys.argv[1]], Path(sys.argv[2]), Path(sys.argv[3])
    paths = [Path(p) for p in json.loads(listing.read_text())]
    if work is stages:
        stages(paths, out)
        return
    work(paths[:1], out)  # imports, tables and patterns are there before the clock starts
    one = spent_on(work, paths[:1], out)  # but for those of the worker that kgraph starts anew
    spent = {clock: took - one[clock] for clock, took in spent_on(work, paths, out).items()}
    memory = sum(
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps(spent | {"memory": memory / 1024}))


def spent_on(work: Callable[[list[Path], Path], None], paths: list[Path], out: Path) -> dict[str, float]:
    cpu, wall = cpu_seconds(), time.perf_counter()
    work(paths, out)
    return {"cpu": cpu_seconds() - cpu, "wall": time.perf_counter() - wall}


def cpu_seconds() -> float:
    """The CPU time of this process and of those it started, once they have ended."""
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


if __name__ == "__main__":
    main()
