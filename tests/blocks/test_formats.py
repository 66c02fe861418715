"""The same short article in each format: its blocks, and what stands between them; and that nothing of any case is lost."""

import json
from pathlib import Path

import pytest

from kgraph.blocks import ShownBlock, shown_blocks
from kgraph.errors import InputError
from kgraph.extract import extract
from kgraph.model import Extraction
from kgraph.read import FORMATS, read
from tests.blocks.placed import faults
from tests.extract.case_file import one_of_each_file
from tests.extract.case_file import run as run_extract
from tests.read.books import book, chapter
from tests.read.case_file import cases
from tests.read.case_file import run as run_read
from tests.read.pdf_files import page, pdf
from tests.read.test_formats_agree import _FOLDER, _OTHERS, _extracted
from tests.read.word_files import packed, paragraph, run
from tests.shared_corpora import CORPORA, needs_corpora

_CODE = "int a;\n  int b;"
_TEX = r"x = \frac{1}{2}"
_MARKDOWN = f"""# Elms

Elms **grow** tall [1].

![An elm](elm.png)

```c
{_CODE}
```

$$
{_TEX}
$$

## References

1. Moss, A. *Elm leaves*. https://example.org/elms
"""
_HTML = f"""<h1>Elms</h1><p>Elms <b>grow</b> tall <a href="#r1">[1]</a>.</p><p><img src="elm.png" alt="An elm"></p><pre><code>{_CODE}</code></pre>
<math display="block" alttext="{_TEX}"><mi>x</mi></math><h2>References</h2><ol><li id="r1">Moss, A. <i>Elm leaves</i>. <a href="https://example.org/elms">https://example.org/elms</a></li></ol>"""
_ANSWER = f"Elms **grow** tall.\n\n![An elm](elm.png)\n\n```c\n{_CODE}\n```\n\n$$\n{_TEX}\n$$"

