"""What a page says of itself: title, day, authors, language, and the address it is published at."""

from collections.abc import Mapping, Sequence

from kgraph import late_re as re
from kgraph.model import Metadata
from kgraph.read.html.address import address_of
from kgraph.read.html.chrome import why_left_out
from kgraph.read.html.json_ld import authors_of, described, said
from kgraph.read.html.tree import Node, Page

_TITLE = ("citation_title", "dc.title", "dcterms.title", "og:title", "twitter:title")
_DATE = (
    "citation_publication_date", "citation_date", "citation_online_date", "article:published_time", "dc.date", "dcterms.date",
    "dc.date.issued", "date", "pubdate", "datepublished", "article.published",
)  # fmt: skip
_DAY = re.compile(r"\d{4}(?:[-/]\d{1,2}(?:[-/]\d{1,2})?)?(?!\d)")
_SITE = re.compile(r"\s+(?:\||[-–—·•»:]{1,2})\s+[^|–—·•»]{1,60}$")
"""The name of the site behind a title: `Tides | Example`."""
_MAX_CHARS = 600


def metadata_of(page: Page, main: Node) -> Metadata:
    """What the head of a page says, and its `main` element: the title is what the page is called, without the site's name."""
    metas = _metas(page)
    data = list(described(page))
    heading = _heading(page, main)
    title = _first(metas, _TITLE) or heading or _title(page) or said(data, "headline")
    if heading and title and title.startswith(heading) and _SITE.fullmatch(title, len(heading)):
        title = heading
    day = _DAY.match(_first(metas, _DATE) or said(data, "datePublished") or _day(page, main) or "")
    return Metadata(
        title=title, date=day[0].replace("/", "-") if day else None, language=_language(page),
        authors=authors_of(metas, data), url=address_of(page, metas),
    )  # fmt: skip


def _metas(page: Page) -> Mapping[str, list[str]]:
    """What the `<meta>` elements say, by their names in lower case."""
    found: dict[str, list[str]] = {}
    for node in page.nodes:
        if node.name == "meta":
            name = node.get("name") or node.get("property") or node.get("itemprop")
            content = " ".join(node.get("content").split())[:_MAX_CHARS]
            if name and content:
                found.setdefault(name.lower(), []).append(content)
    return found


def _first(metas: Mapping[str, Sequence[str]], names: Sequence[str]) -> str | None:
    return next((metas[name][0] for name in names if name in metas), None)


def _heading(page: Page, main: Node) -> str | None:
    """The one heading of the first level: in the article, or in what stands above it."""
    for within in (main, page.root):
        found = [
            n
            for n in page.nodes[within.number : within.last + 1]
            if n.name == "h1" and why_left_out(n) is None
        ]
        if len(found) == 1:
            words = page.words(found[0]).rstrip("¶#🔗 ").strip()
            return words or None
    return None


def title_of_head(page: Page) -> str | None:
    """What the `<title>` says, the name of the site included."""
    node = next(
        (n for n in page.nodes if n.name == "title" and n.parent is not None and n.parent.name != "svg"), None
    )
    return (page.words(node) or None) if node else None


def _title(page: Page) -> str | None:
    words = title_of_head(page) or ""
    shorter = _SITE.sub("", words)
    return (shorter if len(shorter.split()) > 1 else words) or None


def _language(page: Page) -> str | None:
    node = next((n for n in page.nodes if n.name == "html"), None)
    found = (node.get("lang") or node.get("xml:lang")) if node else ""
    return found if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}", found) else None


def _day(page: Page, main: Node) -> str | None:
    for node in page.nodes[: main.last + 1]:
        if node.name == "time" and node.get("datetime"):
            return node.get("datetime")
        if "[itemprop=datepublished]" in node.signs:
            return node.get("content") or page.words(node)
    return None
