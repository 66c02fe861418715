"""Small stores, made article by article without a file of any."""

from collections.abc import Mapping
from pathlib import Path

import kgraph
from kgraph import rdf
from kgraph.jobs.enrich import packed_observation
from kgraph.model import Extraction
from kgraph.observation import Observation
from kgraph.rdf.observe import snapshot
from kgraph.store import File, Reader, Writer
from kgraph.tables import compressed, rows


def read(path: str, word: str) -> Extraction:
    """An article of two claims and two sources, one of which all others have too."""
    text = f"# {word}\n\nThe {word} stands here [1]. Another one of {path} as well [2].\n\n## References\n\n1. https://example.org/{word}\n2. https://example.org/all\n"
    return kgraph.extract_text(text, name=path)


def put(writer: Writer, path: str, word: str) -> None:
    """Put that article into a store."""
    found = read(path, word)
    file = File(path, rdf.article_iri(path), found.sha256, "by hand", "[]", len(word), 1, 2)
    writer.replace(file, compressed(rows(found), rdf.nquads(found) + b"\n"))


def observe(writer: Writer, source: str, title: str) -> None:
    """Let a fetcher have seen a title of a source."""
    seen = Observation(about=source, asked=source, fetcher="page", status="alive", time="2026-01-10T00:00:00Z", title=title)  # fmt: skip
    kept = snapshot(seen, None)
    writer.observe(kept.iri, packed_observation(seen, kept))


def quads(store: Path) -> list[str]:
    """What a store holds."""
    with Reader(store) as reader:
        return list(reader.quads())


def expected(articles: Mapping[str, str]) -> list[str]:
    """What a store of these articles, by path the word of each, would hold."""
    return sorted(line for path, word in articles.items() for line in rdf.quads(read(path, word)))
