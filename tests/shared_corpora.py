"""The real articles that tests may read where they lie beside the checkout; never part of the project."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
CORPORA = SHARED / "corpora"

needs_corpora = pytest.mark.skipif(
    not CORPORA.is_dir(), reason="the real articles (../shared/corpora) are not on this machine"
)


def markdown_files() -> list[Path]:
    """Every Markdown article of the corpora; none where they are absent."""
    return sorted(CORPORA.rglob("*.md")) if CORPORA.is_dir() else []
