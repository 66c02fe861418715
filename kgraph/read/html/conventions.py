"""How pages mark citations, one row a convention: the signs of a marker, and those of an entry.

A marker is known by its own signs, or since it leads to an entry that is known by its signs. What an entry is called is
what its reader sees. The signs are those of `Node.signs`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

How = Literal["links", "keys", "pill", "place", "prose", "sign"]
"""How a marker names its entries: by the links in it, by keys of an attribute, by the page it opens; or it holds its note, or is its sign alone."""
Kind = Literal["note", "reference"]
"""What an entry is: a note, which cites or only remarks, or an entry of a reference list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRow:
    """A way to set a marker: what writes it so, its signs, how it names its entries, an example."""

    name: str
    signs: str
    how: How = "links"
    example: str
    attribute: str = ""
    """Where the keys stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """A way to set entries: what writes them so, the signs of an entry, or of a list whose items are entries."""

    name: str
    signs: str = ""
    lists: str = ""
    kind: Kind
    example: str


MARKS = (
    MarkRow(name="roles of DPUB-ARIA", signs="[role=doc-noteref] [role=doc-biblioref]", example='<a role="doc-noteref" href="#fn1">1</a>'),
    MarkRow(name="EPUB", signs="[epub:type=noteref] [epub:type=biblioref]", example='<a epub:type="noteref" href="#n1">1</a>'),
    MarkRow(name="GitHub, remark", signs="[data-footnote-ref]", example='<sup><a href="#fn-1" data-footnote-ref>1</a></sup>'),
    MarkRow(name="aria-describedby", signs="[aria-describedby=footnote-label] [aria-describedby=footnotes]", example='<a href="#fn1" aria-describedby="footnote-label">1</a>'),
    MarkRow(name="citeproc", signs="span[data-cites] [data-cites]", how="keys", attribute="data-cites", example='<span class="citation" data-cites="lee">[<a href="#ref-lee">1</a>]</span>'),
    MarkRow(name="Pandoc, Hugo, Ghost", signs=".footnote-ref .footnoteref", example='<a href="#fn1" class="footnote-ref"><sup>1</sup></a>'),
    MarkRow(name="kramdown", signs="a.footnote [rel=footnote]", example='<sup id="fnref:1"><a href="#fn:1" class="footnote" rel="footnote">1</a></sup>'),
    MarkRow(name="docutils, LessWrong", signs=".footnote-reference .citation-reference", example='<a class="footnote-reference brackets" href="#id2">1</a>'),
    MarkRow(name="Substack", signs=".footnote-anchor", example='<a class="footnote-anchor" href="#footnote-1">1</a>'),
    MarkRow(name="WordPress", signs="sup[data-fn] [data-fn] .easy-footnote .simple-footnote .footnote_referrer .footnote_plugin_tooltip_text", example='<sup data-fn="a1" class="fn"><a href="#a1">1</a></sup>'),
    MarkRow(name="Wikipedia", signs="sup.reference .mw-ref", example='<sup class="reference"><a href="#cite_note-1">[1]</a></sup>'),
    MarkRow(name="LaTeXML", signs=".ltx_cite", example='<cite class="ltx_cite">[<a href="#bib.bib1">1</a>]</cite>'),
    MarkRow(name="jekyll-scholar", signs="a.citation", example='<a class="citation" href="#lee">(Lee, 2020)</a>'),
    MarkRow(name="Distill", signs="d-cite dt-cite", how="keys", attribute="key bibtex-key", example='<d-cite key="lee2010"></d-cite>'),
    MarkRow(name="Distill's footnotes", signs="d-footnote dt-fn", how="prose", example="<d-footnote>That is, nearly.</d-footnote>"),
    MarkRow(name="sidenotes", signs="span.sidenote span.marginnote span.side-note span.margin-note", how="place", example='<span class="sidenote">Lee, <i>Tides</i>, 1999.</span>'),
    MarkRow(name="LaTeXML's texts of notes", signs=".ltx_role_footnotetext", how="prose", example='<span class="ltx_note ltx_role_footnotetext"><sup class="ltx_note_mark">1</sup>…</span>'),
    MarkRow(name="LaTeXML's marks of notes", signs=".ltx_role_footnotemark", how="sign", example='<span class="ltx_note ltx_role_footnotemark"><sup class="ltx_note_mark">1</sup>…</span>'),
    MarkRow(name="LaTeXML's footnotes", signs=".ltx_role_footnote", how="place", example='<span class="ltx_note ltx_role_footnote"><sup class="ltx_note_mark">1</sup>…</span>'),
    MarkRow(name="Modern Footnotes", signs=".modern-footnotes-footnote__note", how="place", example='<span class="modern-footnotes-footnote__note" data-mfn="1">Lee 1999.</span>'),
    MarkRow(name="ChatGPT", signs="[data-testid=webpage-citation-pill]", how="pill", example='<span data-testid="webpage-citation-pill"><a href="https://example.org/a">Example</a></span>'),
    MarkRow(name="Perplexity", signs="a.citation span.citation .citation-nbsp [data-pplx-citation]", how="pill", example='<a class="citation" href="https://example.org/a">1</a>'),
    MarkRow(name="Gemini", signs="source-footnote sources-carousel-inline source-inline-chip .source-inline-chip-container", how="pill", example='<source-footnote><sup data-turn-source-index="1"></sup></source-footnote>'),
)  # fmt: skip
"""The first row that an element has a sign of, and that finds what it asks for, is how it is read; an element within a marker is part of it."""

ENTRIES = (
    EntryRow(name="roles of DPUB-ARIA", signs="[role=doc-endnote] [role=doc-footnote]", lists="[role=doc-endnotes]", kind="note", example='<aside role="doc-footnote" id="fn1">Lee 1999.</aside>'),
    EntryRow(name="roles of DPUB-ARIA", signs="[role=doc-biblioentry]", lists="[role=doc-bibliography]", kind="reference", example='<li role="doc-biblioentry" id="b1">Lee 1999.</li>'),
    EntryRow(name="EPUB", signs="[epub:type=footnote] [epub:type=endnote] [epub:type=rearnote]", lists="[epub:type=footnotes] [epub:type=endnotes] [epub:type=rearnotes]", kind="note", example='<aside epub:type="footnote" id="n1">Lee 1999.</aside>'),
    EntryRow(name="EPUB", signs="[epub:type=biblioentry]", lists="[epub:type=bibliography]", kind="reference", example='<p epub:type="biblioentry" id="b1">Lee 1999.</p>'),
    EntryRow(name="citeproc", signs=".csl-entry", kind="reference", example='<div id="ref-lee" class="csl-entry">Lee 1999.</div>'),
    EntryRow(name="LaTeXML", signs=".ltx_bibitem", kind="reference", example='<li id="bib.bib1" class="ltx_bibitem">[1] Lee 1999.</li>'),
    EntryRow(name="Wikipedia", lists="ol.references .mw-references", kind="reference", example='<ol class="references"><li id="cite_note-1">Lee 1999.</li></ol>'),
    EntryRow(name="jekyll-scholar", lists="ol.bibliography ul.bibliography", kind="reference", example='<ol class="bibliography"><li><span id="lee">Lee 1999.</span></li></ol>'),
    EntryRow(name="docutils", signs="aside.footnote table.footnote dl.footnote", kind="note", example='<aside class="footnote brackets" id="id2"><span class="label">[<a href="#id1">1</a>]</span><p>Lee 1999.</p></aside>'),
    EntryRow(name="docutils", signs="aside.citation table.citation dl.citation div.citation", kind="reference", example='<div class="citation" id="id2"><span class="label">[Lee99]</span><p>Lee 1999.</p></div>'),
    EntryRow(name="Substack", signs="div.footnote", kind="note", example='<div class="footnote"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number">1</a><div>Lee 1999.</div></div>'),
    EntryRow(name="pulldown-cmark", signs=".footnote-definition", kind="note", example='<div class="footnote-definition" id="1"><sup class="footnote-definition-label">1</sup><p>Lee 1999.</p></div>'),
    EntryRow(name="Org", signs=".footdef", kind="note", example='<div class="footdef"><sup><a id="fn.1" class="footnum" href="#fnr.1">1</a></sup><div>Lee 1999.</div></div>'),
    EntryRow(name="WordPress", signs=".easy-footnote-single .footnotes_plugin_reference_row .footnote_plugin_reference_row", lists=".wp-block-footnotes .easy-footnotes-wrapper .simple-footnotes .footnotes_reference_container .footnote_container_overview", kind="note", example='<ol class="wp-block-footnotes"><li id="a1">Lee 1999.</li></ol>'),
    EntryRow(name="LessWrong", signs=".footnote-item", kind="note", example='<li class="footnote-item" id="fn1">Lee 1999.</li>'),
    EntryRow(name="lists of footnotes", lists=".footnotes .footnotes-list .footnote-list .endnotes .endnotes-list [data-footnotes] #footnotes #endnotes", kind="note", example='<section class="footnotes"><ol><li id="fn1">Lee 1999.</li></ol></section>'),
)  # fmt: skip
"""The first row that an element, or the list around an item, has a sign of says what an entry is."""

_LABELS_NAMES = (
    ".label .ltx_tag_bibitem .footnote-number .footnote_plugin_index .csl-left-margin .footnote-label .fn-number .footnote-definition-label .footnum",
    ".ltx_tag_note .ltx_note_mark",
)
LABELS = frozenset(" ".join(_LABELS_NAMES).split())
"""What the element is called in which an entry prints its label."""
_BACK_NAMES = (
    ".footnote-back .footnote-backref .footnote-backlink .footnote-back-link .footnote_backlink .fn-backref",
    ".reversefootnote .data-footnote-backref [data-footnote-backref] [role=doc-backlink] .mw-cite-backlink",
    ".mw-linkback-text [rel=mw:referencedby] .easy-footnote-to-top .backlink .backref .backrefs .footnote-return .return-link",
    "[rev=footnote] .ltx_bib_cited .cite-accessibility-label .footnote_tooltip",
)
BACK = frozenset(" ".join(_BACK_NAMES).split())
"""What leads back from an entry to the text; it is no part of either."""
_ARROWS_NAMES = ("↩ ↩︎ ↩️ ↑ ^ ⤴ ⤴︎ ⏎ ↵ ⬆ ⬆︎ ⬏ ⮌ ↥ ⇧ ⇑ ← « [↩] [↩︎] [back] back return",)
ARROWS = frozenset(" ".join(_ARROWS_NAMES).split())
"""The words of a link that is the way back whatever it is called."""
_PROCESSORS_NAMES = ("[data-cites] .ltx_cite a.citation [role=doc-biblioref] .citation-reference",)
PROCESSORS = frozenset(" ".join(_PROCESSORS_NAMES).split())
"""Signs of markers by author and year that a program set: in brackets they go, in the sentence their words stay."""


def _rows(table: tuple[MarkRow, ...]) -> Mapping[str, tuple[MarkRow, ...]]:
    found: dict[str, tuple[MarkRow, ...]] = {}
    for row in table:
        for sign in row.signs.split():
            found[sign] = (*found.get(sign, ()), row)
    return found


BY_SIGN: Mapping[str, tuple[MarkRow, ...]] = _rows(MARKS)


def _first_kinds(of: Callable[[EntryRow], str]) -> Mapping[str, Kind]:
    """Sign → kind, in the order of the rows; of two rows with a sign the first counts."""
    found: dict[str, Kind] = {}
    for row in ENTRIES:
        for sign in of(row).split():
            found.setdefault(sign, row.kind)
    return found


ENTRY_BY_SIGN = _first_kinds(lambda row: row.signs)
LIST_BY_SIGN = _first_kinds(lambda row: row.lists)
