"""Formats of typed text: sources whose groups, commands and notes grow with `n`; by suffix. More stand in `bench/texts.py`."""

_PIECES = {
    ".tex": ("{\\cite[", "\\begin{itemize}\\item a", "$\\(\\[", "\\def\\x\\newcommand{\\x}{\\y}", "\\href{a}{\\emph{"),
    ".wiki": ("{{lang|de|", "{|\n|a\n", "[[a|[http://a.b ", "* a\n", "<!--<math>"),
    ".rst": ("`a <", "* ", "[1]_ ", "+-+\n|a|\n", ".. note::\n   ", "|a|"),
    ".org": ("[fn:a: ", "- a\n", "$\\cite{a}", "[[a][", "*a ", "#+begin_src\n"),
    ".adoc": ("footnote:[", "* a\n", "<<a,", "|===\n|a\n", "_a *b ", "http://a.b["),
}  # fmt: skip

FAMILIES = {(suffix, piece): piece for suffix, pieces in _PIECES.items() for piece in pieces}
