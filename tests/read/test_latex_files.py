"""What an article of LaTeX takes in: files of its folder, and the lists that BibTeX and biber made."""

import json
from pathlib import Path

import pytest

from kgraph.beside import Folder
from kgraph.engine import ArticleFile, Job, Known, Outcome, Task, in_process
from kgraph.extract import extract
from kgraph.model import Extraction
from kgraph.read import read

_NATBIB = r"""\begin{thebibliography}{2}
\providecommand{\natexlab}[1]{#1}
\expandafter\ifx\csname urlstyle\endcsname\relax
  \providecommand{\doi}[1]{doi: #1}\else
  \providecommand{\doi}{doi: \begingroup \urlstyle{rm}\Url}\fi

\bibitem[Moss(2010)]{moss2010}
A.~Moss.
\newblock Elms of the north.
\newblock \emph{Journal of Trees}, 3:\penalty0 12--19, 2010.
\newblock \doi{10.1234/elms}.

\bibitem[{Reed and Vale(2011{\natexlab{a}})}]{reed2011}
Bo Reed and C.~Vale.
\newblock \emph{Oaks}.
\newblock Leaf Press, 2011.
\newblock URL \url{https://oaklab.net/oaks}.
\end{thebibliography}
"""
_REVTEX = r"""\begin{thebibliography}{1}
\makeatletter
\providecommand \@ifxundefined [1]{ \@ifx{#1\undefined} }
\bibitem [{\citenamefont {Moss}(2010)}]{moss2010}
  \BibitemOpen
  \bibfield  {author} {\bibinfo {author} {\bibfnamefont {A.}~\bibnamefont {Moss}},\ }\bibfield  {title} {\enquote {\bibinfo {title} {Elms of the north},}\ }\href {https://doi.org/10.1234/elms} {\bibfield  {journal} {\bibinfo  {journal} {Journal of Trees}\ }\textbf {\bibinfo {volume} {3}},\ \bibinfo {pages} {12} (\bibinfo {year} {2010})}\BibitemShut {NoStop}
\end{thebibliography}
"""
_BIBLATEX = r"""% $ biblatex auxiliary file $
\refsection{0}
  \datalist[entry]{nty/global//global/global}
    \entry{moss2010}{article}{}{}
      \name{author}{1}{}{%
        {{un=0,uniquepart=base,hash=ab}{%
           family={M{\"o}ss},
           familyi={M\bibinitperiod},
           given={Ann\bibnamedelima B.},
           giveni={A\bibinitperiod}}}%
      }
      \strng{namehash}{ab}
      \field{journaltitle}{Journal of Trees}
      \field{title}{Elms of the {North} \& south}
      \field{year}{2010}
      \field{month}{4}
      \verb{doi}
      \verb 10.1234/elms_1
      \endverb
    \endentry
    \entry{reed2011}{book}{}
      \name{author}{2}{}{%
        {{hash=x}{Reed}{R\bibinitperiod}{Bo}{B\bibinitperiod}{}{}{}{}}%
        {{hash=y}{{Board of Trees}}{B\bibinitperiod}{}{}{}{}{}{}}%
      }
      \list{publisher}{1}{%
        {Leaf Press}%
      }
      \field{title}{Oaks}
      \field{year}{2011}
      \verb{url}
      \verb https://oaklab.net/oaks?a=1&b=2
      \endverb
    \endentry
  \enddatalist
  \datalist[entry]{other}
    \entry{moss2010}{article}{}{}
    \endentry
  \enddatalist
\endrefsection
"""
_MAIN = r"\documentclass{article}\begin{document}Elms die \citep{moss2010}. Oaks stand \citep{reed2011}.%s\end{document}"


def _read(folder: Path, main: str, **files: str) -> Extraction:
    (folder / "p.tex").write_text(main)
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text)
    return extract(read("papers/p.tex", main.encode(), beside=Folder(str(folder / "p.tex"))))


def test_files_that_are_taken_in_stand_where_they_are_named(tmp_path: Path) -> None:
    main = "\\input{macros}\n\\begin{document}\nBefore.\n\\input{ch/one}\nAfter it comes \\my{b}.\n\\include{ch/two}\\end{document}\nNo text."
    found = _read(
        tmp_path, main,
        macros_tex="\\newcommand{\\my}[1]{\\cite{#1}}\n", ch__one_tex="\\section{Elms}\nElms die \\my{a}.\n",
        ch__two_tex="\\documentclass[p.tex]{subfiles}\\begin{document}\nAshes lean over \\my{c}.\n\\end{document}",
    )  # fmt: skip
    assert [(c.text, c.labels, c.section) for c in found.claims] == [
        ("Elms die.", ("a",), ("Elms",)),
        ("After it comes.", ("b",), ("Elms",)),
        ("Ashes lean over.", ("c",), ("Elms",)),
    ]
    places = [found.document.source.where(c.span.start) for c in found.claims]
    assert places == ["papers/ch/one.tex:2:1", "papers/p.tex:5:1", "papers/ch/two.tex:2:1"]
    [line] = {p.message.partition(" names")[0] for p in found.problems if "(c)" in p.message}
    row = json.loads(_outcome(tmp_path).payload)
    assert line == "'\\\\my{c}'"
    assert [(p["file"], p["line"]) for p in row["problems"] if "(c)" in p["message"]] == [("ch/two.tex", 2)]


def _outcome(folder: Path, known: Known | None = None) -> Outcome:
    return in_process.process(
        Job(ArticleFile("p.tex", str(folder / "p.tex")), known), Task(format="jsonl", base="")
    )


