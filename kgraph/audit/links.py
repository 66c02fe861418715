"""Checks of addresses and of links within the article."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from kgraph.audit.article import Article, Found
from kgraph.audit.known import problems
from kgraph.audit.mojibake import mojibake
from kgraph.audit.words import words
from kgraph.edits import Edit
from kgraph.identifiers import host_of, tracking_parameters, without_parameters
from kgraph.spans import Span

_TWICE = re.compile(r"https?:/*https?(?::|/)", re.IGNORECASE)
_RESOLVER_TWICE = re.compile(
    r"https?://(?:dx\.|www\.)?(doi\.org|arxiv\.org|hdl\.handle\.net)/(?:https?:/{0,2})?(?:dx\.|www\.)?\1(?:/|$)",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"https?:(/*)", re.IGNORECASE)
_NO_COLON = re.compile(r"https?//|https?;//|https?:;//|ht+ps?::+//|hhttps?://|htps?://|httpss?:/(?!/)")
_LINKED = re.compile(
    r"\]\(\s{0,3}<?(?P<url>(?:h{0,2}t{0,3}ps?|https?)[:;]?;?/{1,3}[^()\s<>]{0,2000}|https?:[^()\s<>]{0,2000})",
    re.IGNORECASE,
)
"""An address, or what was to be one, as the target of a link."""
_SPACED = re.compile(r"\]\((?P<url>https?://[^\s()<>\"']{1,1000}(?: [^\s()<>\"']{1,400}){1,8})\)")
_SPACED_IN_ANGLES = re.compile(r"<(?P<url>https?://[^\s<>]{1,1000}(?: [^\s<>]{1,400}){1,8})>")
_HOST_END = re.compile(r"[/?#]")
_ID = re.compile(
    r"""(?<![\w-])(?:id|name)\s?=\s?(?:"([^"\n]{1,200})"|'([^'\n]{1,200})'|([^\s"'>]{1,200}))""",
    re.IGNORECASE,
)
_GIVEN_ID = re.compile(
    r"\{:?[^{}\n]{0,200}?#([\w:.-]{1,200})[^{}\n]{0,200}\}|^\(([\w:. -]{1,100})\)=[ \t]*$", re.MULTILINE
)
_CELL_LABEL = re.compile(r"^#\|\s{0,4}label:\s{0,4}([\w:-]{1,100})", re.MULTILINE)
_PUNCTUATION = re.compile(r"[^\w\- ]")
_NOTE_ANCHOR = re.compile(r"#?(?:user-content-)?(?:fn|fnref|cite_ref|cite_note|footnote)[\w:.-]*$")


def tracked(article: Article) -> Iterator[Found]:
    """`?utm_campaign=spring`. Not `?id=114`, `?ref=chapter-2`, nor what a tool left, which is `generator-residue`."""
    for address in article.addresses:
        named = tracking_parameters(address.url)
        if not named or any(n.lower() == "utm_source" and v.casefold() in words("tools") for n, v in named):
            continue
        right = without_parameters(address.url, lambda n, v, named=named: (n, v) in named)  # type: ignore[misc]
        told = ", ".join(dict.fromkeys(name for name, _ in named))
        yield Found(
            address.span,
            f"{told} only tracks" if len(named) == 1 else f"{told} only track",
            f"write {right}",
            (Edit(*address.span, right),),
        )


def malformed(article: Article) -> Iterator[Found]:
    """`https://https://a.org`, `https//a.org`, `https://`. Not `/about`, `https://archive.org/web/2020/https://a.org`."""
    seen: set[int] = set()
    for match in (*_SPACED.finditer(article.shown), *_SPACED_IN_ANGLES.finditer(article.shown)):
        span = Span(*match.span("url"))
        seen.add(span.start)
        right = match["url"].replace(" ", "%20")
        yield Found(
            span,
            f"the address {match['url']!r} has a space in it",
            "take the space out",
            (Edit(*span, right),),
        )
    linked = [(m["url"], Span(*m.span("url"))) for m in _LINKED.finditer(article.shown)]
    written = [(a.url, a.span) for a in article.addresses if a.entry is not None or "." in a.url]
    for url, span in (*written, *linked):
        wrong = None if span.start in seen else _wrong(url)
        if wrong:
            seen.add(span.start)
            why, right = wrong
            edits = (Edit(span.start, span.end, right),) if right else ()
            yield Found(
                span, f"{url[:80]!r} is no address: {why}", f"write {right}" if right else "correct it", edits
            )


