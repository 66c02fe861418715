"""JATS, TEI and Word files that grow with `n`; a Word file is told by the XML of its text."""

from collections.abc import Callable

_JATS = (
    "<article><body>{}</body><back><ref-list><ref id='b1'><label>1</label><element-citation><article-title>Tides</article-title>"
    "</element-citation></ref><ref id='b2'><label>2</label><mixed-citation>Moss, A. Kelp. 2010.</mixed-citation></ref></ref-list></back></article>"
)
_TEI = "<TEI><text><body>{}</body><back><listBibl><biblStruct xml:id='b1'><monogr><title>Tides</title></monogr></biblStruct></listBibl></back></text></TEI>"
_XREF = "<xref ref-type='bibr' rid='b1'>{}</xref>"
_MARK = _XREF.format("1")
_BEGIN, _END = "<w:fldChar w:fldCharType='begin'/>", "<w:fldChar w:fldCharType='end'/>"
_TEXT = "<w:r><w:t>Tides rise [1].</w:t></w:r>"


def _paragraph(text: str) -> str:
    return _JATS.format(f"<p>{text}</p>")


JATS: dict[str, Callable[[int], str]] = {
    "citations in one paragraph": lambda n: _paragraph(f"Tides rise [{_MARK}]. " * n),
    "citations in one bracket": lambda n: _paragraph("Tides rise [" + f"{_MARK}, " * n + "]."),
    "citations in open brackets": lambda n: _paragraph(f"Tides (rise {_MARK} " * n),
    "names and years in one bracket": lambda n: _paragraph("(see " + f"{_XREF.format('Moss, 2019')}, p. 4; " * n + ")"),
    "brackets behind brackets": lambda n: _paragraph("(a) " * n + f"(see {_XREF.format('Moss, 2019')}). " * n),
    "ranges": lambda n: _paragraph(f"[{_MARK}–" * n + "]."),
    "paragraphs": lambda n: _JATS.format(f"<p>Tides rise [{_MARK}].</p>" * n),
    "floats in one paragraph": lambda n: _paragraph("<fig><caption><p>Kelp.</p></caption></fig> a " * n),
    "entities": lambda n: _paragraph("&amp;&nbsp;&#8211; &kelp; " * n),
    "entries": lambda n: f"<article><body><p>A fact [{_MARK}].</p></body><ref-list>" + "<ref id='b1'><element-citation><source>Sea</source></element-citation></ref>" * n + "</ref-list></article>",
    "untagged entries": lambda n: f"<article><body><p>A fact [{_MARK}].</p></body><back><ref-list>" + "<ref id='b1'><mixed-citation>Moss, A. (2010). Kelp. Sea.</mixed-citation></ref>" * n + "</ref-list></back></article>",
    "notes": lambda n: _paragraph("Tides rise<fn><p>In summer.</p></fn>. " * n),
    "cells": lambda n: _JATS.format("<table>" + f"<tr><td>Emden</td><td>{_MARK}</td></tr>" * n + "</table>"),
    "white space": lambda n: _paragraph("\n \t" * n + "a" + " \n" * n),
    "open elements": lambda n: "<article><body>" + "<p>Tides <b>rise " * n,
    "attributes": lambda n: "<article><body><p " + " ".join(f"a{i}='x'" for i in range(n)) + ">A fact.</p></body></article>",
}  # fmt: skip
TEI: dict[str, Callable[[int], str]] = {
    "citations of TEI": lambda n: _TEI.format("<p>" + "Tides rise <ref type='bibr' target='#b1'>(Moss, 2019)</ref>. " * n + "</p>"),
    "citations without target": lambda n: _TEI.format("<p>" + "Tides <ref type='bibr'>rise (</ref>" * n + "</p>"),
    "notes of TEI": lambda n: _TEI.format("<p>" + "Tides rise<note>in summer</note>. " * n + "</p>"),
    "quotations in quotations": lambda n: _TEI.format("<p>a <quote>b</quote> <quote><p>c</p></quote> " * n),
}  # fmt: skip
WORD: dict[str, Callable[[int], str]] = {
    "paragraphs of Word": lambda n: f"<w:p>{_TEXT}</w:p>" * n,
    "runs": lambda n: f"<w:p>{_TEXT * n}</w:p>",
    "fields in fields": lambda n: f"<w:p><w:r>{_BEGIN * n}</w:r>{_TEXT * n}<w:r>{_END * n}</w:r></w:p>",
    "fields that cite": lambda n: "<w:p>" + f"<w:r>{_BEGIN}<w:instrText> CITATION Moss </w:instrText><w:fldChar w:fldCharType='separate'/><w:t>(Moss, 2019)</w:t>{_END}</w:r>" * n + "</w:p>",
    "items of lists": lambda n: f"<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>{_TEXT}</w:p>" * n,
    "bookmarks": lambda n: "<w:p>" + "<w:bookmarkStart w:name='a'/>" * n + _TEXT + "</w:p>",
    "marks of notes": lambda n: "<w:p><w:r><w:t>Tides</w:t>" + "<w:footnoteReference w:id='1'/>" * n + "</w:r></w:p>",
}  # fmt: skip
