"""Random inputs of the readers of formats other than Markdown: articles of the project, damaged; each is checked."""

import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from kgraph.errors import InputError
from kgraph.extract import extract
from kgraph.read import read
from tests.extract.accounting import check
from tests.extract.mutate import TOKENS, mutant
from tests.linear import families_chat, families_notebook, families_pages, families_texts, families_xml
from tests.read.books import bound
from tests.read.case_file import cases
from tests.read.pdf_files import page, pdf
from tests.read.word_files import packed

_XML = (
    "<p/>", "<p>a b c.</p>", "<sec><title>a</title></sec>", '<xref ref-type="bibr" rid="B1">1</xref>', '<xref rid="B2"/>', "(", ")", "[", "]", "–",
    '<ref type="bibr" target="#b0">Moss, 2019</ref>', "<note>a</note>", "<fn><p>a</p></fn>", "<list><list-item/></list>", "<table><tr><td/></tr></table>",
    "<fig><caption><title>a</title></caption></fig>", "<ref-list/>", '<ref id="B1"/>', "<listBibl><bibl/></listBibl>", "<formula>a</formula>", "<break/>",
    "<disp-formula/>", "&amp;", "&#8211;", "&nbsp;", "<!-- [1] -->", "<?a b?>", "<![CDATA[<p>]]>", " ", "\n", "(see ", "; p. 4)", "2019",
)  # fmt: skip
_WORD = (
    "<w:p/>", "<w:p><w:r><w:t>a b c.</w:t></w:r></w:p>", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "<w:r><w:br/></w:r>", "<w:r><w:t>[1]</w:t></w:r>", "<w:instrText> CITATION a </w:instrText>", "- ", "1) ", "[1]",
    '<w:bookmarkStart w:name="a"/>', '<w:footnoteReference w:id="2"/>', "<w:tbl><w:tr><w:tc/></w:tr></w:tbl>", "<w:sdt><w:sdtContent/></w:sdt>", "&amp;", "\n",
)  # fmt: skip
_PAGE = (
    "<p>", "</p>", "<p>A fact.", "<sup>", "</sup>", '<a href="#fn1">', '<a href="#r1">[1]</a>', "</a>", '<li id="fn1">', '<li id="r1">', "<ol>", "</ol>", "<div>",
    "</div>", "<article>", "<nav>", "<table><tr><td>", "</table>", "<br>", '<span class="citation" data-cites="a b">', '<d-cite key="a"></d-cite>', "<math>",
    '<section class="footnotes" role="doc-endnotes">', '<a role="doc-noteref" href="#fn1">1</a>', '<a href="#fnref1" role="doc-backlink">↩</a>', "<h2>References</h2>",
    '<cite id="r2">', '<sup class="reference"><a href="#cite_note-1">[1]</a></sup>', '<li id="cite_note-1">', "<blockquote>", "<script>", "<!--", "-->", "<", ">", "&lt;",
    '"', "'", "=", "(Moss, 2019)", "[1]", " ", "\n",
)  # fmt: skip
_TYPED = {
    ".tex": r"{ } $ \( \) \[ \] \cite{a} \citep[see][p.~4]{a,b} \cite[ \cite{a \footnote{ \footnote{a} \footnotemark[1] \begin{itemize} \item \end{itemize} \begin{equation} \begin{verbatim} \iffalse \verb|a| ~ \\ \newcommand{\x}[1]{\cite{#1}} \def\x \let\a\a \x{a} \emph{ \section{ \title{ \begin{thebibliography}{9} \bibitem{a} \bibitem[ \cites(a)[b]{a}[c]{d} \begin{tabular}{l} & \caption{ \' \c \href{a}{ \url{http://a.b} \enquote{ \input{a} $^{\cite{a}}$ \end{quote} % \S [1]",
    ".wiki": "{{ }} [[ ]] <ref> <ref>a</ref> <ref_name=a/> <ref_name=a>a</ref> </ref> {| |} | |- ! == ''' '' <!-- --> <nowiki> {{sfn|A|2010|p=4}} {{rp|7}} {{efn| {{efn|a}} {{quote|a}} {{reflist|refs= <references> </references> [http://a.b [http://a.b_c] {{{ {{a|b= {{cite_web|title=a|url=http://a.b}} <math> <gallery> <br> * # : ; [[a| [[File:a| &nbsp; {{convert|3|m}} {{lang|de| < </ [1]",
    ".rst": "`` ` * ** | |a| [1]_ [#]_ [#a]_ .. :: :ref:`a` :cite:p:`{see}a{p. 4}` `a <http://b>`_ +-+ ==== - 1. :a: .._note:: .._code:: .._[1] .._[#a] .._bibliography::_a.bib a_ >>> \\ http://a.b .._|a|_replace::_b",
    ".org": r"* [fn:1] [fn:a: [fn::a] [cite:@a] [cite/t:@a_p._4;@b] [cite: cite:a, \cite{a} $ $a$ \( \) [[a]] [[a][ [[a][[1]]] <<a>> #+begin_src #+end_src #+begin_quote #+a: # :a: | - 1. / ~ = _ {{{ @@a: COMMENT \begin{equation} [1] http://a.b",
    ".adoc": "footnote:[ footnote:[a] footnote:a[] footnote:a[b] <<a>> <<a, [[[a]]] [[[a,1]]] [[a]] == ---- .... //// -- ==== ____ |=== |a * . + _ ` ^ ~ # \"` `\" [b]#c# link:a[b] link: http://a.b[c] {a} :a: [a] [quote] [bibliography] NOTE: include::a[] cite:[a(4)] stem:[a] ``a''",
}  # fmt: skip
_NOTEBOOK = (
    '{"cell_type": "markdown", "source": "A fact [1]."}', '{"cell_type": "code", "source": []}', '"source": [', "[", "]", "{", "}", ",", ":", '"', "\\n", "\\u00e9",
    "\\ud800", "null", "1", '"cells": [', "[^1]", "[^1]: Moss, *Tides*.", "[1]", "## References", "\\\\", "\n", " ",
)  # fmt: skip
_DICTIONARIES: dict[str, tuple[str, ...]] = {
    ".nxml": _XML,
    ".tei": _XML,
    ".html": _PAGE,
    ".ipynb": _NOTEBOOK,
    ".json": (
        *_NOTEBOOK,
        '"role": "assistant"',
        '"content": "Tides rise 【1†a】."',
        '"mapping": {',
        "turn0search1",
    ),
    **{
        suffix: (*(word.replace("_", " ") for word in words.split()), " ", "\n", "\n\n", "    ")
        for suffix, words in _TYPED.items()
    },
}
"""Suffix → tokens of the format: most leave a file well-formed, some do not."""
_PRINTED = """Tides

Tides rise twice a day [1]. Moons pull the
water, as Moss (2010) says [2, 3].

References

[1] Moss, A. (2010). Tides of the sea. Sea Press.
[2] Reed, B. Moons. https://example.org/moons
[3] Lee, C. Kelp. Sky Press, 2012.
"""
_GROWN = 3
_LONGEST = 20_000
_AGREE = Path(__file__).parent / "agree"


