"""What the explorer shows of a store: what is worked out of its tables, and the texts behind them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kgraph.beside import Folder
from kgraph.errors import InputError
from kgraph.export import Options
from kgraph.infile import read_bytes
from kgraph.jobs.packed import Explorer
from kgraph.jobs.pages import page_at
from kgraph.jobs.paths import file_path
from kgraph.jobs.unchanged import page_file
from kgraph.read import max_bytes, text_read
from kgraph.store import File, Reader


def text_of(reader: Reader, path: str) -> str | None:
    """The text of an article as it was when it was built; None where the file is gone or has changed since.

    It is looked for from the current folder, then from the folder the store lies in.
    """
    known = reader.file(path)
    return None if known is None else _text(reader, known)


def _text(reader: Reader, known: File) -> str | None:
    path = known.article
    page = page_file(known.beside)
    read_as, sent = _reading(known.settings)
    if sent and path.lower().endswith(".pdf"):
        return None  # its text is what a server made of it, which nobody kept
    for root in (Path(), reader.path.resolve().parent):
        file = str(root / file_path(page or path))
        row = page_at(file) if page else None
        beside = Folder(file)
        try:
            data = read_bytes(file, max_bytes(path, read_as))
            source = text_read(path, data, beside=beside, format=read_as, origin=row.origin if row else None)
        except InputError:
            continue
        if source.sha256 == known.sha256 and beside.took_in(known.beside):
            return source.text
    return None


def _reading(settings: str) -> tuple[str, bool]:
    """As what an article was read, "" where its name says it, and whether PDFs were sent to a server.

    >>> _reading("0f https://w3id.org/kgraph/ html grobid"), _reading("0f https://w3id.org/kgraph/")
    (('html', True), ('', False))
    """
    words = settings.split(" ")[2:]
    return next((word for word in words if word != "grobid"), ""), "grobid" in words


class Texts(Mapping[str, str]):
    """The texts of a store's articles, read when asked for."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __getitem__(self, path: str) -> str:
        known = self._reader.held.get(path)
        text = None if known is None else _text(self._reader, known)
        if text is None:
            raise KeyError(path)
        return text

    def __iter__(self) -> Iterator[str]:
        return iter(self._reader.articles)

    def __len__(self) -> int:
        return len(self._reader.articles)


class Exportable(NamedTuple):
    """What is exported of a store: its quads, and what it has beside them.

    `lacking` has, once a page was made, a sentence for each ready question whose answer it lacks.
    """

    quads: Iterable[str]
    beside: Options
    lacking: Sequence[str]


@contextmanager
def exportable(store: Path, say: Callable[[str], None] = lambda _: None) -> Iterator[Exportable]:
    """A store as `kgraph.export.export` takes it; `say` is told what a view leaves out. Errors: `StoreError`."""
    with Reader(store) as reader, Explorer(reader) as explorer:
        beside = Options(rows=reader.rows, texts=Texts(reader), parts=explorer.part, say=say)
        yield Exportable(reader.quads(), beside, explorer.failed)