def test_a_build_sees_that_a_file_has_changed(tmp_path: Path) -> None:
    _read(tmp_path, "\\input{one}", one_tex="The elms die young.")
    first = _outcome(tmp_path)
    known = Known(first.sha256, first.beside)
    assert _outcome(tmp_path, known).status == "unchanged"
    (tmp_path / "one.tex").write_text("The oaks stand tall.")
    assert b"The oaks stand tall." in _outcome(tmp_path, known).payload


@pytest.mark.parametrize(
    "name",
    ["../secret", "/etc/passwd", "ch/../../secret", "gone", "p", "map.pgf", "link", "x" * 5000],
)
def test_what_lies_elsewhere_is_not_followed(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (tmp_path / "secret.tex").write_text("Secrets are told.")
    (folder / "link.tex").symlink_to(tmp_path / "secret.tex")
    (folder / "map.pgf").write_text("Secrets are told.")
    found = _read(folder, f"The elms die young. \\input{{{name}}} The oaks stand tall.")
    assert [c.text for c in found.claims] == ["The elms die young.", "The oaks stand tall."]
    assert [p.code for p in found.problems] == ["include-unread"]


def test_files_that_take_each_other_in_end(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        "\\input{a} The elms die young.",
        a_tex="\\input{b}\\input{b}",
        b_tex="\\input{a} The oaks stand tall.",
    )
    assert [c.text for c in found.claims] == [
        "The oaks stand tall.",
        "The oaks stand tall.",
        "The elms die young.",
    ]
    assert {p.code for p in found.problems} == {"include-unread"}


def test_what_is_taken_in_again_and_again_is_bounded(tmp_path: Path) -> None:
    files = {f"a{n}_tex": f"\\input{{a{n + 1}}}" * 10 for n in range(9)} | {
        "a9_tex": "The elms die young. " * 1000
    }
    found = _read(tmp_path, "\\input{a0}", **files)
    assert len(found.document.source.text) < 9_000_000
    assert any(p.code == "include-unread" for p in found.problems)


def test_comments_and_code_take_nothing_in(tmp_path: Path) -> None:
    main = "The elms die young. % \\input{one}\n\\begin{verbatim}\n\\input{one}\n\\end{verbatim}"
    assert len(_read(tmp_path, main, one_tex="The oaks stand tall.").claims) == 1


@pytest.mark.parametrize(
    "where", ["\\bibliography{refs}", "\\addbibresource{refs.bib}\\printbibliography[title=Works]"]
)
def test_the_list_of_bibtex(tmp_path: Path, where: str) -> None:
    found = _read(tmp_path, _MAIN % where, p_bbl=_NATBIB)
    assert [(r.label, r.title, r.date, r.source) for r in found.references] == [
        ("moss2010", "Elms of the north", "2010", "https://doi.org/10.1234/elms"),
        ("reed2011", "Oaks", "2011", "https://oaklab.net/oaks"),
    ]
    assert found.references[1].authors == ("Bo Reed", "C. Vale")
    assert [c.sources for c in found.claims] == [
        ("https://doi.org/10.1234/elms",),
        ("https://oaklab.net/oaks",),
    ]
    assert found.document.source.where(found.references[0].span.start) == "papers/p.bbl:8:1"
    assert found.problems == ()


def test_the_list_of_revtex(tmp_path: Path) -> None:
    [entry] = _read(tmp_path, _MAIN % "\\bibliography{refs}", p_bbl=_REVTEX).references
    assert (entry.label, entry.title, entry.source) == (
        "moss2010",
        "Elms of the north",
        "https://doi.org/10.1234/elms",
    )


def test_the_list_of_biblatex(tmp_path: Path) -> None:
    found = _read(tmp_path, _MAIN % "\\addbibresource{refs.bib}\\printbibliography", p_bbl=_BIBLATEX)
    assert [(r.label, r.title, r.authors, r.date, r.url) for r in found.references] == [
        ("moss2010", "Elms of the North & south", ("Möss, Ann B.",), "2010-04", None),
        ("reed2011", "Oaks", ("Reed, Bo", "Board of Trees"), "2011", "https://oaklab.net/oaks?a=1&b=2"),
    ]
    assert found.references[0].source == "https://doi.org/10.1234/elms_1"
    assert (found.references[0].file, found.references[1].place) == ("p.bbl", (21, 5, None, False, None))
    assert found.problems == ()


def test_a_bibliography_that_is_there_counts_more(tmp_path: Path) -> None:
    bib = "@book{moss2010, title={Elms of the south}}"
    found = _read(tmp_path, _MAIN % "\\bibliography{refs}", p_bbl=_NATBIB, refs_bib=bib)
    assert [r.title for r in found.references] == ["Elms of the south"]


def test_a_list_of_its_own_counts_more(tmp_path: Path) -> None:
    own = "\\begin{thebibliography}{1}\\bibitem{moss2010} A. Moss. Elms of the west. 2010.\\end{thebibliography}"
    found = _read(tmp_path, _MAIN % own, p_bbl=_NATBIB)
    assert [r.title for r in found.references] == ["Elms of the west"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\\entry{a}{book}",
        "\\entry{a}{book}{}\\name{author}{1}{}{{{{",
        "\\bibitem",
        "\\entry{a}{book}{}\\field{title}{T",
    ],
)
def test_broken_lists_cost_nothing(tmp_path: Path, text: str) -> None:
    found = _read(tmp_path, _MAIN % "\\bibliography{refs}", p_bbl=text)
    assert found.claims[0].text.startswith("Elms die")
