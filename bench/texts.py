"""Hostile sources for the readers of typed text: what grows by one piece in linear time, and damaged articles.

    python bench/texts.py SUFFIX [SEED FILES…]

Prints each piece of which 100,000 characters take more than half a second, or more than 2.6 times as long as half of
them; with seed files, 2,000 damaged stretches of these are read, and what fails is raised.
"""

import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kgraph.extract import extract  # noqa: E402
from kgraph.read import read  # noqa: E402

PIECES = {
    ".tex": r"{ } $ \( \[ \cite{a} \cite[ \cite{a \footnote{ \footnote{a} \begin{itemize}\item \begin{equation} \begin{verbatim} \iffalse \verb| ~ \\ \newcommand{\x}{\y} \def\x \let\a\a \item[ \emph{ \textbf{a \section{ \title{ \bibitem{a} \bibitem[ \cites{a} \cites(a) \begin{tabular}{l} & \caption{ \' \c \href{a}{ \enquote{ \em \input{a} \x{a} $^{\cite{a}}$ \end{quote}",
    ".wiki": "{{ }} [[ ]] <ref> <ref>a</ref> <ref name=a/> </ref> {| | |- ! == ''' '' <!-- <nowiki> {{sfn|A|2010}} {{efn| {{efn|a}} {{reflist|refs= <references> [http://a.b [ {{{ {{a|b= {{cite|title=a}} <math> <gallery> <br> * # : ; [[a| [[File:a| &nbsp; {{convert|3|m}} {{lang|de| < </ <ref",
    ".rst": "`` ` * ** | |a| [1]_ [#]_ .. :: :ref:`a` `a <http://b>`_ +-+ ==== - 1. :a: .. note:: .. code:: a_ >>> \\",
    ".org": r"* [fn:1] [fn:a: [fn::a] [cite:@a] [cite: cite:a, \cite{a} $ $a$ \( \[ [[a]] [[a][ #+begin_src #+begin_quote #+a: # :a: | - 1. / ~ = _ <<a>> {{{ @@a: COMMENT \begin{equation}",
    ".adoc": "footnote:[ footnote:[a] footnote:a[] <<a>> <<a, [[[a]]] [[a]] == ---- .... //// -- ==== |=== |a * . + _ ` ^ ~ # [b]#c# link:a[b] link: http://a.b[ {a} :a: [a] NOTE: include::a[]",
}  # fmt: skip
"""Suffix → the pieces; each is tried as it is, and with a space and an end of line behind it."""


def _seconds(suffix: str, text: str) -> float:
    began = time.process_time()
    extract(read(f"a{suffix}", text.encode()))
    return time.process_time() - began


def grow(suffix: str) -> None:
    """Says which pieces take long, or grow too fast."""
    for piece in (p + behind for p in PIECES[suffix].split() for behind in ("", " ", "\n")):
        half, whole = (_seconds(suffix, (piece * size)[:size]) for size in (50_000, 100_000))
        if whole > 0.5 or (whole > 2.6 * half and whole > 0.1):
            print(f"{piece!r}: {half:.2f} s, {whole:.2f} s")


def damage(suffix: str, seeds: list[str], times: int = 2_000) -> None:
    """Reads damaged stretches of `seeds`."""
    chance, pieces = random.Random(0), PIECES[suffix].split()
    for _ in range(times):
        text = list(chance.choice(seeds))
        at = chance.randrange(len(text))
        text = text[at : at + chance.randrange(50, 4_000)]
        for _ in range(chance.randrange(1, 30)):
            place = chance.randrange(len(text) + 1)
            if chance.random() < 0.6:
                text[place:place] = [chance.choice(pieces)]
            else:
                del text[place : place + chance.randrange(1, 30)]
        _seconds(suffix, "".join(text))
    print(f"{times} damaged stretches read")


if __name__ == "__main__":
    grow(sys.argv[1])
    if sys.argv[2:]:
        damage(sys.argv[1], [Path(name).read_text(encoding="utf-8") for name in sys.argv[2:]])
