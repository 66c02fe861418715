"""One article in six formats: the same claims, backed by the same sources."""

import pytest

from kgraph.extract import extract
from kgraph.read import read

_ARTICLES = {
    "a.md": "# Sea\n\nTides rise twice a day.[^1] Moons pull the water.[^2] The sea is deep.\n\n- Ports are low.[^1]\n\n[^1]: Moss, Ann. *Tides of the sea*. Sea Press, 2010. https://example.org/a\n[^2]: Reed, Bo. *Moons*. Sky Press, 2011.\n",
    "a.tex": "\\section{Sea}\nTides rise twice a day.\\footnote{Moss, Ann. \\emph{Tides of the sea}. Sea Press, 2010. \\url{https://example.org/a}} Moons pull the water.\\footnote{Reed, Bo. \\emph{Moons}. Sky Press, 2011.} The sea is deep.\n\\begin{itemize}\\item Ports are low.\\footnotemark[1]\\end{itemize}\n",
    "a.wiki": "== Sea ==\nTides rise twice a day.<ref name=1>Moss, Ann. ''Tides of the sea''. Sea Press, 2010. https://example.org/a</ref> Moons pull the water.<ref name=2>Reed, Bo. ''Moons''. Sky Press, 2011.</ref> The sea is deep.\n* Ports are low.<ref name=1/>\n",
    "a.rst": "Sea\n===\n\nTides rise twice a day. [1]_ Moons pull the water. [2]_ The sea is deep.\n\n- Ports are low. [1]_\n\n.. [1] Moss, Ann. *Tides of the sea*. Sea Press, 2010. https://example.org/a\n.. [2] Reed, Bo. *Moons*. Sky Press, 2011.\n",
    "a.org": "* Sea\nTides rise twice a day.[fn:1] Moons pull the water.[fn:2] The sea is deep.\n\n- Ports are low.[fn:1]\n\n[fn:1] Moss, Ann. /Tides of the sea/. Sea Press, 2010. https://example.org/a\n\n[fn:2] Reed, Bo. /Moons/. Sky Press, 2011.\n",
    "a.adoc": "== Sea\nTides rise twice a day.footnote:1[Moss, Ann. _Tides of the sea_. Sea Press, 2010. https://example.org/a] Moons pull the water.footnote:2[Reed, Bo. _Moons_. Sky Press, 2011.] The sea is deep.\n\n* Ports are low.footnote:1[]\n",
}


def _said(name: str) -> tuple[list[object], list[object]]:
    found = extract(read(name, _ARTICLES[name].encode()))
    claims = [(c.text, c.labels, c.support, c.sources, c.kind, c.section) for c in found.claims]
    return list(claims), [(r.label, r.title, r.url, r.source, r.authors, r.date) for r in found.references]


@pytest.mark.parametrize("name", [name for name in _ARTICLES if name != "a.md"])
def test_what_is_said_is_the_same(name: str) -> None:
    assert _said(name) == _said("a.md")
