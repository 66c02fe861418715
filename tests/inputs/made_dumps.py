"""Dumps of MediaWiki made for tests, of pages of our own."""

import bz2
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

HEAD = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
  <siteinfo>
    <base>https://wiki.example.org/wiki/Main_Page</base>
    <namespaces><namespace key="0" case="first-letter" /><namespace key="10" case="first-letter">Template</namespace></namespaces>
  </siteinfo>
"""
END = "</mediawiki>\n"
CITED = "Elms are <b>tall</b> trees.<ref>{{cite web |title=Elms & co. |url=https://example.org/elms}}</ref>"


def page(title: str, text: str = CITED, *, ns: int = 0, redirect: bool = False, model: str = "wikitext", day: int = 1) -> str:  # fmt: skip
    """A page with one revision."""
    led = '\n    <redirect title="Elm" />' if redirect else ""
    return f"""  <page>
    <title>{escape(title, quote=False)}</title>
    <ns>{ns}</ns>
    <id>7</id>{led}
{revision(text, model, day)}  </page>
"""


def revision(text: str, model: str = "wikitext", day: int = 1, more: str = "") -> str:
    """A revision; `more` stands behind its text."""
    return f"""    <revision>
      <id>70</id>
      <timestamp>2024-05-{day:02}T10:00:00Z</timestamp>
      <contributor><username>Moss</username><id>3</id></contributor>
      <comment>a title</comment>
      <model>{model}</model>
      <format>text/x-wiki</format>
      <text bytes="9" xml:space="preserve">{escape(text, quote=False)}</text>{more}
    </revision>
"""


PAGES = (
    page("Elm"), page("AC/DC", day=2), page("Template:Cite", ns=10), page("Elms", redirect=True), page("Module", model="Scribunto"),
    page("Void", " \n"), page("Read me.md"), page("/dev/null"), page(".hack//Sign"), page("Ulmé & Söhne"),
)  # fmt: skip


def whole(pages: Iterable[str] = PAGES, head: str = HEAD) -> bytes:
    """A dump of these pages."""
    return (head + "".join(pages) + END).encode()


def multistream(folder: Path, pages: Sequence[str] = PAGES, *, each: int = 3, name: str = "wiki") -> Path:
    """A dump whose pages stand in streams of bzip2, `each` in one, and the index beside it."""
    path = folder / f"{name}-multistream.xml.bz2"
    streams = [HEAD, *("".join(pages[at : at + each]) for at in range(0, len(pages), each)), END]
    begin, lines = 0, []
    with path.open("wb") as out:
        for number, stream in enumerate(streams):
            if 0 < number < len(streams) - 1:
                titles = [part.partition("</title>")[0] for part in stream.split("<title>")[1:]]
                lines += [f"{begin}:7:{title}\n" for title in titles]
            begin += out.write(bz2.compress(stream.encode()))
    index(path, "".join(lines))
    return path


def index(dump: Path, text: str | None = None) -> Path:
    """The file of the index beside a dump, with `text` in it where one is given."""
    path = dump.with_name(dump.name.replace("multistream.xml", "multistream-index.txt"))
    if text is not None:
        path.write_bytes(bz2.compress(text.encode()))
    return path


def index_text(dump: Path) -> str:
    """What the index beside a dump says."""
    return bz2.decompress(index(dump).read_bytes()).decode()
