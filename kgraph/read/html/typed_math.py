"""Formulas that a page has as typed TeX, which a script of it sets when it is shown: `\\(x_1\\)`, `$x_1$`."""

from bisect import bisect_right
from collections.abc import Sequence

from kgraph import late_re as re
from kgraph.model import Inline, Run
from kgraph.read.html.block_text import BlockText
from kgraph.read.markdown.masks import mask_money
from kgraph.read.markdown.tex_math import mask, may_hold_math
from kgraph.spans import Span

_FORMULA = re.compile(r"\$\$[^$]{1,2000}\$\$|\$(?!\s)[^$\n]{1,300}(?<!\s)\$")
_SETS_MATH = re.compile(r"mathjax|katex", re.IGNORECASE)


def sets_math(source: str) -> bool:
    """Whether a page names a script that sets TeX: then its dollars are delimiters, too."""
    return _SETS_MATH.search(source) is not None


def typed_formulas(text: str, *, dollars: bool) -> Sequence[tuple[int, int]]:
    r"""Where in `text` formulas stand, delimiters and all; `dollars` says whether `$` may be one.

    >>> typed_formulas(r"Let \(x_1\) be, \(see below\).", dollars=False)
    [(4, 11)]
    >>> typed_formulas("It costs $5, $x_1$ and $6.", dollars=True)
    [(13, 18)]
    """
    if not (dollars and "$" in text) and not may_hold_math(text):
        return []
    found = (m.span() for m in _FORMULA.finditer(mask(mask_money(text))))
    return [(start, end) for start, end in found if dollars or text[start] == "\\"]


def mark_formulas(block: BlockText, *, dollars: bool) -> None:
    """Names the formulas that were typed in a block, but those in code and around citations."""
    spots = typed_formulas(block.text, dollars=dollars)
    if not spots:
        return
    taken = sorted(
        [(c.start, c.end) for c in block.cited]
        + [(n.start, n.end) for n in block.inlines if n.kind in ("code", "math")]
    )
    begins = [run[0] for run in block.runs]
    at = 0
    for start, end in spots:
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if at == len(taken) or taken[at][0] >= end:
            first, last = (_place(block.runs[bisect_right(begins, i) - 1], i) for i in (start, end - 1))
            block.inlines.append(Inline("math", start, end, block.text[start:end], Span(first, last + 1)))
    block.inlines.sort(key=lambda n: (n.start, -n.end))


def _place(run: Run, at: int) -> int:
    """Where in the file the character `at` of a block stands, which is in `run`."""
    plain, start, end = run
    return min(start + at - plain, max(start, end - 1))
