"""Formulas of a page: one reading of each, its TeX where the page has it."""

from typing import NamedTuple

from kgraph import late_re as re
from kgraph.read.html.tokens import unescaped
from kgraph.read.html.tree import Node, Page
from kgraph.read.mathml import formula_text

_DELIMITERS = re.compile(r"\\\((.*)\\\)|\\\[(.*)\\\]|\$\$(.*)\$\$|\$(.*)\$", re.DOTALL)
_DISPLAY = re.compile(r"\s*\\\[|\s*\$\$|\s*\\begin")
_MOST_CHARS = 2000
FORMULAS = frozenset({"math", "d-math", "dt-math", "tex-math", "script", "span", "div"})
"""Elements that may be formulas."""
_SIGNS = frozenset({".math", ".mathjax_tex", ".arithmatex"})


class Formula(NamedTuple):
    """The TeX of a formula, empty where the page has none, and whether it stands apart from its sentence."""

    tex: str
    is_display: bool


def formula_of(page: Page, node: Node) -> Formula | None:
    """The formula that an element is; None where it is none.

    Matches `<math alttext="x^2">`, `<span class="math inline">\\(x\\)</span>`, `<script type="math/tex">x</script>`. Not
    `<span class="katex-html">`, which is the same formula for the eye.
    """
    if node.name == "math":
        display = node.get("display") == "block" or node.get("mode") == "display"
        return Formula(_tex(page, node), display)
    if node.name in ("d-math", "dt-math", "tex-math"):
        return Formula(page.words(node, _MOST_CHARS), "block" in node.attributes)
    if node.name == "script":
        kind = node.get("type")
        if not kind.startswith("math/tex"):
            return None
        return Formula(
            page.text[node.inner : node.inner + _MOST_CHARS].partition("</")[0].strip(), "display" in kind
        )
    if node.name in ("span", "div") and not _SIGNS.isdisjoint(node.signs):
        if any(n.name == "math" or ".katex" in n.signs for n in page.nodes[node.number : node.last + 1]):
            return None
        words = page.words(node, _MOST_CHARS)
        inner = _DELIMITERS.fullmatch(words)
        tex = next((part for part in inner.groups() if part is not None), "") if inner else words
        return Formula(
            tex.strip(), ".display" in node.signs or node.name == "div" or bool(_DISPLAY.match(words))
        )
    return None


def _tex(page: Page, node: Node) -> str:
    for n in page.nodes[node.number : node.last + 1]:
        if n.name == "annotation" and "[encoding=application/x-tex]" in n.signs:
            return " ".join(unescaped(page.text[n.inner : n.end]).rpartition("</")[0].split())[:_MOST_CHARS]
    tex = " ".join(node.get("alttext").split())[:_MOST_CHARS]
    return tex or unescaped(formula_text(page.text[node.start : node.end]))[:200]
