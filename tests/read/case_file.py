"""Cases of reading as text: an article, and the document that a reader makes of it.

Beside what every case has (`tests/case_text.py`) there are `=== article NAME`, whose suffix says the format, and what
is expected: `head` (what the article says of itself), `blocks`, `runs` where the plain text is not the source's,
`inlines`, `dropped` and `problems`, one a line. A number before a run or an inline is that of its block. The article of
a Word file is the XML of its text; other parts stand behind it, each below a line `--- NAME`. That of a book are its
chapters, each below such a line, and entries of its table of contents before them, `NAME: TITLE`; that of a PDF are the
lines of its pages, each page but the first below a line `---`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kgraph.model import Block, Document
from kgraph.read import read
from kgraph.spans import Span
from tests import case_text
from tests.read.books import bound
from tests.read.pdf_files import page, pdf
from tests.read.word_files import packed

SECTIONS = ("head", "blocks", "runs", "inlines", "dropped", "problems")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    name: str
    intent: str
    file: str
    article: str
    expected: dict[str, str]


def load(path: Path) -> list[Case]:
    """The cases of a file: one, or one for each of its words."""
    found = []
    for text in case_text.load(path):
        [(head, article)] = [item for item in text.sections.items() if item[0].startswith("article ")]
        found.append(
            Case(
                name=path.stem if text.word is None else f"{path.stem} ({text.word})",
                intent=text.intent,
                file=head.removeprefix("article "),
                article=article,
                expected={n: t.strip("\n") for n, t in text.sections.items() if n in SECTIONS},
            )
        )
    return found


def cases(family: str = "") -> Iterator[Case]:
    """All cases, or those of the folder `family`, in the order of their names."""
    for path in case_text.files("read"):
        if case_text.folder_of(path, "read").startswith(family):
            yield from load(path)


def run(case: Case) -> Document:
    """The article of `case`, read."""
    return read(case.file, _data(case.file, case.article))


def _data(file: str, article: str) -> bytes:
    """The bytes of an article, those of a Word file, a book or a PDF packed."""
    if file.endswith(".pdf"):
        return pdf(*(page(*text.strip("\n").split("\n")) for text in article.split("\n---\n")))
    if file.endswith(".epub"):
        return bound(article)
    return packed(article) if file.endswith(".docx") else article.encode("utf-8")


def render(document: Document) -> dict[str, str]:
    """What was read, one line each, by section."""
    text = document.source.text
    said = document.metadata
    head = [
        f"{name}: {value}"
        for name, value in (
            ("title", said.title), ("date", said.date), ("language", said.language),
            ("authors", "; ".join(said.authors)), ("bibliography", "; ".join(said.bibliography)),
        )
        if value
    ]  # fmt: skip
    return {
        "head": "\n".join(head),
        "blocks": "\n".join(_block(i, block) for i, block in enumerate(document.blocks)),
        "runs": "\n".join(line for i, block in enumerate(document.blocks) for line in _runs(i, block, text)),
        "inlines": "\n".join(line for i in range(len(document.blocks)) for line in _inlines(i, document)),
        "dropped": "\n".join(f"{reason} {text[start:end]!r}" for start, end, reason in document.dropped),
        "problems": "\n".join(f"{p.code} {text[p.span.start : p.span.end]!r}" for p in document.problems),
    }  # fmt: skip


def _block(number: int, block: Block) -> str:
    """`2 item 'words' lists 1.2 @ Head / Below`: its text, and what stands around it."""
    around = [
        f"level {block.level}" if block.level else "",
        f"number {block.ordinal}" if block.ordinal is not None else "",
        f"lists {' '.join(f'{a}.{b}' for a, b in block.lists)}" if block.lists else "",
        f"table {block.table} row {block.row} column {block.column}" if block.table else "",
        f"defines {block.definition}" if block.definition else "",
        f"@ {' / '.join(block.section)}" if block.section else "",
    ]
    return " ".join([f"{number} {block.kind} {block.text!r}", *filter(None, around)])


def _inlines(number: int, document: Document) -> Iterator[str]:
    """`0 link 'words' → target | 'source'`, and so what the reader knows to be a marker or an entry."""
    block, text = document.blocks[number], document.source.text
    found = [(e.start, -e.end, e.kind, e.target, e.span) for e in block.inlines]
    found += (
        (m.start, -m.end, m.kind, ",".join(m.labels), m.span or Span(m.start, m.end))
        for m in document.markers
        if m.block == number
    )
    found += (
        (0, 0, "entry", "", Span(block.span.start, block.span.start))
        for e in document.entries
        if e.block == number
    )
    for start, end, kind, target, span in sorted(found, key=lambda f: f[:2]):
        yield (
            f"{number} {kind} {block.text[start:-end]!r}"
            + (f" → {target}" if target else "")
            + f" | {text[slice(*span)]!r}"
        )


def _runs(number: int, block: Block, text: str) -> Iterator[str]:
    """`0 '&' from '&amp;'`: each run whose source reads otherwise."""
    ends = [run[0] for run in block.runs[1:]] + [len(block.text)]
    for (plain, start, end), stop in zip(block.runs, ends, strict=True):
        if block.text[plain:stop] != text[start:end]:
            yield f"{number} {block.text[plain:stop]!r} from {text[start:end]!r}"


def write(intent: str, rules: tuple[str, ...], file: str, article: str, words: tuple[str, ...] = ()) -> str:
    """A new case with what kgraph reads today; to be read and mended by hand before it is kept.

    Errors: `ValueError` names the words of `words` for which it does not read the same as for the first.
    """
    texts = {f"article {file}": article}
    return case_text.write_with_words(intent, rules, texts, words, lambda filled: _read(file, filled))


def _read(file: str, filled: dict[str, str]) -> dict[str, str]:
    return render(read(file, _data(file, filled[f"article {file}"])))
