"""Code on a page: its text with its lines as they are."""

from kgraph.read.html.chrome import why_left_out
from kgraph.read.html.tokens import unescaped
from kgraph.read.html.tree import Node, Page


def lines_of(page: Page, node: Node) -> str:
    """The text of an element of code, without the buttons and the hidden parts in it."""
    found: list[str] = []
    stack: list[Node | tuple[int, int]] = [node]
    while stack:
        item = stack.pop()
        if not isinstance(item, Node):
            found.append(page.text[item[0] : item[1]])
        elif item.name == "br":
            found.append("\n")
        elif item is node or why_left_out(item) in (None, "code"):
            stack.extend(reversed(item.children))
    return unescaped("".join(found)).strip("\r\n")