ARTICLES: dict[str, tuple[str, str | bytes]] = {
    "markdown": ("a.md", _MARKDOWN),
    "html": ("a.html", f"<html><body><nav>Home</nav><article>{_HTML}</article><script>alert(1)</script></body></html>"),
    "jats": ("a.nxml", f"""<article xmlns:xlink="x"><front><article-meta><title-group><article-title>Elms</article-title></title-group></article-meta></front><body><sec><title>Growth</title>
<p>Elms <bold>grow</bold> tall <xref ref-type="bibr" rid="B1">[1]</xref>.</p><fig><graphic xlink:href="elm.png"><alt-text>An elm</alt-text></graphic></fig>
<code>{_CODE}</code><disp-formula><tex-math>{_TEX}</tex-math></disp-formula></sec></body>
<back><ref-list><ref id="B1"><label>1</label><element-citation><article-title>Elm leaves</article-title></element-citation></ref></ref-list></back></article>"""),
    "tei": ("a.tei", f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Elms</title></titleStmt></fileDesc></teiHeader><text><body><div><head>Growth</head>
<p>Elms <hi rend="bold">grow</hi> tall <ref type="bibr" target="#b0">[1]</ref>.</p><figure><graphic url="elm.png"><desc>An elm</desc></graphic></figure>
<eg>{_CODE}</eg><formula>{_TEX}</formula></div></body><back><listBibl><biblStruct xml:id="b0"><analytic><title>Elm leaves</title></analytic></biblStruct></listBibl></back></text></TEI>"""),
    "docx": ("a.docx", packed(f"""{paragraph("Growth", style="Heading1")}{paragraph("Elms ", run("grow", "b"), " tall [1].")}{paragraph("int a;", style="SourceCode")}{paragraph("  int b;", style="SourceCode")}
{paragraph("References", style="Heading1")}{paragraph("[1] Moss, A. Elm leaves. https://example.org/elms")}""")),
    "latex": ("a.tex", rf"""\documentclass{{article}}\begin{{document}}\section{{Elms}}
Elms \textbf{{grow}} tall \cite{{moss}}.

\includegraphics{{elm.png}}
\begin{{lstlisting}}[language=C]
{_CODE}
\end{{lstlisting}}
\begin{{equation}}
{_TEX}
\end{{equation}}
\begin{{thebibliography}}{{9}}\bibitem{{moss}} Moss, A. \emph{{Elm leaves}}. \url{{https://example.org/elms}}
\end{{thebibliography}}\end{{document}}"""),
    "wikitext": ("a.wiki", f"""== Growth ==
Elms '''grow''' tall<ref>{{{{cite web |title=Elm leaves |url=https://example.org/elms}}}}</ref>.

[[File:elm.png|thumb|alt=An elm]]
<syntaxhighlight lang="c">
{_CODE}
</syntaxhighlight>

<math>{_TEX}</math>

== References ==
{{{{reflist}}}}
"""),
    "rst": ("a.rst", f"""Elms
====

Elms **grow** tall [1]_.

.. image:: elm.png
   :alt: An elm

.. code-block:: c
   :linenos:

   int a;
     int b;

.. math:: {_TEX}

.. [1] Moss, A. *Elm leaves*. https://example.org/elms
"""),
    "org": ("a.org", f"""* Elms
Elms *grow* tall [fn:1].

#+begin_src c
{_CODE}
#+end_src

\\begin{{equation}}
{_TEX}
\\end{{equation}}

[fn:1] Moss, A. /Elm leaves/. https://example.org/elms
"""),
    "asciidoc": ("a.adoc", f"""== Elms

Elms *grow* tall <<moss>>.

image::elm.png[An elm]

[source,c]
----
{_CODE}
----

[stem]
++++
{_TEX}
++++

[bibliography]
== References

* [[[moss,1]]] Moss, A. _Elm leaves_. https://example.org/elms
"""),
    "notebook": ("a.ipynb", json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
        {"cell_type": "markdown", "source": "# Elms\n\nElms **grow** tall [1].\n\n![An elm](elm.png)", "metadata": {}},
        {"cell_type": "code", "source": ["int a;\n", "  int b;"], "outputs": [{"text": "hidden"}], "metadata": {}},
        {"cell_type": "markdown", "source": f"$$\n{_TEX}\n$$\n\n## References\n\n1. Moss, A. *Elm leaves*. https://example.org/elms", "metadata": {}},
    ]})),
    "chat": ("a.json", json.dumps({"model": "claude", "chat_messages": [
        {"sender": "human", "text": "How tall?", "content": [{"type": "text", "text": "How tall?"}]},
        {"sender": "assistant", "text": "…", "content": [{"type": "text", "text": _ANSWER, "citations": [
            {"start_index": 0, "end_index": 19, "title": "Elm leaves", "url": "https://example.org/elms"}]}]},
    ]})),
    "epub": ("a.epub", book({"one.xhtml": chapter(_HTML)})),
    "pdf": ("a.pdf", pdf(page("Elms", "", "Elms grow tall as trees do in the north [1]. They", "stand there in the rain.", "", "References", "", "[1] Moss, A. (2010). Elm leaves. Tree Press."))),
}  # fmt: skip
_SHOWN = {
    **{name: {("code", _CODE), ("math", _TEX), ("image", "An elm")} for name in ARTICLES},
    "docx": {("code", _CODE)},
    "latex": {("code", _CODE), ("math", _TEX), ("image", "")},
    "org": {("code", _CODE), ("math", _TEX)},
    "pdf": set(),
}
"""Format → what it shows between its blocks, as far as it can say so."""


def _read(format: str) -> Extraction:
    name, text = ARTICLES[format]
    return extract(read(name, text.encode() if isinstance(text, str) else text), path=name)


def _of(blocks: list[ShownBlock], *kinds: str) -> list[ShownBlock]:
    return [block for block in blocks if block.kind in kinds]


@pytest.mark.parametrize("format", FORMATS)
def test_an_article_in_each_format(format: str) -> None:
    extraction = _read(format)
    blocks = shown_blocks(extraction)
    assert extraction.document.format == format
    assert faults(extraction) == []
    assert {(b.kind, b.text) for b in _of(blocks, "code", "math", "image")} == _SHOWN[format]
    first = next(b for b in blocks if b.text.startswith("Elms") and "tall" in b.text)
    kinds = [mark.kind for mark in first.marks]
    assert "claim" in kinds
    assert "marker" in kinds or format == "chat"
    assert "strong" in kinds or format == "pdf"
    places = [block.start for block in blocks if block.kind not in ("entry", "footnote")]
    assert places == sorted(places)
    if format != "chat":
        [entry] = _of(blocks, "entry")
        assert "Elm leaves" in entry.text
    assert not any(
        word in block.text for block in blocks for word in ("alert", "hidden", "linenos", "elm.png")
    )


def test_nothing_is_lost_of_any_article_of_the_cases(tmp_path: Path) -> None:
    for case in cases():
        try:
            extraction = extract(run_read(case), path=case.file)
        except InputError:
            continue
        assert faults(extraction) == [], case.name
    for name in _OTHERS:
        assert faults(_extracted(_FOLDER / name)) == [], name
    for number, other in enumerate(one_of_each_file()):
        folder = tmp_path / (str(number) if other.beside else "alone")
        folder.mkdir(exist_ok=True)
        assert faults(run_extract(other, folder)) == [], other.name


@needs_corpora
def test_nothing_is_lost_of_real_articles() -> None:
    files = [p for p in sorted(CORPORA.rglob("*")) if p.is_file() and p.suffix in (".md", ".qmd")][::6]
    files += [
        p
        for p in sorted(CORPORA.rglob("*"))
        if p.suffix in (".html", ".nxml", ".tex", ".rst", ".org", ".adoc", ".docx", ".ipynb")
    ][::3]
    assert len(files) > 15
    for path in files:
        try:
            document = read(path.name, path.read_bytes())
        except InputError:
            continue
        assert faults(extract(document, path=path.name)) == [], path
