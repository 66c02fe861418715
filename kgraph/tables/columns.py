"""The tables of a graph and their columns, as data: the store's files, the documentation and the questions use these.

What joins is called alike in all of them: `article` is an article's path in the graph, `claim`, `source`, `entry`,
`marker` and `observation` are IRIs. Texts and IRIs are as the graph holds them. `start` and `end` are code points of
the text that the graph's spans count.
"""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import pyarrow

Kind = Literal["text", "texts", "integer", "number", "truth", "bytes"]


class Column(NamedTuple):
    """One column: its name, what its values are, and what they say. Every column may hold nothing."""

    name: str
    kind: Kind
    says: str


_ARTICLE = Column("article", "text", "path of the article in the graph")
_SPAN = (
    Column("start", "integer", "first code point"),
    Column("end", "integer", "code point after the last"),
)
_PLACE = (
    Column("line", "integer", "line of the file or the cell, from 1"),
    Column("column", "integer", "column, from 1"),
    Column("cell", "integer", "cell of a notebook, or turn of a chat"),
)

TABLES: Mapping[str, tuple[Column, ...]] = {
    "articles": (
        _ARTICLE,
        Column("iri", "text", "the article, and the name of its graph"),
        Column("kind", "text", "BlogPosting or Article"),
        Column("title", "text", "title"),
        Column("date", "text", "day of publication, ISO 8601 in the precision given"),
        Column("language", "text", "language tag"),
        Column("generator", "text", "model that wrote it, or site where no model is named"),
        Column("generator_url", "text", "address of the model or site"),
        Column("media_type", "text", "media type of the file"),
        Column("authors", "texts", "names, in order"),
        Column("sha256", "text", "digest of the file's bytes"),
        Column("tokens_ignored", "integer", "tokens that look like markers and are none"),
    ),
    "claims": (
        _ARTICLE,
        Column("claim", "text", "the claim"),
        Column("position", "integer", "its place in the article, from 1"),
        Column("text", "text", "its words, without markers"),
        Column("support", "text", "cited, carried or uncited"),
        Column(
            "backing",
            "text",
            "several (cited, of publishers that are known to be two or more), one (all of one), unknown, carried, missing (cited or carried, no source) or uncited",
        ),
        Column("rule", "text", "rule that gave it its support"),
        Column("block", "text", "kind of block it stands in"),
        Column("section", "text", "headings above it, joined by ›"),
        Column("lead_in", "text", "sentence that introduces its list"),
        Column("parent_item", "text", "item of the list that it stands under"),
        *_PLACE,
        Column(
            "file",
            "text",
            "file that it stands in, where that is not the article's own: a chapter, or what the article takes in",
        ),
        *_SPAN,
        Column("sources", "integer", "sources that it cites or carries"),
    ),
    "citations": (
        _ARTICLE,
        Column("claim", "text", "the claim"),
        Column("source", "text", "a source that backs it"),
        Column("support", "text", "cited, or carried (inferred)"),
        Column("marker_text", "text", "first marker that names the source, as written"),
        Column("label", "text", "label of the entry it names"),
        *_SPAN,
        Column("passage", "text", "words of the source that the marker's address quotes"),
        Column("locator", "text", "place in the source"),
    ),
    "markers": (
        _ARTICLE,
        Column("marker", "text", "the marker"),
        Column("text", "text", "as written"),
        Column("status", "text", "resolved, dangling, ambiguous or unresolvable"),
        Column("claim", "text", "claim it stands in"),
        *_SPAN,
        Column("locator", "text", "place in the source"),
        Column("passage", "text", "words of the source that its address quotes"),
        Column("entries", "texts", "entries that it names"),
        Column("sources", "texts", "sources that it names"),
    ),
    "references": (
        _ARTICLE,
        Column("entry", "text", "the entry of a reference list"),
        Column("list", "integer", "number of the list, from 1"),
        Column("position", "integer", "its place in the list, from 1"),
        Column("label", "text", "its label"),
        Column("text", "text", "as printed"),
        Column("title", "text", "title as cited"),
        Column("title_as_written", "text", "title before it was repaired"),
        Column("authors", "texts", "names as printed, in order"),
        Column("date", "text", "date of publication, ISO 8601 in the precision given"),
        Column("accessed", "text", "day of access"),
        Column("file", "text", "bibliography file it stands in, into which the span counts"),
        Column("part", "integer", "which work it is of a note that names several, from 1"),
        Column("refers_back_to", "text", "label of the entry whose work is meant"),
        Column("locator", "text", "place in the source"),
        Column("source", "text", "the source"),
        *_SPAN,
    ),
    "sources": (
        _ARTICLE,
        Column("source", "text", "a source, as this article describes it"),
        Column("kind", "text", "webpage, paper, video, book or other"),
        Column("title", "text", "title as cited"),
        Column("site", "text", "registered domain"),
        Column("publisher", "text", "site, owner on a platform, or DOI's registrant; nothing where unknown"),
        Column("urls", "texts", "each form as cited"),
        Column("identifiers", "texts", "scheme:value"),
    ),
    "problems": (
        _ARTICLE,
        Column("code", "text", "kind of problem"),
        Column("severity", "text", "error, warning or note"),
        Column("message", "text", "what is wrong"),
        *_PLACE,
        Column("file", "text", "bibliography file that it stands in, into which place and span count"),
        *_SPAN,
    ),
    "blocks": (
        _ARTICLE,
        Column("position", "integer", "its place in the order of reading, from 1"),
        Column(
            "kind",
            "text",
            "paragraph, item, cell, quote, caption, heading, footnote, or what is no body text: code, math, image, entry",
        ),
        Column("level", "integer", "of a heading, from 1"),
        Column(
            "text",
            "text",
            "its words without markup; code, a formula in TeX, or what stands in for a picture",
        ),
        *_SPAN,
        Column("label", "text", "key of a footnote, label of an entry"),
        Column(
            "lists",
            "text",
            "lists it stands in, outermost first: `1.2/3.1:7` is item 1, printed as 7, of list 3 in item 2 of list 1",
        ),
        Column("table", "integer", "number of the table that a cell stands in"),
        Column("row", "integer", "row of a cell, 0 is the head"),
        Column("column", "integer", "column of a cell"),
        Column(
            "marks",
            "text",
            "JSON: a list of kind, start, end (code points of its text) and value for what is marked in it",
        ),
    ),
    "observations": (
        Column("observation", "text", "a dated snapshot of a source"),
        Column("source", "text", "the source"),
        Column("before", "text", "snapshot that its fetcher made before"),
        Column("fetcher", "text", "who asked"),
        Column("status", "text", "alive, moved, gone, blocked, refused, unreachable or unknown"),
        Column("time", "text", "when it was last seen so, ISO 8601 in UTC"),
        Column("first_seen", "text", "when it was first seen so"),
        Column("asked", "text", "address that was asked"),
        Column("final", "text", "address that answered"),
        Column("chain", "texts", "addresses between, in order"),
        Column("http_status", "integer", "HTTP status"),
        Column("sha256", "text", "digest of the body"),
        Column("title", "text", "title as fetched"),
        Column("authors", "texts", "names as fetched"),
        Column("date", "text", "date of publication as fetched"),
        Column("site", "text", "journal, platform or publisher"),
        Column("kind", "text", "paper, article, book or video, as fetched"),
        Column("description", "text", "description as fetched"),
        Column("language", "text", "language tag as fetched"),
        Column("canonical", "text", "address that the page calls its own"),
        Column("archived", "text", "address of a kept copy"),
        Column("same_as", "text", "source that it turned out to be"),
        Column("agreement", "number", "of the titles cited and fetched, 0 to 1"),
        Column("identifiers", "texts", "scheme:value, as fetched"),
        Column("links", "texts", "sources that its text links to"),
        Column("notes", "texts", "what was odd, code: detail"),
    ),
}
"""Table → its columns."""

