"""LaTeX: what its commands say of citations, what is text, and what hostile sources cost."""

from pathlib import Path

import pytest

import kgraph
from kgraph.extract import extract
from kgraph.model import Extraction
from kgraph.read import read, takes

_LIST = (
    "\n\\begin{thebibliography}{9}\n\\bibitem{moss} Moss, A. {\\em Tides of the sea}. Sea Press, 2010.\n"
    "\\bibitem[Reed(2011)]{reed} B. Reed and C. Vale. \\newblock Moons. \\newblock \\emph{Sky}, 3, 2011.\n\\end{thebibliography}\n"
)


def _extract(text: str) -> Extraction:
    return extract(read("a.tex", text.encode()))


def _said(text: str) -> list[str]:
    return [f"{c.text} [{', '.join(c.labels)}]" for c in _extract(text + _LIST).claims]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Tides rise fast \\cite{moss}.", "Tides rise fast. [moss]"),
        ("Tides rise fast~\\citep[see][p.~4]{moss,reed}.", "Tides rise fast. [moss, reed]"),
        ("Tides rise fast. \\cite{moss}\n\\cite{reed}", "Tides rise fast. [moss, reed]"),
        ("Tides rise fast [\\cite{moss}].", "Tides rise fast. [moss]"),
        ("Tides rise fast \\cites[3]{moss}[4]{reed}.", "Tides rise fast. [moss, reed]"),
        ("As \\citet{reed} say, tides rise.", "As Reed and Vale (2011) say, tides rise. [reed]"),
        ("\\textcite{moss} says so.", "Moss (2010) says so. [moss]"),
        ("Tides rise fast$^{\\cite{moss}}$.", "Tides rise fast. [moss]"),
        ("Tides rise fast\\nocite{moss} here.", "Tides rise fast here. []"),
        ("\\newcommand{\\me}[1]{~\\cite{#1}}Tides rise fast\\me{moss}.", "Tides rise fast. [moss]"),
        ("\\let\\say\\cite Tides rise fast \\say{moss}.", "Tides rise fast. [moss]"),
        ("\\newcommand{\\kg}{Kgraph}It is \\kg{} that reads.", "It is Kgraph that reads. []"),
        ("\\newcommand{\\two}[2]{\\textbf{#1}}It is \\two{one}{other} here.", "It is one here. []"),
        ("It is 50\\% of \\$5 --- ``so'' na\\\"{\\i}ve, \\c{c}a, \\'etude.", "It is 50% of $5 — “so” naïve, ça, étude. []"),
        ("Tides % \\cite{moss}\n  rise fast.", "Tides rise fast. []"),
        ("Tides \\verb|\\cite{moss}| rise.", "Tides \\cite{moss} rise. []"),
        ("See \\href{https://example.org/a}{the page} in Section~\\ref{sec:a}.", "See the page in Section. []"),
        ("Heights $h_{[1]}$ rise fast.", "Heights $h_{[1]}$ rise fast. []"),
        ("We have\n\\[ x = [1] \\]\nwhich rises fast.", "We have which rises fast. []"),
        ("\\section{A \\cite{moss} head}", "A head [moss]"),
        ("\\unknown[opt]{Tides} rise \\textcolor{red}{fast}.", "Tides rise fast. []"),
    ],
)  # fmt: skip
def test_a_sentence(text: str, said: str) -> None:
    assert _said(text) == [said]


def test_an_article() -> None:
    found = _extract(
        "\\documentclass{article}\n\\title{Tides \\& Moons\\thanks{Funded [1].}}\n\\author{Ann Moss\\\\ Sea School \\and Bo Reed}\n\\date{2020}\n"
        "\\begin{document}\\maketitle\nTides rise twice a day.\\footnote{See \\url{https://example.org/a}.} Moons pull.\\footnote{I use the word loosely.}\n\n"
        "\\begin{enumerate}\\item Kites fly \\cite{moss}. They land.\n\\begin{itemize}\\item Some kites do not\\end{itemize}\n\\end{enumerate}\n"
        "\\begin{table}\\caption{Heights of tides \\cite{reed}.}\\begin{tabular}{ll} Place & Height \\\\ \\hline Port & 3 m \\cite{moss} \\end{tabular}\\end{table}\n"
        + _LIST
        + "\\end{document}\nTides are no text here \\cite{moss}."
    )
    said = found.document.metadata
    assert (said.title, said.authors, said.date) == ("Tides & Moons", ("Ann Moss", "Bo Reed"), "2020")
    assert [(c.kind, c.text, c.labels) for c in found.claims] == [
        ("paragraph", "Tides rise twice a day.", ("1",)),
        ("footnote", "I use the word loosely.", ()),
        ("item", "Kites fly.", ("moss",)),
        ("item", "Some kites do not", ()),
        ("caption", "Heights of tides.", ("reed",)),
        ("cell", "3 m", ("moss",)),
    ]
    assert [(r.label, r.title, r.date) for r in found.references if r.label != "1"] == [
        ("moss", "Tides of the sea", "2010"),
        ("reed", "Moons", "2011"),
    ]
    assert [i.reason for i in found.ignored] == ["front-matter", "note"]


def test_files_are_named_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "Sea.bib").write_text(
        "@book{moss, title={Tides}, author={Moss, Ann}, year=2010}\n@book{reed, title={Moons}}\n"
    )
    (tmp_path / "a.tex").write_text("\\input{b} Tides rise fast \\cite{moss}.\n\\bibliography{sea}\n")
    found = kgraph.extract(tmp_path / "a.tex")
    assert [(r.label, r.title, r.file) for r in found.references] == [
        ("moss", "Tides", "sea.bib"),
        ("reed", "Moons", "sea.bib"),
    ]
    assert "include-unread" in [p.code for p in found.problems]
    assert not takes("a.tex")


@pytest.mark.parametrize(
    "open_", ["{", "\\footnote{", "\\emph{", "\\begin{itemize}\\item ", "\\caption{", "$", "\\cite["]
)
def test_depth_is_bounded(open_: str) -> None:
    assert _extract("Tides rise fast. " + open_ * 5_000 + "Moons pull.").claims
