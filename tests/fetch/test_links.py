"""Where the links of a fetched page lead, and that those of any other page stay as written."""

import pytest

from kgraph.extract import extract
from kgraph.model import Extraction
from kgraph.origin import Origin
from kgraph.read import read
from kgraph.read.html import encoding_of

_AT = "https://e.org/blog/post/"
_PAGE = """<!doctype html><html><head>{head}<title>Tides of the sea</title></head><body><article><h1>Tides of the sea</h1>
<p>The moon pulls the sea <a href="{note}">[1]</a>.</p><h2>References</h2><ol><li id="fn1"><a href="{link}">A paper on tides</a></li></ol></article>"""
LINKS: dict[str, str | None] = {
    "a": "https://e.org/blog/post/a",
    "../a?b=1": "https://e.org/blog/a?b=1",
    "/a": "https://e.org/a",
    "//f.org/a": "https://f.org/a",
    "?b=1": "https://e.org/blog/post/?b=1",
    "https://f.org/a": "https://f.org/a",
    "www.f.org/a": "www.f.org/a",
    "//[": None,
}
"""A link as written → the address of the entry that it is in; None where it is none."""


def _read(link: str, *, note: str = "#fn1", head: str = "", fetched: bool = True) -> Extraction:
    data = _PAGE.format(head=head, note=note, link=link).encode()
    name = "https://e.org/blog/post" if fetched else "post.html"
    return extract(read(name, data, origin=Origin(address=_AT, sha256="") if fetched else None), path=name)


@pytest.mark.parametrize("link", LINKS)
def test_links_lead_from_where_the_page_stood(link: str) -> None:
    [entry] = _read(link).references
    assert entry.url == LINKS[link]


@pytest.mark.parametrize("link", ["a", "../a?b=1", "/a"])
def test_links_of_another_page_stay_as_written(link: str) -> None:
    [entry] = _read(link, fetched=False).references
    assert entry.url in (link, None)


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<base href="/other/">', "https://e.org/other/a"),
        ('<base href="https://f.org/x/y"><base href="https://g.org/">', "https://f.org/x/a"),
        ('<base target="_top"><base href="z/">', "https://e.org/blog/post/z/a"),
        ('<base href="javascript:alert(1)">', "https://e.org/blog/post/a"),
        ('<base href="//[">', "https://e.org/blog/post/a"),
        ('<link rel="canonical" href="https://elsewhere.example/b/">', "https://e.org/blog/post/a"),
    ],
)
def test_what_a_page_says_that_its_links_are_relative_to(head: str, address: str) -> None:
    found = _read("a", head=head)
    assert [entry.url for entry in found.references] == [address]
    assert found.document.metadata.url == _AT


@pytest.mark.parametrize(
    "note", ["#fn1", "/blog/post/#fn1", "https://e.org/blog/post#fn1", "./#fn1", "//e.org/blog/post/#fn1"]
)
def test_links_to_the_page_itself(note: str) -> None:
    found = _read("a", note=note)
    assert [(marker.status, marker.labels) for marker in found.markers] == [("resolved", ("1",))]


@pytest.mark.parametrize(
    ("charset", "declared", "encoding"),
    [("windows-1251", "utf-8", "cp1251"), (None, "windows-1251", "cp1251"), ("klingon", "utf-8", "utf-8"), ("zlib_codec", "windows-1251", "cp1251"), (None, "", None)],
)  # fmt: skip
def test_what_a_server_said_of_the_charset_stands_above_the_page(
    charset: str | None, declared: str, encoding: str | None
) -> None:
    data = (f'<meta charset="{declared}">' if declared else "<p>").encode()
    assert encoding_of(data, charset) == encoding
