"""Reads cases with a changed kgraph: each change in a process of its own, forked where all is loaded.

A child forgets every module of kgraph and runs them again from compiled code, one of them changed. What they
compile of patterns is remembered from the parent, so that a child is ready in some tens of milliseconds.
"""

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import os
import re
import signal
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

SAME, DIFFERS, BROKEN = 0, 10, 11
"""How a child ends: as every case expects; as one does not; kgraph cannot be loaded, so it was no change to measure."""
_SECONDS = 60
"""A child that is not done by then hangs, which no case expects."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One case: what it holds (case-folded), and whether what is read now is what it expects."""

    text: str
    holds: Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is otherwise: the tree of a file, what lexicons say, or a pattern that never matches."""

    word: str = ""
    file: Path | None = None
    tree: Callable[[], ast.Module] | None = None
    lexicons: tuple[tuple[Path, Callable[[dict[str, Any]], None]], ...] = ()
    pattern: "Pattern | None" = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as it was compiled, and the line that had it compiled."""

    file: str
    line: int
    text: str
    flags: int


class House:
    """The modules of a package, compiled once, to be loaded afresh."""

    def __init__(self, package: Path) -> None:
        self._code: dict[str, tuple[Path, CodeType]] = {}
        for path in sorted(package.rglob("*.py")):
            parts = path.relative_to(package.parent).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            self._code[name] = (path, compile(path.read_bytes(), str(path), "exec"))

    def load(self, change: Change | None = None) -> None:
        """Forget the package; from now on it is imported anew, with the change."""
        code = dict(self._code)
        if change and change.tree and change.file:
            for name, (path, _) in self._code.items():
                if path == change.file:
                    code[name] = (path, compile(change.tree(), str(path), "exec"))
        for name in [n for n in sys.modules if n in code]:
            del sys.modules[name]
        sys.meta_path.insert(0, _Finder(code))
        if change and change.lexicons:
            _change_lexicons({file.read_text(encoding="utf-8"): said for file, said in change.lexicons})
        if change and change.pattern:
            _disable(change.pattern)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, code: dict[str, tuple[Path, CodeType]]) -> None:
        self._code = code

    def find_spec(
        self, name: str, path: object = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Where the module is loaded from; None for those of other packages."""
        if name not in self._code:
            return None
        file, code = self._code[name]
        inner = [str(file.parent)] if file.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(
            name, file, loader=_Loader(code), submodule_search_locations=inner
        )


class _Loader(importlib.abc.Loader):
    def __init__(self, code: CodeType) -> None:
        self._code = code

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        """An ordinary module."""

    def exec_module(self, module: ModuleType) -> None:
        """Run its code."""
        exec(self._code, module.__dict__)


def _change_lexicons(changes: Mapping[str, Callable[[dict[str, Any]], None]]) -> None:
    """Let TOML of each of these texts be read with its change."""
    parser = sys.modules["tomllib._parser"]
    loads = tomllib.loads

    def changed(read: str, /, **options: Any) -> dict[str, Any]:
        found = loads(read, **options)
        if change := changes.get(read):
            change(found)
        return found

    tomllib.loads = parser.loads = changed  # type: ignore[attr-defined]


@contextmanager
def recorded() -> Iterator[set[Pattern]]:
    """A set that fills with every pattern that is compiled or used meanwhile."""
    found: set[Pattern] = set()
    make = re._compile  # type: ignore[attr-defined]
    _watch(lambda pattern, flags: found.add(Pattern(*_asker(), pattern, flags)))
    try:
        yield found
    finally:
        re._compile = make  # type: ignore[attr-defined]


def _disable(gone: Pattern) -> None:
    """Let a pattern never match; its groups stay, since replacements may name them."""

    def replace(pattern: Any, flags: int) -> str | None:
        if pattern != gone.text or int(flags) != gone.flags or _asker() != (gone.file, gone.line):
            return None
        options = re.match(r"(?:\(\?[aiLmsux]+\))?", pattern)
        assert options is not None, "an empty match is one"
        end = "\n)" if flags & re.VERBOSE else ")"  # its last line may be a comment
        return f"{options[0]}(?!)(?:{pattern[options.end() :]}{end}"

    _watch(replace)


def _watch(see: Callable[[Any, int], object]) -> None:
    """Call `see` for every pattern that is compiled or used; a string it returns stands in for the pattern."""
    make = re._compile  # type: ignore[attr-defined]

    def watched(pattern: Any, flags: int = 0) -> Any:
        other = see(pattern, int(flags)) if isinstance(pattern, str) else None
        return make(other if isinstance(other, str) else pattern, flags)

    re._compile = watched  # type: ignore[attr-defined]


def _asker() -> tuple[str, int]:
    """The file and line, outside of `re` and of this file, that asked for a pattern."""
    frame = sys._getframe(1)
    while frame.f_back and frame.f_globals["__name__"] in (__name__, "re"):
        frame = frame.f_back
    return frame.f_code.co_filename, frame.f_lineno


def outcomes(
    house: House, readings: Sequence[Reading], changes: Iterable[Change], workers: int
) -> Iterator[tuple[int, int]]:
    """(number of the change, how its child ended), as they end; `workers` children at a time."""
    waiting = iter(enumerate(changes))
    running: dict[int, int] = {}
    while True:
        while len(running) < workers and (job := next(waiting, None)):
            number, change = job
            if (child := os.fork()) == 0:
                os._exit(_in_child(house, readings, change))
            running[child] = number
        if not running:
            return
        child, status = os.wait()
        code = os.waitstatus_to_exitcode(status)
        yield running.pop(child), code if code in (SAME, BROKEN) else DIFFERS


def _in_child(house: House, readings: Sequence[Reading], change: Change) -> int:
    signal.alarm(_SECONDS)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        house.load(change)
        importlib.import_module("kgraph.graph")
        importlib.import_module("kgraph.extract")
    except Exception:
        return BROKEN
    try:
        likely = sorted(readings, key=lambda reading: change.word not in reading.text)
        return SAME if all(reading.holds() for reading in likely) else DIFFERS
    except BaseException:
        return DIFFERS
