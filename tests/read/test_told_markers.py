"""What syntax tells to be a citation vanishes nowhere: it cites, is ignored for a reason, is left out with one, or is an entry's."""

import re
from collections.abc import Iterable

import pytest

from kgraph.extract import extract
from kgraph.read import read
from kgraph.read.html.conventions import MARKS, MarkRow
from kgraph.read.html.entries import entries_of
from kgraph.read.html.labels import ordinals_of
from kgraph.read.html.links import Links
from kgraph.read.html.marks import marks_of
from kgraph.read.html.tree import parse
from kgraph.spans import Span
from tests.extract.accounting import check

_OF_PAGES = (
    "<p>Tides rise{m}.</p>", "<p>Tides rise.{m} </p>", "<p> {m} </p>", "<p>Tides rise.<br>{m}<br></p>", "<p>Tides rise.</p>{m}", "<h2>Tides {m}</h2>",
    "<table><caption>Tides {m}</caption><tr><th>a{m}</th></tr><tr><td>{m}</td></tr></table>", "<figure><img src=a><figcaption>Tides {m}</figcaption></figure>",
    "<blockquote>Tides rise.{m}</blockquote>", "<ul><li>Tides{m}</li><li>{m}</li></ul>", "<dl><dt>Tides{m}</dt><dd>{m}</dd></dl>", "<p>Tides <b>rise {m}</b>.</p>",
    "<pre>Tides {m}</pre>", "<p>Tides [{m}, {m}].</p>", "<p>Tides {m}{m}.</p>", "<p>Tides {m}–{m}.</p>", "<p>Tides <span>rise {m}",
    "<div>Tides rise.{m}<div>Moons pull.</div></div>", "<details><summary>Tides {m}</summary></details>", "<p>Tides<sup> {m} </sup></p>", "<aside>Tides {m}</aside>",
    "<p>&nbsp;{m}&nbsp;</p>", "<header><h1>Tides{m}</h1></header>", "<footer>{m}</footer>", "<p>Tides <del>{m}</del></p>", "<p>Tides <q>rise {m}</q></p>",
)  # fmt: skip
_OF_JATS = (
    "<p>Tides rise{m}.</p>", "<p> {m} </p>", "<p>Tides <italic>rise {m}</italic></p>", "<p>Tides<sup>{m}–{m}</sup></p>", "<p>Tides (see {m}; {m}).</p>",
    "<sec><title>Tides {m}</title></sec>", "<list><list-item><label>{m}</label><p>Tides {m}</p></list-item></list>", "<fig><label>{m}</label><caption><title>Tides {m}</title><p>{m}</p></caption></fig>",
    "<table-wrap><caption><p>Tides {m}</p></caption><table><thead><tr><th>a{m}</th></tr></thead><tr><td>{m}</td></tr></table><table-wrap-foot><fn><p>{m}</p></fn></table-wrap-foot></table-wrap>",
    "<disp-quote><p>Tides {m}</p><attrib>{m}</attrib></disp-quote>", "<boxed-text><p>Tides {m}</p></boxed-text>", "<p>Tides<fn><p>{m}</p></fn></p>",
    "<statement><label>{m}</label><p>Tides {m}</p></statement>", "<disp-formula>{m}</disp-formula>", "<p>Tides <inline-formula>{m}</inline-formula></p>",
    "<code>{m}</code>", "<p>Tides <monospace>a{m}</monospace></p>", "<p>Tides <index-term><term>{m}</term></index-term></p>", "<p>Tides <bold>{m}",
)  # fmt: skip
_OF_TEI = (
    "<p>Tides rise{m}.</p>", "<p> {m} </p>", "<head>Tides {m}</head>", "<list><item>Tides {m}</item></list>", "<figure><head>Tides {m}</head><figDesc>Tides {m}</figDesc></figure>",
    "<figure><head>{m}</head><table><row><cell>{m}</cell></row></table></figure>", "<note place='foot'>{m}</note>", "<p>Tides <note>{m}</note></p>", "<quote>Tides {m}</quote>",
    "<formula>{m}</formula>", "<p>Tides <formula>{m}</formula></p>", "<p>Tides [{m}, {m}]</p>", "<p>Tides {m}-{m}</p>", "<p><s>Tides {m}</s><s>Moons {m}</s></p>",
    "<p>Tides <choice><sic>{m}</sic><corr>{m}</corr></choice></p>", "<p>Tides <del>{m}</del></p>", "<p>Tides <code>{m}</code></p>", "<p>Tides <index>{m}</index></p>",
)  # fmt: skip
_OF_WIKITEXT = (
    "Tides rise{m}.", "{m}", "* Tides {m}\n* {m}", "== Tides {m} ==", "{| class='wikitext'\n|+ Tides {m}\n! a {m}\n|-\n| b {m} || {m}\n|}", "[[File:a.png|thumb|Tides {m}]]",
    "{{quote|Tides {m}|Moss {m}}}", "{{blockquote|text=Tides {m}|author=Moss {m}}}", "''Tides {m}''", "<code>{m}</code>", "[http://a.b Tides {m}]", "[[Tides|rise {m}]]",
    "{{Infobox sea|a=b {m}|c={m}}}", "; Tides {m} : rise {m}", "<gallery>\nFile:a.png|Tides {m}\n</gallery>", "{{efn|Tides {m}}}", "{{unheard of|Tides {m}}}",
    "Tides {{nowrap|rise {m}}}", "<table><tr><td>{m}</td></tr></table>", "Tides <span style='display:none'>{m}</span>", "<math>x</math>{m}",
)  # fmt: skip
_NOTES = (
    "<section role='doc-endnotes'><ol><li id='{}'>Moss, A. <i>Tides</i>. Sea Press, 2010.</li></ol></section>"
)
_ENTRY = "<ref id='B1'><mixed-citation>Moss A. Tides. 2010.</mixed-citation></ref>"
_WORK = "<biblStruct xml:id='b0'><monogr><title>Tides</title><imprint><date when='2010'/></imprint></monogr></biblStruct>"