def _wrong(url: str) -> tuple[str, str | None] | None:
    """Why an address is none, and what it was meant to be, if that can be told."""
    twice = _TWICE.match(url)
    if twice:
        rest = url[twice.end() :].lstrip("/:")
        return "its scheme stands there twice", f"https://{rest}" if rest else None
    resolver = _RESOLVER_TWICE.match(url)
    if resolver:
        return "its resolver stands there twice", f"https://{resolver[1].lower()}/{url[resolver.end() :]}"
    if _NO_COLON.match(url) and not _SCHEME.match(url):
        rest = re.sub(r"^[a-z]{2,6}[:;]*/+", "", url, flags=re.IGNORECASE)
        return "its scheme is none", f"https://{rest}" if rest else None
    scheme = _SCHEME.match(url)
    if not scheme:
        return None
    rest = url[scheme.end() :]
    if len(scheme[1]) != 2:
        return (
            f"it has {len(scheme[1])} slashes behind its colon",
            f"{url[: scheme.start(1)]}//{rest}" if rest else None,
        )
    host = _HOST_END.split(rest, maxsplit=1)[0].rpartition("@")[2]
    name = host.partition(":")[0]
    if not name or name.strip(".") == "":
        return "it has no host", None
    return (
        (f"{name!r} is no host", None)
        if ".." in name or name.startswith((".", "-")) or host_of(url) is None
        else None
    )


def broken_anchors(article: Article) -> Iterator[Found]:
    """`[x](#costs)` where no heading and no id is called so. Not a marker's link, nor `#`."""
    document = article.reading.document
    links = [
        i for block in document.blocks for i in block.inlines if i.kind == "link" and i.target.startswith("#")
    ]
    if not links or any(reason == "template" for _, _, reason in document.dropped):
        return
    places = _places(article)
    markers = [m.span for m in article.markers]
    for link in dict.fromkeys(links):
        name = unquote(link.target[1:])
        if (
            not name
            or name.lower() == "top"
            or name.startswith(":~:")
            or name in places
            or _NOTE_ANCHOR.match(name)
        ):
            continue
        if article.entry_at(link.span.start) is not None and name.startswith("ref"):
            continue
        if not any(span.start < link.span.end and link.span.start < span.end for span in markers):
            near = next((p for p in sorted(places) if p.lower() == name.lower()), None)
            yield Found(
                link.span,
                f"nothing in the article is called {link.target!r}",
                f"write #{near}" if near else None,
            )


def _places(article: Article) -> set[str]:
    """Every name that a renderer gives a place of the article."""
    document = article.reading.document
    found = set(article.reading.references.anchors)
    for block in document.blocks:
        found.update(i.target for i in block.inlines if i.kind == "anchor")
    text = article.text
    for pattern in (_ID, _GIVEN_ID, _CELL_LABEL):
        haystack = text if pattern is _CELL_LABEL else article.shown
        found.update(
            next(g for g in match.groups() if g)
            for match in pattern.finditer(haystack)
            if any(match.groups())
        )
    counts: dict[str, int] = {}
    for block in document.blocks:
        if block.kind == "heading":
            for slug in dict.fromkeys(_slugs(block.text)):
                again = counts.get(slug, 0)
                counts[slug] = again + 1
                found.add(f"{slug}-{again}" if again else slug)
    return found


def _slugs(heading: str) -> Iterator[str]:
    """What renderers call a heading: GitHub, kramdown and Pandoc, others that drop what is double, notebooks, Obsidian."""
    text = " ".join(heading.split())
    slug = _PUNCTUATION.sub("", text.lower()).strip().replace(" ", "-")
    yield slug
    yield re.sub(r"-{2,}", "-", slug).strip("-")
    yield re.sub(r"^[^a-z]+", "", slug)
    yield re.sub(
        r"^[^a-z]+", "", re.sub(r"-{2,}", "-", re.sub(r"[^\w\-. ]", "", text.lower()).replace(" ", "-"))
    )
    if text.count(" "):
        yield text
        yield text.replace(" ", "-")
    yield re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def repaired(article: Article) -> Iterator[Found]:
    """`isnâ€™t`. Not `Âge`, `São Tomé`, nor what stands in code."""
    lines: set[int] = set()
    for start, end, right in mojibake(article.shown):
        lines.add(article.source.place(start).line)
        wrong = article.text[start:end]
        yield Found(
            Span(start, end),
            f"{_around(article.text, start, end)!r} was decoded wrongly: {wrong!r} is {right!r}",
            f"write {right}",
            (Edit(start, end, right),),
        )
    for found in problems("text-repaired")(article):
        if found.file is not None or article.source.place(found.span.start).line not in lines:
            yield found


def _around(text: str, start: int, end: int) -> str:
    """The word that a stretch stands in."""
    while start and not text[start - 1].isspace() and end - start < 30:
        start -= 1
    while end < len(text) and not text[end].isspace() and end - start < 40:
        end += 1
    return text[start:end]
