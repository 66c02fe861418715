"""Formats of typed text: sources whose groups, commands and notes grow with `n`; by suffix. More stand in `bench/texts.py`."""

_PIECES = {
    ".tex": ("{\\cite[", "\\begin{itemize}\\item a", "$\\(\\[", "\\def\\x\\newcommand{\\x}{\\y}", "\\href{a}{\\emph{", "\\citep[a][b]{c}", "[\\cite{a}, p. "),
    ".wiki": ("{{lang|de|", "{|\n|a\n", "[[a|[http://a.b ", "* a\n", "<!--<math>", "{{quote|a", "<ref>a</ref>{{rp|7}}"),
    ".rst": ("`a <", "* ", "[1]_ ", "+-+\n|a|\n", ".. note::\n   ", "|a|", ":cite:`{a}b{c},", "..\n\n  a\n\n"),
    ".org": ("[fn:a: ", "- a\n", "$\\cite{a}", "[[a][", "*a ", "#+begin_src\n", "[[a][[b", "[cite:@a p. 4; "),
    ".adoc": ("footnote:[", "* a\n", "<<a,", "|===\n|a\n", "_a *b ", "http://a.b[", "``a'b ", "cite:[a(4), "),
}  # fmt: skip

FAMILIES = {(suffix, piece): piece for suffix, pieces in _PIECES.items() for piece in pieces}
