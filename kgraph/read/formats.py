"""The formats kgraph reads: a row a format."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from kgraph import late_re as re
from kgraph import plugins
from kgraph.errors import PluginError
from kgraph.late import late
from kgraph.model import Document
from kgraph.read import beginnings
from kgraph.read.beside import Beside
from kgraph.spans import SourceText

MAX_BYTES = 8 * 1024 * 1024
"""Reading takes some eighty bytes of memory a byte of text (docs/performance.md); few books are as long."""
MAX_BYTES_WITH_PICTURES = 128 * 1024 * 1024
"""Of files that hold pictures beside their text, whose own limits hold for what is read of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One format: its name, suffixes, media type, and the function that reads it.

    `looks` says by its beginning whether a file found in a folder may be one, where most of that suffix are not.
    """

    format: str
    suffixes: tuple[str, ...]
    media_type: str
    read: Callable[[SourceText], Document] | None = None
    looks: Callable[[str], bool] | None = None
    read_bytes: Callable[[str, bytes], Document] | None = None
    """In place of `read`, for files that are no text: path and bytes."""
    charset: Callable[[bytes], str | None] | None = None
    """What the head of a file says that its encoding is, where the format can say so."""
    begins: Callable[[bytes], bool] | None = None
    """Whether a file of whatever name is surely of this format, by its beginning."""
    gather: Callable[[SourceText, Beside], SourceText] | None = None
    """What puts the files that an article takes in where it names them, before it is read."""
    is_made: bool = False
    """Whether programs make files of it from those of other formats: of two with the same text it is the copy."""
    max_bytes: int = MAX_BYTES
    """How large a file may be: one that holds pictures too is larger than its text."""
    walked: bool = True
    """Whether a folder is walked for its files; others are read where they are named."""


READERS = (
    Reader(
        format="markdown", media_type="text/markdown", read=late("kgraph.read.markdown", "read_markdown"),
        # STORM writes Markdown into files of text that it calls so.
        suffixes=(".md", ".markdown", ".qmd", ".rmd", ".mdx", ".mkd", "storm_gen_article.txt", "storm_gen_article_polished.txt"),
    ),
    Reader(
        format="notebook", media_type="application/x-ipynb+json", read=late("kgraph.read.notebook", "read_notebook"),
        suffixes=(".ipynb",), begins=beginnings.is_notebook,
    ),
    Reader(
        format="chat", media_type="application/json", read=late("kgraph.read.chat", "read_chat"),
        suffixes=(".json",), looks=late("kgraph.read.chat", "looks_like_a_chat"),
    ),
    Reader(
        format="jats", media_type="application/jats+xml", read=late("kgraph.read.jats", "read_jats"),
        suffixes=(".nxml", ".xml"), looks=late("kgraph.read.jats", "looks_like_jats"), is_made=True, walked=False,
        begins=beginnings.is_markup_that(late("kgraph.read.jats", "looks_like_jats")),
    ),
    Reader(
        format="docx", media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        read_bytes=late("kgraph.read.docx", "read_docx"), suffixes=(".docx",), is_made=True, walked=False,
        begins=beginnings.is_word, max_bytes=MAX_BYTES_WITH_PICTURES,
    ),
    Reader(
        format="tei", media_type="application/tei+xml", read=late("kgraph.read.tei", "read_tei"),
        suffixes=(".tei", ".xml"), looks=late("kgraph.read.tei", "looks_like_tei"), is_made=True, walked=False,
        begins=beginnings.is_markup_that(late("kgraph.read.tei", "looks_like_tei")),
    ),
    Reader(
        format="html", media_type="text/html", read=late("kgraph.read.html", "read_html"),
        suffixes=(".html", ".htm", ".xhtml"), charset=late("kgraph.read.html", "charset_of"), is_made=True, walked=False,
        begins=beginnings.is_page,
    ),
    Reader(
        format="epub", media_type="application/epub+zip", read_bytes=late("kgraph.read.epub", "read_epub"), suffixes=(".epub",),
        is_made=True, walked=False, begins=beginnings.is_book, max_bytes=MAX_BYTES_WITH_PICTURES,
    ),
    Reader(
        format="pdf", media_type="application/pdf", read_bytes=late("kgraph.read.pdf", "read_pdf"), suffixes=(".pdf",),
        is_made=True, walked=False, begins=beginnings.is_pdf, max_bytes=MAX_BYTES_WITH_PICTURES,
    ),
    Reader(
        format="latex", media_type="text/x-tex", read=late("kgraph.read.latex", "read_latex"),
        suffixes=(".tex", ".latex"), walked=False, begins=beginnings.is_latex,
        gather=late("kgraph.read.latex.files", "with_files"),
    ),
    Reader(
        format="wikitext", media_type="text/x-wiki", read=late("kgraph.read.wikitext", "read_wikitext"),
        suffixes=(".wiki", ".wikitext", ".mediawiki"), looks=late("kgraph.read.wikitext", "looks_like_wikitext"),
        walked=False,
    ),
    Reader(format="rst", media_type="text/x-rst", read=late("kgraph.read.rst", "read_rst"), suffixes=(".rst", ".rest"), walked=False),
    Reader(format="org", media_type="text/org", read=late("kgraph.read.org", "read_org"), suffixes=(".org",), walked=False),
    Reader(
        format="asciidoc", media_type="text/asciidoc", read=late("kgraph.read.asciidoc", "read_asciidoc"),
        suffixes=(".adoc", ".asciidoc"), walked=False,
    ),
)  # fmt: skip
"""The formats kgraph reads. To add one: a file, a row, a folder of cases."""

FORMATS = tuple(reader.format for reader in READERS)
SUFFIXES = tuple(suffix for reader in READERS for suffix in reader.suffixes)
_WALKED = tuple(suffix for reader in READERS if reader.walked for suffix in reader.suffixes)


def readers() -> tuple[Reader, ...]:
    """The table, and behind it the readers of other packages.

    Errors: `PluginError` for one that cannot be used.
    """
    others = plugins.load("kgraph.readers", Reader, [r.format for r in READERS], "format")
    for reader in others:
        for suffix in reader.suffixes:
            if suffix in SUFFIXES or suffix != suffix.lower() or not re.fullmatch(r"\.[^.]+", suffix):
                raise PluginError(
                    f"plug-in for {reader.format!r}: suffix {suffix!r} is kgraph's own, or none (expected one such as '.wiki')."
                )
    return (*READERS, *others)


def named_only(name: str) -> tuple[str, ...]:
    """The formats that a file may be of, by its name, where a folder is walked for none of them."""
    lower = name.lower()
    if lower.endswith(_WALKED):
        return ()
    return tuple(r.format for r in READERS if lower.endswith(r.suffixes))


def suffix_of(format: str) -> str:
    """The usual suffix of a format; that of Markdown for "".

    >>> suffix_of("latex"), suffix_of("")
    ('.tex', '.md')
    """
    return next((r.suffixes[0] for r in readers() if r.format == format), READERS[0].suffixes[0])


def written_first(name: str) -> tuple[bool, int]:
    """How a file stands by its suffix among others with the same text: those that people write come before those made of them.

    >>> min("a.html", "a.md", "a.tex", key=written_first)
    'a.md'
    """
    lower = name.lower()
    rows = [i for i, r in enumerate(READERS) if lower.endswith(r.suffixes)]
    return (READERS[rows[0]].is_made, rows[0]) if rows else (True, len(READERS))


def max_bytes(name: str, format: str = "") -> int:
    """How large the file `name` may be, which is read as `format`."""
    lower = name.lower()
    return max(
        (r.max_bytes for r in READERS if r.format == format or (not format and lower.endswith(r.suffixes))),
        default=MAX_BYTES,
    )


def takes(name: str) -> bool:
    """Whether a file of this name that a folder holds is an article, by its suffix.

    Errors: `PluginError`, where no suffix of kgraph's own says so.
    """
    lower = name.lower()
    return lower.endswith(_WALKED) or lower.endswith(
        tuple(s for r in readers()[len(READERS) :] for s in r.suffixes)
    )


def looks(name: str, formats: Collection[str] = ()) -> Callable[[str], bool] | None:
    """What says of the beginning of a file in a folder whether it is an article; None where its suffix says enough.

    `formats` are those that the folder is walked for besides those that each is.
    """
    lower = name.lower()
    rows = [r for r in READERS if lower.endswith(r.suffixes) and (r.walked or r.format in formats)]
    told = [r.looks for r in rows if r.looks is not None]
    return (lambda head: any(look(head) for look in told)) if told and len(told) == len(rows) else None
