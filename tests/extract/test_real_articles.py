"""No silent loss, and spans that slice, on every real Markdown article beside the checkout."""

import re
from pathlib import Path

import pytest

import kgraph
from kgraph.model import Extraction
from kgraph.spans import decode
from tests.extract.accounting import check
from tests.shared_corpora import CORPORA, markdown_files, needs_corpora

# What anyone would call a bracketed or tagged citation token, found without a parser. Deliberately cruder
# than the conventions of kgraph, and independent of them.
_TOKEN = re.compile(
    r"\[\[?\\?\[?\^?\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\\?\]|<sup>\s*\[?\d{1,3}|【[^】]{1,40}】|\[\^[\w-]{1,30}\]|oaicite:\d|\ue200"
)


def _beside(path: Path, found: Extraction) -> dict[str, str]:
    """The bibliographies that the article was read with."""
    names = {r.file for r in found.references if r.file}
    return {name: decode((path.parent / name).read_bytes())[0] for name in names}


@needs_corpora
@pytest.mark.parametrize("path", markdown_files(), ids=lambda p: str(p.relative_to(CORPORA)))
def test_every_token_is_accounted_for(path: Path) -> None:
    found = kgraph.extract(path)
    check(found, _beside(path, found))
    text = found.document.source.text
    seen = [(m.span.start, m.span.end) for m in found.markers]
    seen += [(t.span.start, t.span.end) for t in found.ignored]
    seen += [(r.span.start, r.span.end) for r in found.references if r.file is None]
    lost = [
        match[0]
        for match in _TOKEN.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in seen)
    ]
    assert lost == []
