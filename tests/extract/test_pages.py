"""What is found in pages: lists that their syntax tells, and markers in paragraphs of their own."""

from kgraph.extract import extract
from kgraph.model import Extraction
from kgraph.read import read

_LIST = '<h2>References</h2><ol class="references"><li id="cite_note-1">Moss, Ann (2019). <i>Charms</i>.</li></ol>'
_TABLE = "<table><tr><th>Professors</th><td>Otto Reed</td></tr><tr><th>Books</th><td><i>The Sea</i>, 2001</td></tr></table>"
_MARK = '<sup class="reference"><a href="#cite_note-1">[1]</a></sup>'


def _page(body: str) -> Extraction:
    return extract(read("a.html", f"<html><body><main>{body}</main></body></html>".encode()))


def test_a_table_below_entries_that_syntax_tells_is_none_of_them() -> None:
    found = _page(f"<p>The charm pours water.{_MARK}</p>{_LIST}{_TABLE}")
    assert [r.label for r in found.references] == ["cite_note-1"]


def test_a_paragraph_of_markers_cites_the_sentence_above_it() -> None:
    found = _page(f'<p>Tides rise. They fall at dusk.</p><p class="m"><span>{_MARK}</span></p>{_LIST}')
    assert [(c.text, c.labels) for c in found.claims if c.labels] == [
        ("They fall at dusk.", ("cite_note-1",))
    ]
    apart = _page(f'<p>Tides rise at dusk.</p><p><img src="a.png">{_MARK}</p>{_LIST}')
    assert not [c for c in apart.claims if c.labels]


def test_titles_of_latexml_stand_where_their_block_says() -> None:
    def title(*blocks: str) -> str | None:
        parts = "".join(f'<span class="ltx_bibblock">{block}</span>' for block in blocks)
        cite = '<cite class="ltx_cite">[<a href="#b1">1</a>]</cite>'
        entry = (
            f'<li id="b1" class="ltx_bibitem"><span class="ltx_tag ltx_tag_bibitem">[1]</span>{parts}</li>'
        )
        [found] = _page(f"<p>Tides rise here {cite}.</p><ul>{entry}</ul>").references
        return found.title

    assert title("A. Moss.", "Waves in winter.", "2001.") == "Waves in winter"
    assert title("A. Moss, “Kelp in cold water,”.", "eprint 1612.07250.") == "Kelp in cold water"
    assert title("A. Moss and B. Reed, <em>Tides of the Sea</em>.", "Holm Press, 1997.") == "Tides of the Sea"
