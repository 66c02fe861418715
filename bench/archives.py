"""What archives cost beside files: CPU of `kgraph extract`, memory of the process that reads the archive, a build where nothing changed.

python bench/archives.py FOLDER [--articles 3000]

The same articles as a folder, and packed in every way; ratios to the folder are what to trust.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow
import pyarrow.parquet

ROOT = Path(__file__).resolve().parents[1]
_TEXT = (
    "# Post {n}\n\n"
    + "The level of the sea at place {n} rose in year {n} by a third [1]. It fell again [2].\n\n" * 6
)
_LIST = "## References\n\n[1] [Tides {n}](https://example.org/tides/{n})\n[2] [Floods](https://example.org/floods)\n"


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("folder", type=Path)
    options.add_argument("--articles", type=int, default=3_000)
    given = options.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    os.chdir(given.folder)
    articles = {f"posts/{n // 500}/{n}.md": (_TEXT + _LIST).format(n=n) for n in range(given.articles)}
    for make in _WAYS.values():
        make(articles)
    print(f"{given.articles:,} articles, {sum(map(len, articles.values())) / 1e6:.1f} MB")
    print(
        "| input | bytes | CPU of extract | of the folder's | memory, all processes | build again, CPU | of the first |\n| --- | --- | --- | --- | --- | --- | --- |"
    )
    folder_s = 0.0
    for name in _WAYS:
        seconds, memory = _run("extract", name, "--workers", "1", "--name-column", "name")
        folder_s = folder_s or seconds
        first, _ = _run("build", name, "--workers", "1", "--name-column", "name", "--store", f"{name}.kgraph")
        if Path(name).is_file():
            before = time.time() - 100
            os.utime(name, (before, before))
            _run("build", name, "--workers", "1", "--name-column", "name", "--store", f"{name}.kgraph")
        again, _ = _run("build", name, "--workers", "1", "--name-column", "name", "--store", f"{name}.kgraph")
        size = Path(name).stat().st_size if Path(name).is_file() else sum(map(len, articles.values()))
        print(
            f"| {name} | {size:,} | {seconds:.1f} s | {seconds / folder_s:.2f} | {memory} MB | {again:.2f} s | {again / first:.1%} |"
        )


def _run(*arguments: str) -> tuple[float, int]:
    """CPU seconds of a command with its workers, and the megabytes that its largest process took."""
    code = (
        "import resource, subprocess, sys; done = subprocess.run([sys.executable, '-m', 'kgraph', *sys.argv[1:]], stdout=subprocess.DEVNULL);"
        "u = resource.getrusage(resource.RUSAGE_CHILDREN); print(u.ru_utime + u.ru_stime, u.ru_maxrss, done.returncode)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    seconds, memory, status = run.stdout.split()
    if status != "0":
        sys.exit(f"{arguments}: ended with {status}: {run.stderr}")
    return float(seconds), int(memory) // 1024


def _files(articles: dict[str, str]) -> None:
    for name, text in articles.items():
        path = Path("files", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _zip(articles: dict[str, str]) -> None:
    with zipfile.ZipFile("a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in articles.items():
            archive.writestr(name, text)


def _tar(articles: dict[str, str]) -> None:
    with tarfile.open("a.tar.gz", "w:gz") as archive:
        archive.add("files", ".")


def _zst(articles: dict[str, str]) -> None:
    with pyarrow.CompressedOutputStream(pyarrow.OSFile("a.tar.zst", "wb"), "zstd") as out:
        out.write(gzip.decompress(Path("a.tar.gz").read_bytes()))


def _jsonl(articles: dict[str, str]) -> None:
    Path("a.jsonl").write_text("\n".join(json.dumps({"name": n, "text": t}) for n, t in articles.items()))


def _parquet(articles: dict[str, str]) -> None:
    table = pyarrow.table({"name": list(articles), "text": list(articles.values())})
    pyarrow.parquet.write_table(table, "a.parquet")


_WAYS: dict[str, Callable[[dict[str, str]], None]] = {
    "files": _files, "a.zip": _zip, "a.tar.gz": _tar, "a.tar.zst": _zst, "a.jsonl": _jsonl, "a.parquet": _parquet,
}  # fmt: skip

if __name__ == "__main__":
    main()
