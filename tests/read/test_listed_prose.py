"""Pages whose headings are called as lists are, and head prose."""

from kgraph.extract import extract
from kgraph.read import read

PAGE = """<html><body><article><h1>Tides</h1>
<p>Tides rise <a href="#ref-moss" role="doc-biblioref">(Moss 2010)</a>.</p>
<h2>Citations</h2>
<p>Citations are written with a key, and set when the page is made: see the manual.</p>
<p>One is shown like this: <a href="#ref-moss" role="doc-biblioref">(Moss 2010)</a></p>
<h2>References</h2>
<div id="refs" role="doc-bibliography"><div id="ref-moss" class="csl-entry">Moss, Ann. 2010. <em>Tides of the sea</em>.</div></div>
</article></body></html>"""


def test_paragraphs_that_cite_an_entry_of_the_page_are_prose() -> None:
    """L5."""
    found = extract(read("tides.html", PAGE.encode()))
    assert [entry.title for entry in found.references] == ["Tides of the sea"]
    assert len(found.claims) == 3
    assert [marker.status for marker in found.markers] == ["resolved", "resolved"]
