"""The same article wrapped to a width says the same: a line's end within a paragraph is a space (CommonMark, 6.8)."""

import re
from pathlib import Path

import pytest

from kgraph.extract import extract
from kgraph.model import Extraction
from kgraph.read import read
from tests.shared_corpora import ROOT, markdown_files

WIDTH = 72
_PROSE = re.compile(r"(?![ \t]*(?:[-*+#>|=~:<\[!_{(]|\d+[.)]|[^\W\d]{1,3}[.)]))[^`$|{\\]{90,}(?<! )")
"""A line that is a paragraph of words: without code, math, cells or templates, and without a break at its end."""
_BEGINS_WORDS = re.compile(r"[A-Za-zÀ-ÿ]{2,}(?![.)])")
"""What may begin a line and is still words."""


def wrapped(text: str) -> tuple[str, int]:
    """`text` with its long paragraphs broken before words, and how many were."""
    lines, count = text.split("\n"), 0
    around = ["", *lines, ""]
    for i, line in enumerate(lines):
        if not around[i].strip() and not around[i + 2].strip() and _PROSE.fullmatch(line):
            lines[i] = _broken(line)
            count += "\n" in lines[i]
    return "\n".join(lines), count


def _broken(line: str) -> str:
    first, *words = line.split(" ")
    out = [first]
    for word in words:
        in_address = "http" in out[-1][-30:] or out[-1].count("[") != out[-1].count("]")
        if len(out[-1]) + len(word) >= WIDTH and _BEGINS_WORDS.match(word) and not in_address:
            out.append(word)
        else:
            out[-1] += f" {word}"
    return "\n".join(out)


def _said(found: Extraction) -> tuple[object, ...]:
    return (
        [(" ".join(c.text.split()), c.support, c.labels, c.sources) for c in found.claims],
        [(m.labels, m.status, m.entries) for m in found.markers],
        [(r.label, r.title, r.url, r.authors, r.date, r.source) for r in found.references],
        sorted(p.code for p in found.problems),
    )


SAMPLES = sorted((ROOT / "data/articles").glob("*.md"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    other, _ = wrapped(text)
    assert _said(extract(read("a.md", other.encode()))) == _said(extract(read("a.md", text.encode())))


def test_samples_are_wrapped() -> None:
    assert sum(wrapped(path.read_text(encoding="utf-8"))[1] for path in SAMPLES) > 20


def test_real_articles() -> None:
    paths = [path for path in markdown_files() if path.stat().st_size < 60_000][::3]
    if not paths:
        pytest.skip("no ../shared/corpora")
    differ, count = [], 0
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")
        other, some = wrapped(text)
        count += some
        if some and _said(extract(read("a.md", other.encode()))) != _said(
            extract(read("a.md", text.encode()))
        ):
            differ.append(path.name)
    assert count > 100
    assert differ == []