def _families(suffix: str) -> list[str]:
    """The articles of the linear families, as small as they may be."""
    made: dict[str, dict[str, Callable[[int], str]]] = {
        ".nxml": families_xml.JATS, ".tei": families_xml.TEI, ".docx": families_xml.WORD, ".html": families_pages.FAMILIES,
        ".ipynb": families_notebook.FAMILIES, ".json": families_chat.FAMILIES,
    }  # fmt: skip
    grown = [make(_GROWN) for make in made.get(suffix, {}).values()]
    return grown + [piece * _GROWN for (of, _), piece in families_texts.FAMILIES.items() if of == suffix]


@cache
def articles(suffix: str) -> list[str]:
    """Articles of a format to damage; those of Word as XML."""
    own = [case.article for case in cases() if case.file.endswith(suffix)]
    written = _AGREE.glob("*/*.docx.xml" if suffix == ".docx" else f"*/*{suffix}")
    agreeing = [path.read_text(encoding="utf-8") for path in sorted(written)]
    return [text[:_LONGEST] for text in (*own, *agreeing, *_families(suffix))]


def damaged(suffix: str) -> Callable[[random.Random], str]:
    """What makes a damaged article of a format, and checks it."""

    def make(rng: random.Random) -> str:
        files = articles(suffix)
        text = mutant(rng.choice(files), rng, files, _DICTIONARIES[suffix] if rng.random() < 0.7 else TOKENS)
        _check(f"a{suffix}", text.encode("utf-8", "replace"))
        return text

    return make


def damaged_word(rng: random.Random) -> str:
    """A Word file, damaged in its XML or in its bytes."""
    files = articles(".docx")
    text = rng.choice(files)
    if rng.random() < 0.7:
        text = mutant(text, rng, files, _WORD).replace("\r", "\n")
        if len(re.findall(r"^--- \S+$", text, re.MULTILINE)) < 2:
            _check("a.docx", packed(text))
        return text
    _check("a.docx", _bytes_damaged(packed(text), rng))
    return text


def damaged_book(rng: random.Random) -> str:
    """A book, damaged in a chapter or in its bytes."""
    files = articles(".epub")
    text = mutant(rng.choice(files), rng, files, _XML) if rng.random() < 0.5 else rng.choice(files)
    _check(
        "a.epub",
        _bytes_damaged(bound(f"--- a.xhtml\n{text}"), rng)
        if rng.random() < 0.5
        else bound(f"--- a.xhtml\n{text}"),
    )
    return text


def damaged_pdf(rng: random.Random) -> str:
    """A PDF, damaged in its text or in its bytes."""
    files = articles(".pdf")
    text = mutant(rng.choice(files), rng, files, TOKENS)
    data = pdf(page(*text.split("\n")))
    _check("a.pdf", _bytes_damaged(data, rng) if rng.random() < 0.5 else data)
    return text


def _bytes_damaged(whole: bytes, rng: random.Random) -> bytes:
    data = bytearray(whole)
    for _ in range(rng.randint(1, 20)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data[: rng.choice((len(data), rng.randrange(len(data))))])


def _check(name: str, data: bytes) -> None:
    try:
        document = read(name, data)
    except InputError as error:
        assert str(error).startswith(name) and "\n" not in str(error)
        return
    check(extract(document))


FORMAT_INPUTS: dict[tuple[str, str], Callable[[random.Random], str]] = {
    ("html", "mutant"): damaged(".html"),
    ("latex", "mutant"): damaged(".tex"),
    ("wikitext", "mutant"): damaged(".wiki"),
    ("rst", "mutant"): damaged(".rst"),
    ("org", "mutant"): damaged(".org"),
    ("asciidoc", "mutant"): damaged(".adoc"),
    ("jats", "mutant"): damaged(".nxml"),
    ("tei", "mutant"): damaged(".tei"),
    ("docx", "mutant"): damaged_word,
    ("epub", "mutant"): damaged_book,
    ("pdf", "mutant"): damaged_pdf,
    ("notebook", "mutant"): damaged(".ipynb"),
    ("chat", "mutant"): damaged(".json"),
}
"""Reader and generator → the function that makes one input, checks it and gives it back."""
