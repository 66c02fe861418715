"""The same article with other line ends or in another encoding says the same (T3)."""

from pathlib import Path

import pytest

from kgraph.extract import extract
from kgraph.model import Extraction
from kgraph.read import read
from tests.extract.case_file import cases, one_of_each_file
from tests.shared_corpora import ROOT, markdown_files

ARTICLES = [*sorted((ROOT / "data/articles").glob("*.md")), *markdown_files()]
TWINS = {
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "cr": lambda text: text.replace("\n", "\r").encode(),
    "bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-be": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
}


def _text(path: Path) -> str:
    return (
        path.read_text(encoding="utf-8", errors="replace")
        .removeprefix("\ufeff")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
    )


def _said(found: Extraction) -> tuple[object, ...]:
    return (
        found.title,
        found.generator,
        [(c.id, c.text, c.support, c.rule, c.labels, c.sources, c.section, c.lead_in) for c in found.claims],
        [(m.labels, m.status, m.list, m.entries, m.claim, m.passage) for m in found.markers],
        [(r.label, r.list, r.title, r.url, r.authors, r.date, r.source) for r in found.references],
        [i.reason for i in found.ignored],
        [p.code for p in found.problems],
        found.sources,
    )


ALL = [
    *((path.name, _text(path)) for path in ARTICLES),
    *((case.name, case.article) for case in list(cases())[::4]),
]
SOME = [
    *((path.name, _text(path)) for path in ARTICLES[::16]),
    *((case.name, case.article) for case in list(one_of_each_file())[::4]),
]
"""Enough where no offset is another one: the text that was decoded is compared too."""


@pytest.mark.parametrize("twin", TWINS)
def test_twin(twin: str) -> None:
    for name, text in ALL if twin == "crlf" else SOME:
        given, other = read("a.md", text.encode()), read("a.md", TWINS[twin](text))
        assert other.source.text.replace("\r\n", "\n") == given.source.text
        assert _said(extract(other)) == _said(extract(given)), name
