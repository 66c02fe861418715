"""The text the explorer shows is the one that spans count into, whatever the format; where it is not at hand, there is none."""

from pathlib import Path

import pytest

import kgraph
from kgraph.jobs.explore import Texts, text_of
from kgraph.store import Reader
from tests.read.word_files import packed, paragraph

_LATIN = '<meta charset="latin-1"><article><h1>Elms</h1><p>Die Ulme wächst schnell <a href="#r1">[1]</a>.</p><h2>References</h2><ol><li id="r1"><a href="https://example.org/ulmen">Ulmen</a></li></ol></article>'
_FILES = {
    "a.md": b"Elms grow fast [1].\n\n## References\n\n[1] [Elms](https://example.org/elms)\n",
    "b.html": _LATIN.encode("latin-1"),
    "c.docx": packed(paragraph("Elms grow fast [1].") + paragraph("References", style="Heading1") + paragraph("[1] Elms. https://example.org/elms")),
    "d.tex": rb"\documentclass{article}\begin{document}\input{part}Elms are old \cite{a}.\begin{thebibliography}{9}\bibitem{a} Roe, A. Elms. 2001.\end{thebibliography}\end{document}",
    "part.tex": b"Elms grow fast \\cite{a}. ",
    "e.rst": b"Elms grow fast [1]_.\n\n.. [1] Elms. https://example.org/elms\n",
}  # fmt: skip
_ARTICLES = sorted(_FILES.keys() - {"part.tex"})


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one article of each format, beside them."""
    folder = tmp_path_factory.mktemp("texts")
    for name, data in _FILES.items():
        (folder / name).write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        kgraph.build(_ARTICLES, store=folder / "kg", workers=1)
    return folder / "kg"


@pytest.mark.parametrize("name", _ARTICLES)
def test_spans_slice_the_text_of_each_format(store: Path, name: str) -> None:
    with Reader(store) as reader:
        text = text_of(reader, name)
        assert text is not None
        claims = list(reader.rows_of("claims", name, ("text", "start", "end")))
        assert claims
        for said, start, end in claims:
            assert text[start:end].split()[:2] == said.split()[:2]


def test_a_text_that_changed_is_none(store: Path) -> None:
    file = store.parent / "a.md"
    before = file.read_bytes()
    file.write_bytes(before + b"More.\n")
    with Reader(store) as reader:
        assert text_of(reader, "a.md") is None
        assert "b.html" in Texts(reader)
    file.write_bytes(before)


def test_a_text_of_which_a_part_changed_is_none(store: Path) -> None:
    part = store.parent / "part.tex"
    before = part.read_bytes()
    part.write_bytes(b"Oaks grow slowly \\cite{a}. ")
    with Reader(store) as reader:
        assert text_of(reader, "d.tex") is None
    part.write_bytes(before)
