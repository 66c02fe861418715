"""What is compared: articles in files and folders, of a revision of git, or as a store has them."""

import os
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from kgraph.beside import Folder
from kgraph.compare import Comparison, Statement, compare
from kgraph.engine import ArticleFile, Job, Task, run
from kgraph.errors import InputError
from kgraph.jobs.articles import find
from kgraph.jobs.chosen import Choice
from kgraph.jsonl import SCHEMA
from kgraph.store import Reader
from kgraph.store.generations import exists

_GIT_S = 60.0


def compared(old: str, new: str, *, read_as: str = "") -> Comparison:
    """What became of the claims of `old` in `new`: each a file, a folder, a store, or `REVISION:PATH` of git.

    A revision alone is that of the other side's path. Files that are named are read as `read_as`, where one is given.
    Errors: `InputError` for what is none of these, or cannot be read; `UsageError` for a format that nobody reads.
    """
    choice = Choice(read_as=read_as)
    choice.check()
    old, new = _whole(old, new), _whole(new, old)
    return compare(list(statements(old, choice)), list(statements(new, choice)))


def _whole(name: str, other: str) -> str:
    """`HEAD~1` beside `posts/` as `HEAD~1:posts/`."""
    if os.path.lexists(name) or ":" in name or not os.path.lexists(other) or not _is_revision(name):
        return name
    return f"{name}:{other}"


def statements(name: str, choice: Choice | None = None) -> Iterator[Statement]:
    """The claims of what `name` names, in order. Errors: `InputError`."""
    if exists(Path(name)):
        yield from _in_store(name)
    elif os.path.lexists(name):
        yield from _in_files(name, name, choice)
    elif ":" in name:
        with _checked_out(*name.split(":", 1)) as (folder, path):
            yield from _in_files(folder, path, choice)
    else:
        raise InputError(
            f"{name}: not found (expected a file, a folder, a store, or REVISION:PATH of git). Check it."
        )


def _in_store(store: str) -> Iterator[Statement]:
    sources: dict[str, set[str]] = defaultdict(set)
    with Reader(store) as reader:
        for claim, source in reader.rows("citations", ("claim", "source")):
            sources[claim].add(source)
        claims = sorted(reader.rows("claims", ("article", "position", "claim", "text")))
    for article, _, claim, text in claims:
        yield Statement(text=text, sources=tuple(sorted(sources[claim])), file=article)


def _in_files(root: str, shown: str, choice: Choice | None) -> Iterator[Statement]:
    import json

    found = find([root], choice=choice)
    if found.archives:
        raise InputError(f"{shown}: an archive is not compared. Build it into a store, and compare that.")
    if not found.articles:
        why = (
            (found.skipped or found.empty)[0].reason
            if found.skipped or found.empty
            else "no article is there"
        )
        raise InputError(f"{shown}: {why}. Check the path.")
    folder = root if os.path.isdir(root) else os.path.dirname(root)  # noqa: PTH112, PTH120 - of any length
    articles = [replace(a, path=os.path.relpath(a.file, folder or ".")) for a in found.articles]
    for outcome in run([Job(a) for a in articles], Task(format="jsonl", base="")):
        if outcome.status == "skipped":
            raise InputError(outcome.reason)
        line = json.loads(outcome.payload)
        assert line["schema"] == SCHEMA
        text = _text(next(a for a in articles if a.path == outcome.path))
        for claim in line["claims"]:
            number = text.count("\n", 0, claim["start"]) + 1
            yield Statement(
                text=claim["text"], sources=tuple(claim["sources"]), file=outcome.path, line=number
            )


def _text(article: ArticleFile) -> str:
    """What the spans of the article count into, whatever its format."""
    from kgraph.read import text_read

    data, beside = Path(article.file).read_bytes(), Folder(article.file, article.reach)
    return text_read(article.path, data, beside=beside, format=article.format, origin=article.origin).text


def _is_revision(name: str) -> bool:
    return (
        not name.startswith("-")
        and _git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}") is not None
    )


def _git(*arguments: str) -> bytes | None:
    """What git says; None where it refuses, or is not there."""
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, timeout=_GIT_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


@contextmanager
def _checked_out(revision: str, path: str) -> Iterator[tuple[str, str]]:
    """The file or folder as it was in a revision, in a folder of its own; and how it is called in messages."""
    shown = f"{revision}:{path}"
    if revision.startswith("-") or not _is_revision(revision):
        raise InputError(f"{shown}: not found, and {revision!r} is no revision of git here. Check both.")
    prefix = (_git("rev-parse", "--show-prefix") or b"").decode().strip()
    inside = os.path.normpath(f"{prefix}{path}")
    listed = _git(
        "ls-tree", "-r", "-z", "--name-only", "--full-tree", revision, "--", "" if inside == "." else inside
    )
    names = [os.fsdecode(name) for name in (listed or b"").split(b"\0") if name]
    if not names:
        raise InputError(f"{shown}: nothing is called so in that revision. Check the path.")
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            data = _git("show", f"{revision}:{name}")
            place = Path(folder) / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data or b"")
        yield str(Path(folder) / inside), shown
