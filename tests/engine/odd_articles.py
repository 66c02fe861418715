"""Articles during which something goes wrong that no known article does: planted in every process below a test.

`plant` writes a `sitecustomize.py`, which Python imports as it starts; what an article does stands in its name.
"""

import os
from pathlib import Path

from tests.cli.conftest import clean_environment

_CODE = """
import ctypes, hashlib, os, re, signal, sys, time

MINE = "kgraph.engine._child" in (sys.orig_argv or [""])[-1]

def eat():
    held = []
    while True:
        held.append(bytearray(8_000_000))

def loop():
    while True:
        pass

def bug():
    raise KeyError("a key\\nthat is not there")

DEEDS = {
    "loop": loop,
    "pattern": lambda: re.match(r"(a+)+$", "a" * 60 + "b"),
    "library": lambda: hashlib.pbkdf2_hmac("sha256", b"a", b"b", 2_000_000_000),
    "sleep": lambda: time.sleep(1000),
    "eat": eat,
    "crash": lambda: ctypes.string_at(0),
    "abort": os.abort,
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "leave": lambda: os._exit(5),
    "bug": bug,
}

if MINE and os.environ.get("ODD") == "no start":
    os._exit(9)
if MINE:
    from kgraph.engine import in_process
    from kgraph.extract import extract  # noqa: loaded, as it is in any worker before an article is read

    whole = in_process._process

    def process(job, task):
        name = job.article.path.rpartition("/")[2].partition(".")[0]
        DEEDS.get(name, lambda: None)()
        return whole(job, task)

    in_process._process = process
"""


def plant(folder: Path, home: Path) -> dict[str, str]:
    """An environment whose processes find the deeds; `folder` is made for them."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_CODE)
    environment = clean_environment(home)
    return environment | {"PYTHONPATH": os.pathsep.join([str(folder), environment["PYTHONPATH"]])}


def write(folder: Path, *names: str) -> None:
    """One small article of each name."""
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.md").write_text(
            f"The fact of {name} stands here [1].\n\n## References\n\n[1] https://example.org/{name}\n"
        )
