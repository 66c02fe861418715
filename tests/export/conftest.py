"""The sample graph, once for all exports; and one with hostile text in every field."""

from pathlib import Path

import pytest

import kgraph
from tests.shared_corpora import ROOT

HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://e.example/","x")',
    "+1+2",
    "@SUM(A1)",
    "-2+3",
    "quote \" and ' and \\ back",
    "brace { } and $ % & # _ ~ ^",
    "bell \x07 escape \x1b[31mred",
    "bidi \u202egnp.exe zero\u200bwidth",
    "not a character \ufffe \uffff",
    "]]> &amp; <!-- --> <?php ?>",
    "comma, semicolon; pipe | tab\tend",
    "emoji 😀 and 中文 and عربي",
)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> kgraph.Graph:
    return kgraph.build(
        [str(ROOT / "data/articles")], store=tmp_path_factory.mktemp("store") / "kg", workers=1
    )


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> kgraph.Graph:
    folder = tmp_path_factory.mktemp("hostile")
    padding = "Plain words keep a short article from looking binary. " * 60
    for i, text in enumerate(HOSTILE):
        text = text.replace("<", "\\<")  # a tag of HTML is no text: escaped, it is
        body = f"---\ntitle: '{i} title'\n---\n\n{padding}\n\n## Head {text} end\n\n{text} makes a claim stand here [1].\n\n## References\n\n"
        body += f'[1] Some Author. "{text} in a long title." 2020. https://example.org/{i}?q={i}\n'
        (folder / f"{i}.md").write_text(body, encoding="utf-8")
    return kgraph.build([str(folder)], store=folder / "kg", workers=1)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path