STORED: Mapping[str, tuple[Column, ...]] = {
    "graphs": (
        Column("graph", "text", "name of the graph: an article's IRI, or an observation's"),
        Column("article", "text", "path of the article; nothing for an observation"),
        Column("triples", "integer", "how many triples it has"),
        Column("size", "integer", "bytes of its N-Quads"),
        Column("nquads", "bytes", "its N-Quads, sorted lines, compressed by zstd"),
    ),
    "files": (
        _ARTICLE,
        Column("iri", "text", "the article, and the name of its graph"),
        Column("sha256", "text", "digest of the bytes that were read"),
        Column("settings", "text", "rules and options that it was read with"),
        Column("beside", "text", "digests of what was read beside it, as JSON"),
        Column("size", "integer", "bytes of the file; nothing where it lies in none"),
        Column("mtime_ns", "integer", "when the file was changed, nanoseconds since 1970"),
        Column("checked_ns", "integer", "when that was looked at"),
        Column("removed", "truth", "whether this says only that the article is gone"),
    ),
}
"""Tables that a store has besides: the graphs themselves, and what it remembers of the files it read."""


@cache
def schema(table: str) -> "pyarrow.Schema":
    """The Arrow schema of a table."""
    import pyarrow as pa

    types = {
        "text": pa.string(), "texts": pa.list_(pa.string()), "integer": pa.int64(), "number": pa.float64(),
        "truth": pa.bool_(), "bytes": pa.binary(),
    }  # fmt: skip
    return pa.schema([pa.field(c.name, types[c.kind]) for c in {**TABLES, **STORED}[table]])
