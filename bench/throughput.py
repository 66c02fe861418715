"""How fast articles become N-Quads on disk, in one process, against two peers measured in the same run.

    python bench/throughput.py [--megabytes 50] [--sample 2] [--rounds 5]

Prints the median of paired ratios, by CPU time: a naive pipeline's time over kgraph's (on a sample, because the naive
one is slow), and kgraph's time over that in which pyromark merely renders the same files to HTML. Then the
peak memory of kgraph for a quarter of the files and for all, and where its time goes.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import corpus  # noqa: E402 - a neighbour, found by its folder

_KGRAPH = """
import resource, sys, time, json
from pathlib import Path
from kgraph.articles import ArticleFile
from kgraph.batch import Job, Task, process, _settle_memory
paths = json.loads(Path(sys.argv[1]).read_text())
_settle_memory()
process(Job(ArticleFile("warm.md", paths[0])), Task("nq", "https://w3id.org/kgraph/"))
began = time.process_time()
with open(sys.argv[2], "wb") as out:
    for path in paths:
        out.write(process(Job(ArticleFile(path.rsplit("/", 1)[1], path)), Task("nq", "https://w3id.org/kgraph/")).payload + b"\\n")
print(json.dumps([time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
_HTML = """
import sys, time, json
from pathlib import Path

from kgraph.read.markdown import _PARSER as parser

paths = json.loads(Path(sys.argv[1]).read_text())
began = time.process_time()
with open(sys.argv[2], "wb") as out:
    for path in paths:
        out.write(parser.html(Path(path).read_text(encoding="utf-8")).encode())
print(json.dumps([time.process_time() - began, 0]))
"""
_NAIVE = f"""
import sys, time, json
from pathlib import Path
sys.path.insert(0, {str(HERE)!r})
import naive
paths = [Path(p) for p in json.loads(Path(sys.argv[1]).read_text())]
naive.run(paths[:1], Path(sys.argv[2]))
began = time.process_time()
naive.run(paths, Path(sys.argv[2]))
print(json.dumps([time.process_time() - began, 0]))
"""
_STAGES = """
import sys, time, json, gc
from pathlib import Path
from kgraph.articles import Folder
from kgraph.read import read
from kgraph.extract import extract
from kgraph.rdf import quads
from kgraph.batch import _settle_memory
_settle_memory()
spent = [0.0, 0.0, 0.0]
for path in json.loads(Path(sys.argv[1]).read_text()):
    data = Path(path).read_bytes()
    a = time.process_time()
    document = read(path, data, beside=Folder(path))
    b = time.process_time()
    found = extract(document)
    c = time.process_time()
    "\\n".join(quads(found)).encode()
    d = time.process_time()
    spent = [spent[0] + b - a, spent[1] + c - b, spent[2] + d - c]
print(json.dumps(spent))
"""


def measure(code: str, paths: list[Path], folder: Path) -> list[float]:
    """What `code`, run in a process of its own over the paths, prints."""
    (folder / "paths.json").write_text(json.dumps([str(p) for p in paths]))
    run = subprocess.run([sys.executable, "-c", code, str(folder / "paths.json"), str(folder / "out")], capture_output=True, text=True, check=True)
    found: list[float] = json.loads(run.stdout)
    return found


def paired(ours: str, theirs: str, paths: list[Path], folder: Path, rounds: int) -> tuple[float, float, float]:
    """Medians: our seconds, their seconds, our seconds over theirs, in pairs."""
    pairs = [(measure(ours, paths, folder)[0], measure(theirs, paths, folder)[0]) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs), statistics.median(a / b for a, b in pairs)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--megabytes", type=float, default=50)
    arguments.add_argument("--sample", type=float, default=2, help="megabytes for the naive pipeline")
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = corpus.make(folder / "articles", options.megabytes)
        size = sum(p.stat().st_size for p in paths)
        print(f"{len(paths)} articles, {size / 1e6:.1f} MB")
        sample, taken = [], 0
        for path in paths:
            if taken < options.sample * 1e6:
                sample.append(path)
                taken += path.stat().st_size
        ours, theirs, ratio = paired(_KGRAPH, _NAIVE, sample, folder, options.rounds)
        print(f"naive / kgraph        {1 / ratio:6.1f}   ({theirs:.2f} s over {ours:.2f} s of CPU, {taken / 1e6:.1f} MB)")
        ours, theirs, ratio = paired(_KGRAPH, _HTML, paths, folder, options.rounds)
        print(f"kgraph / pyromark     {ratio:6.1f}   ({ours:.2f} s over {theirs:.3f} s of CPU, {size / 1e6:.1f} MB; {size / 1e6 / ours:.2f} MB/s)")
        quarter, whole = (measure(_KGRAPH, part, folder)[1] for part in (paths[: len(paths) // 4], paths))
        print(f"peak memory           {whole:6.0f} MB ({quarter:.0f} MB for a quarter of the files)")
        read, extract, write = measure(_STAGES, paths, folder)
        total = read + extract + write
        print(f"of which: read {read / total:.0%}, extract {extract / total:.0%}, rdf {write / total:.0%}")


if __name__ == "__main__":
    main()