def _lost(name: str, text: str, told: Iterable[Span]) -> list[str]:
    """What of `told` neither cites nor is ignored, an entry's, or left out."""
    document = read(name, text.encode())
    found = extract(document)
    check(found)
    spans = [*(m.span for m in found.markers), *(t.span for t in found.ignored)]
    spans += [*(e.span for e in found.references), *(Span(a, b) for a, b, _ in document.dropped)]
    words = document.source.text
    return [
        words[t.start : t.end] for t in told if not any(s.start < t.end and t.start < s.end for s in spans)
    ]


def _matches(pattern: str, text: str) -> list[Span]:
    return [Span(*m.span()) for m in re.finditer(pattern, text, re.DOTALL)]


def _none_lost(name: str, whole: str, around: Iterable[str], written: str, pattern: str) -> None:
    """Nothing that `pattern` finds is lost, wherever in a file `written` stands."""
    for each in around:
        text = whole.replace("{body}", each.replace("{m}", written))
        assert _lost(name, text, _matches(pattern, text)) == [], text


@pytest.mark.parametrize(
    "row", [row for row in MARKS if row.how in ("links", "keys", "place")], ids=lambda r: r.name
)
@pytest.mark.parametrize("lost", [False, True], ids=["entry", "no-entry"])
def test_of_pages(row: MarkRow, lost: bool) -> None:
    example = row.example
    target = re.search(r'href="#([^"]+)"', example)
    notes = "" if lost or target is None else _NOTES.format(target[1])
    for written in (
        example,
        example.replace("</a>", " </a>"),
        example.replace(">", "> ", 1),
        example.rpartition("</")[0],
    ):
        for around in _OF_PAGES:
            text = f"<main><p>The sea is deep.</p>{around.replace('{m}', written)}{notes}</main>"
            page = parse(text)
            links, ordinals = Links(page, None), ordinals_of(page)
            marks = marks_of(page, links, entries_of(page, links, ordinals))
            # Two breaks end the block, and with it words that nothing closes.
            told = [
                Span(m.node.start, m.node.end)
                for m in marks
                if text.count("<br>", m.node.start, m.node.end) < 1
            ]
            assert _lost("a.html", text, told) == [], text


@pytest.mark.parametrize(
    "written",
    ['<xref ref-type="bibr" rid="B1">1</xref>', '<xref ref-type="bibr" rid="B1"/>', '<xref ref-type="bibr" rid="B9">Lee, 2011</xref>', '<xref ref-type="bibr" rid="B1"> 1 </xref>'],
)  # fmt: skip
@pytest.mark.parametrize("entry", ["", _ENTRY], ids=["no-entry", "entry"])
def test_of_jats(written: str, entry: str) -> None:
    whole = f"<article><body><sec>{{body}}</sec></body><back><ref-list>{entry}</ref-list></back></article>"
    _none_lost("a.nxml", whole, _OF_JATS, written, r"<xref [^<>]*(?:/>|>[^<>]*</xref>)")


@pytest.mark.parametrize(
    "written",
    ['<ref type="bibr" target="#b0">[1]</ref>', '<ref type="bibr">Lee (2011)</ref>', '<ptr type="bibr" target="#b0"/>', '<ref type="bibr" target="#b0"> 1 </ref>'],
)  # fmt: skip
@pytest.mark.parametrize("entry", ["", _WORK], ids=["no-entry", "entry"])
def test_of_tei(written: str, entry: str) -> None:
    whole = (
        f"<TEI><text><body><div>{{body}}</div></body><back><listBibl>{entry}</listBibl></back></text></TEI>"
    )
    _none_lost("a.tei", whole, _OF_TEI, written, r"<(?:ref|ptr) [^<>]*(?:/>|>[^<>]*</ref>)")


@pytest.mark.parametrize(
    "written",
    ["<ref>Moss, ''Tides'', 2010</ref>", "<ref name=a>Moss, ''Tides'', 2010</ref>", "<ref name=b />", "<ref></ref>", "{{sfn|Moss|2010}}", "{{refn|Words.}}", "{{efn|Words.}}", "{{harv|Moss|2010}}"],
)  # fmt: skip
def test_of_wikitext(written: str) -> None:
    whole = (
        "Seas are deep.<ref name=b>Reed, ''Seas'', 2011</ref>\n\n{body}\n\n== References ==\n{{reflist}}\n"
    )
    pattern = r"<ref(?: [^<>]*)?(?:/>|>.*?</ref>)|\{\{(?:sfn|harv|refn)\|[^{}]*\}\}"
    _none_lost("a.wiki", whole, _OF_WIKITEXT, written, pattern)
