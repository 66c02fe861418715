"""What an article of LaTeX takes in, put where it is named: `\\input` and `\\include`, and the list that BibTeX made of it.

Only files of its own folder and those below are taken in, so many and so much at most; the reader tells of the others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from kgraph import late_re as re
from kgraph.read.beside import Beside, Unread
from kgraph.read.latex.source import Source
from kgraph.spans import FilePart, SourceText, decode, line_starts

MAX_FILES = 200
MAX_DEPTH = 10
MAX_CHARS = 8 * 1024 * 1024
"""Of all that is taken in: no article is as long."""
_TAKES_IN = re.compile(r"\\(?:input|include|subfile|bibliography|printbibliography|addbibresource)\b")
_INCLUDES = frozenset({"input", "include", "subfile"})
_NAMES_LIST = frozenset({"bibliography", "addbibresource", "addglobalbib"})
_PRINTS_LIST = frozenset({"bibliography", "printbibliography"})
_BARE = re.compile(r"\s{0,3}([^\s{}\\%]{1,200})")
"""`\\input chapter`, as plain TeX has it."""
_LIST = re.compile(r"(\\begin\{thebibliography\}(?:\{[^{}]{0,40}\})?).*?(\\bibitem.*)", re.DOTALL)
"""The list: its beginning, and its entries. What stands between defines commands in ways of plain TeX."""
_BODY = re.compile(r"\\begin\{document\}(.*?)(?:\\end\{document\}|\Z)", re.DOTALL)
_SUFFIXES = ("", ".tex", ".ltx", ".latex", ".bbl")
"""Files that are taken in: others are drawings and what programs keep."""


@dataclass(slots=True)
class _File:
    """A file that is read: its name for people, its text, and where its lines begin."""

    name: str
    text: str
    starts: tuple[int, ...]


@dataclass(slots=True)
class _Gathering:
    """The text so far, and the stretches it is made of."""

    beside: Beside
    folder: PurePosixPath
    pieces: list[str] = field(default_factory=list)
    parts: list[FilePart] = field(default_factory=list)
    length: int = 0
    files: int = 0
    taken: int = 0
    has_list: bool = False

    def add(self, file: _File, start: int, end: int) -> None:
        """More text: `[start, end)` of a file."""
        if end > start:
            self.parts.append(FilePart(self.length, self.length + end - start, file.name, start, file.starts))
            self.pieces.append(file.text[start:end])
            self.length += end - start

    def load(self, name: str) -> _File | None:
        """A file of the folder; None where it is not read."""
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\0" in name or self.files >= MAX_FILES:
            return None
        data = self.beside.part(name)
        if data is None:
            return None
        text = decode(data)[0]
        if self.taken + len(text) > MAX_CHARS:
            return None
        self.files += 1
        self.taken += len(text)
        return _File((self.folder / name).as_posix(), text, line_starts(text))


def with_files(source: SourceText, beside: Beside) -> SourceText:
    """The text of an article with the files that it takes in; `source` itself, where it takes in none.

    The list of BibTeX (`article.bbl`) is taken in where the article prints a list and has none, and no bibliography
    that it names can be read. One of biblatex is no text: see `kgraph.read.bibliography.bbl`.
    """
    if not _TAKES_IN.search(source.text):
        return source
    path = PurePosixPath(source.name.replace("\\", "/"))
    gathering = _Gathering(beside, path.parent)
    own = _File(source.name, source.text, line_starts(source.text))
    made = _list_of(gathering, path.stem, own)
    _through(gathering, own, 0, len(own.text), (source.name,), made)
    if all(part.name == source.name for part in gathering.parts):
        return source
    return replace(source, text="".join(gathering.pieces), parts=tuple(gathering.parts))


def _list_of(gathering: _Gathering, stem: str, own: _File) -> _File | None:
    """The list that BibTeX made, where nothing else has the entries."""
    if "\\bibitem" in own.text or ".bbl" in own.text:
        return None
    names = [name for _, command, _, name in _commands(Source(own.text)) if command in _NAMES_LIST]
    files = [
        f if PurePosixPath(f).suffix else f"{f}.bib" for name in names for f in name.split(",") if f.strip()
    ]
    if any(not isinstance(gathering.beside.load(" ".join(file.split())), Unread) for file in files):
        return None
    made = gathering.load(f"{stem}.bbl") if names else None
    return made if made is not None and "\\bibitem" in made.text else None


def _through(
    gathering: _Gathering, file: _File, start: int, end: int, above: Sequence[str], made: _File | None
) -> None:
    """`[start, end)` of a file, and what it takes in where it is named."""
    at = start
    for begin, command, stop, name in _commands(Source(file.text)):
        if begin < at or stop > end:
            continue
        if command in _INCLUDES:
            taken = _taken(gathering, name, above)
            if taken is not None:
                gathering.add(file, at, begin)
                inner = _BODY.search(taken.text)
                _through(gathering, taken, *(inner.span(1) if inner else (0, len(taken.text))), (*above, taken.name), made)  # fmt: skip
                at = stop
        elif made is not None:
            gathering.add(file, at, begin)
            if command in _PRINTS_LIST and not gathering.has_list and (found := _LIST.search(made.text)):
                gathering.has_list = True
                gathering.add(made, *found.span(1))
                gathering.add(made, *found.span(2))
            at = stop
    gathering.add(file, at, end)


def _taken(gathering: _Gathering, name: str, above: Sequence[str]) -> _File | None:
    """The file that `\\input{name}` means, unless it takes itself in."""
    if len(above) > MAX_DEPTH or PurePosixPath(name).suffix.lower() not in _SUFFIXES:
        return None
    for form in (name, f"{name}.tex") if PurePosixPath(name).suffix else (f"{name}.tex", name):
        if (gathering.folder / form).as_posix() in above:
            return None
        found = gathering.load(form)
        if found is not None:
            return found
    return None


def _commands(source: Source) -> Iterator[tuple[int, str, int, str]]:
    """The commands that take files in or name them: where each begins, its name, where it ends, and what it names."""
    for i, token in enumerate(source.tokens):
        if token.kind != "command":
            continue
        command = (source.names(i) or "").rstrip("*")
        if command == "printbibliography":
            behind = source.behind_option(i + 1)
            yield token.start, command, source.tokens[behind - 1].end, ""
        elif command in _INCLUDES or command in _NAMES_LIST:
            opened = source.group_at(source.behind_option(i + 1))
            if opened is not None:
                closed = source.pairs[opened]
                name = " ".join(source.plain(opened + 1, closed).split())
                yield token.start, command, source.tokens[closed].end, name
            elif command == "input" and (bare := _BARE.match(source.text, token.end)):
                yield token.start, command, bare.end(), bare[1]
