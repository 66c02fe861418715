"""How long the questions take in SQL and in SPARQL from the command line, and ten of them against SQLite.

    $ python bench/questions.py FOLDER [--megabytes 18] [--rounds 3] [--no-sparql] [--only NAME …]

FOLDER gets the corpus and its store, once: 18 MB make a million triples, 180 MB ten million. A question's time is that of
`kgraph query NAME --format csv`, less that of `kgraph query --list`: the median of the rounds, by the clock and in CPU seconds
of all its processes. The ten of naive_sql.py are asked of tables that are open, and of SQLite in memory, in turn, in CPU
seconds until the last row is there.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import corpus
import naive_sql

import kgraph
from kgraph.store import Reader, Tables, list_queries, load_query

Times = tuple[float, float]
"""Seconds by the clock, and of CPU."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--megabytes", type=float, default=18)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--no-sparql", action="store_true", help="leave out SPARQL, which loads the graph for each question"
    )
    parser.add_argument("--only", nargs="+", metavar="NAME", default=[q.name for q in list_queries("sql")])
    options = parser.parse_args()
    store = options.folder / "kg"
    if not store.exists():
        corpus.make(options.folder / "articles", options.megabytes)
        kgraph.build(options.folder / "articles", store=store)
    with Reader(store) as reader:
        triples = sum(n for (n,) in reader.rows("graphs", ("triples",)))
        print(f"{len(reader.articles):,} articles, {triples:,} triples, {os.cpu_count()} cores")
        _on_the_command_line(store, options.only, options.rounds, sparql=not options.no_sparql)
        _against_sqlite(reader, options.rounds)


def _on_the_command_line(store: Path, names: list[str], rounds: int, *, sparql: bool) -> None:
    start = _median([_command("--list") for _ in range(rounds)])
    print(f"start-up {start[0]:.2f} s ({start[1]:.2f} of CPU)\n")
    print(f"{'question':34}{'SQL':>8}{'of CPU':>8}{'SPARQL':>9}{'of CPU':>8}{'ratio':>8}")
    slowest = 0.0
    for name in names:
        asked = (name, "--format", "csv", "--store", str(store), "--timeout", "600")
        ours = _less(_median([_command(*asked) for _ in range(rounds)]), start)
        slowest = max(slowest, ours[0])
        line = f"{name:34}{ours[0]:8.2f}{ours[1]:8.2f}"
        if sparql:
            theirs = _less(_command(*asked, "--engine", "sparql"), start)
            line += f"{theirs[0]:9.2f}{theirs[1]:8.2f}{theirs[1] / max(ours[1], 0.01):8.1f}"
        print(line, flush=True)
    print(f"{'the slowest':34}{slowest:8.2f}\n")


def _command(*arguments: str) -> Times:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "kgraph", "query", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _median(times: list[Times]) -> Times:
    return statistics.median(a for a, _ in times), statistics.median(b for _, b in times)


def _less(times: Times, start: Times) -> Times:
    return max(times[0] - start[0], 0.0), max(times[1] - start[1], 0.0)


def _against_sqlite(reader: Reader, rounds: int) -> None:
    connection = naive_sql.database(reader)
    print(f"{'question, CPU seconds':34}{'kgraph':>8}{'SQLite':>8}{'ratio':>8}{'rows':>10}")
    whole = [0.0, 0.0]
    with Tables(reader.tables()) as tables:
        tables.ask(load_query("sources-by-claims", "sql"))  # what it opens is open from here on
        for name, sql in naive_sql.QUESTIONS.items():
            query = load_query(name, "sql")
            answer, rows = tables.ask(query).rows, connection.execute(sql).fetchall()
            assert [tuple(row) for row in answer] == rows, f"{name}: other rows"
            ours = statistics.median(
                _seconds(lambda q=query: tables.ask(q).rows, tables) for _ in range(rounds)
            )
            theirs = statistics.median(
                _seconds(lambda s=sql: connection.execute(s).fetchall(), None) for _ in range(rounds)
            )
            whole = [whole[0] + ours, whole[1] + theirs]
            print(f"{name:34}{ours:8.3f}{theirs:8.3f}{theirs / ours:8.1f}{len(rows):10,}", flush=True)
    print(f"{'all ten':34}{whole[0]:8.3f}{whole[1]:8.3f}{whole[1] / whole[0]:8.1f}")


def _seconds(work: Callable[[], object], tables: Tables | None) -> float:
    """The CPU seconds of this process, and of that which is asked."""
    began = time.process_time() + _of_the_asked(tables)
    work()
    return time.process_time() + _of_the_asked(tables) - began


def _of_the_asked(tables: Tables | None) -> float:
    if tables is None or tables.pid is None:
        return 0.0
    fields = Path(f"/proc/{tables.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
