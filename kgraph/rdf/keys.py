"""IRIs of articles and of what stands in their lists: a readable key out of the path, never shared by two paths."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from kgraph import late_re as re
from kgraph.errors import UsageError
from kgraph.identifiers import escape_iri
from kgraph.model import ReferenceEntry

DEFAULT_BASE = "https://w3id.org/kgraph/"
_PLAIN = re.compile(r"(?!.*(?:^|/)\.{1,2}(?:/|$))[a-z0-9_~][a-z0-9._~-]*(?:/[a-z0-9_~][a-z0-9._~-]*)*")
_BASE = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+/(?:[^?#]*/)?")
_OTHER = re.compile(r"[^a-z0-9._~/]+")


def article_key(path: str) -> str:
    """The key of an article at `path`: the path itself where it is plain, else a slug and a hash of it.

    Plain is lower-case ASCII without spaces, so that file systems that fold case or Unicode forms never
    make two articles one.

    >>> article_key("posts/a.md"), article_key("Posts/Ä b.md")
    ('posts/a.md', 'posts/b.md-af31b942')
    """
    if _PLAIN.fullmatch(path) and len(path) < 200:
        return path
    parts = [p.strip("-._") for p in _OTHER.sub("-", path.lower()).split("/")]
    slug = "/".join(p for p in parts if p)[-80:].lstrip("/-.") or "article"
    return f"{slug}-{hashlib.sha256(path.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def article_iri(path: str, base: str = DEFAULT_BASE) -> str:
    """The IRI of the article at `path`, also the name of its graph.

    Errors: `UsageError` for a base that begins no web address.
    """
    return f"{_checked(base)}a/{article_key(path)}"


def entry_iris(article: str, references: Iterable[ReferenceEntry]) -> list[str]:
    """The IRIs of an article's entries, by list and position; the further labels of one entry, which share its position, are counted.

    >>> twice = [ReferenceEntry(label, 1, 4, "Elms", (0, 4)) for label in ("4", "5")]
    >>> entry_iris("https://x.org/a", twice)
    ['https://x.org/a#r1-4', 'https://x.org/a#r1-4.1']
    """
    out: list[str] = []
    before, further = (0, 0), 0
    for entry in references:
        place = (entry.list, entry.position)
        further = further + 1 if out and place == before else 0
        before = place
        out.append(f"{article}#r{entry.list}-{entry.position}{f'.{further}' if further else ''}")
    return out


@lru_cache(maxsize=64)
def _checked(base: str) -> str:
    if not _BASE.fullmatch(base) or escape_iri(base) != base:
        raise UsageError(
            f"base {base!r}: begins no IRI (expected something like https://example.org/kg/). Correct --base."
        )
    return base


def slug(text: str) -> str:
    """`text` as the last part of an IRI, with a hash where letters were lost."""
    plain = re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")[:60]
    if plain == text:
        return plain
    return f"{plain or 'x'}-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:6]}"
