"""The works that a page of Distill cites: a file beside it, or BibTeX in the page itself."""

from dataclasses import replace

from kgraph.model import BibliographyEntry
from kgraph.read import bibliography
from kgraph.read.html.tree import Page
from kgraph.spans import Span

_MOST_CHARS = 1_000_000


def bibliography_of(page: Page) -> tuple[tuple[str, ...], list[BibliographyEntry]]:
    """The files that the page names, and the records that it holds; their places are those of the page.

    Matches `<d-bibliography src="bibliography.bib">`, `<script type="text/bibliography">@article{…}`.
    """
    names: list[str] = []
    records: list[BibliographyEntry] = []
    for node in page.nodes:
        if node.name in ("d-bibliography", "dt-bibliography") and node.get("src"):
            if "://" not in node.get("src") and not node.get("src").startswith("//"):
                names.append(node.get("src"))
        elif node.name == "script" and node.get("type") in (
            "text/bibliography",
            "text/bibtex",
            "application/x-bibtex",
        ):
            held = page.text[node.inner : min(node.end, node.inner + _MOST_CHARS)]
            text = held.partition("</script")[0]
            for entry in bibliography.parse("page.bib", text.encode("utf-8", "surrogatepass"))[0]:
                span = Span(entry.span.start + node.inner, entry.span.end + node.inner)
                records.append(replace(entry, file=None, place=None, span=span))
    return tuple(names), records
