"""The same article of another format with other line ends or a byte order mark says the same (T3)."""

from pathlib import Path

import pytest

from kgraph.errors import InputError
from kgraph.extract import extract
from kgraph.model import Extraction
from kgraph.read import read
from tests.read.case_file import cases

_AGREE = Path(__file__).parent / "agree"
_TWINS = {
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "cr": lambda text: text.replace("\n", "\r").encode(),
    "bom": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "both": lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
}
_FILES = [
    *((path.name, path.read_text(encoding="utf-8")) for path in sorted(_AGREE.glob("*/*.*")) if path.suffix not in (".docx", ".xml", ".bib")),
    *((case.file, case.article) for case in cases() if not case.file.endswith((".docx", ".md"))),
]  # fmt: skip


def _said(found: Extraction) -> tuple[object, ...]:
    return (
        found.title,
        [(c.id, c.text, c.support, c.labels, c.sources, c.section, c.lead_in) for c in found.claims],
        [(m.labels, m.status, m.claim, m.locator) for m in found.markers],
        [(r.label, r.title, r.url, r.authors, r.date, r.source) for r in found.references],
        [p.code for p in found.problems],
    )


@pytest.mark.parametrize("twin", _TWINS)
def test_twin(twin: str) -> None:
    compared = 0
    for name, text in _FILES:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        try:
            given = _said(extract(read(name, text.encode())))
        except InputError:
            continue
        assert _said(extract(read(name, _TWINS[twin](text)))) == given, name
        compared += 1
    assert compared > 60
