"""The addresses that feeds and sitemaps name: each kind, each flaw, and those that are made to do harm."""

import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kgraph.enrich.page.feed import MAX_ADDRESSES, looks_like_feed, read_feed
from tests.fetch.conftest import Fetch
from tests.fetch.site import Answer, Site, article
from tests.linear.judge import judge

_ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"{}>{}</feed>'
_SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">{}</urlset>'
KINDS: dict[str, tuple[str, str, list[str], int]] = {
    "RSS": ("<rss version='2.0'><channel><link>https://e.org/</link><item><link> https://e.org/1 </link></item><item><link>/2</link></item></channel></rss>", "rss", ["https://e.org/1", "https://e.org/2"], 0),
    "RSS with guids": ("<rss><channel><item><guid>https://e.org/1</guid></item><item><guid isPermaLink='false'>https://e.org/2</guid></item><item><guid>tag:3</guid></item></channel></rss>", "rss", ["https://e.org/1"], 2),
    "RSS with a link of Atom's": ("<rss xmlns:a='http://www.w3.org/2005/Atom'><channel><item><a:link rel='self' href='/no'/><a:link href='/1'/></item></channel></rss>", "rss", ["https://e.org/1"], 0),
    "RSS in CDATA": ("<rss><channel><item><link><![CDATA[https://e.org/?a=1&b=2]]></link></item></channel></rss>", "rss", ["https://e.org/?a=1&b=2"], 0),
    "RSS 1.0": ("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel><link>https://e.org/</link></channel><item><link>https://e.org/1</link></item></rdf:RDF>", "rss", ["https://e.org/1"], 0),
    "Atom": (_ATOM.format("", "<link href='/'/><entry><link rel='enclosure' href='/no.mp3'/><link rel='alternate' type='application/json' href='/1.json'/><link rel='alternate' type='text/html' href='/1'/></entry><entry><id>urn:2</id></entry>"), "atom", ["https://e.org/1"], 1),
    "Atom with bases": (_ATOM.format(" xml:base='/blog/'", "<entry xml:base='2024/'><link href='1'/></entry><entry><link href='2'/></entry>"), "atom", ["https://e.org/blog/2024/1", "https://e.org/blog/2"], 0),
    "JSON Feed": (json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"url": "/1"}, {"external_url": "https://f.org/2"}, {"id": "3"}, 4]}), "json", ["https://e.org/1", "https://f.org/2"], 2),
    "a sitemap": (_SITEMAP.format("<url><loc>https://e.org/1</loc><image:image><image:loc>https://e.org/no.png</image:loc></image:image></url><url/>"), "sitemap", ["https://e.org/1"], 1),
    "an index": ("<?xml version='1.0'?>\n<!-- made by a tool -->\n<?xml-stylesheet href='s.xsl'?><sitemapindex><sitemap><loc>https://e.org/a.xml</loc></sitemap></sitemapindex>", "index", ["https://e.org/a.xml"], 0),
    "addresses of other kinds": ("<rss><channel><item><link>javascript:alert(1)</link></item><item><link>file:///etc/passwd</link></item><item><link>//[</link></item></channel></rss>", "rss", [], 3),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("packed", [False, True])
def test_kinds(name: str, packed: bool) -> None:
    text, kind, addresses, without = KINDS[name]
    data = gzip.compress(text.encode()) if packed else b"\xef\xbb\xbf" + text.encode()
    assert looks_like_feed(data)
    told = read_feed(data, "https://e.org/feed")
    assert told == {"kind": kind, "addresses": addresses, "without": without, "full": False, "flaw": None}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<!doctype html><rss>",
        "<html><body><feed>",
        "https://e.org/\n",
        '{"items": []}',
        "\x1f\x8b",
        "<rssx>",
    ],
)
def test_what_is_no_feed(text: str) -> None:
    assert not looks_like_feed(text.encode("latin-1"))
    told = read_feed(text.encode("latin-1"))
    assert told["addresses"] == []
    assert told["flaw"]


def test_what_stands_before_a_break_counts() -> None:
    whole = KINDS["RSS"][0].encode()
    for cut in range(len(whole)):
        told = read_feed(whole[:cut], "https://e.org/feed")
        assert told["addresses"] == KINDS["RSS"][2][: len(told["addresses"])]
        assert told["flaw"]
        assert read_feed(gzip.compress(whole)[:cut], "https://e.org/feed")["flaw"] or cut >= len(
            gzip.compress(whole)
        )


_LAUGHS = (
    "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(9))
    + "]>"
)
BOMBS: dict[str, bytes] = {
    "a billion laughs": f"{_LAUGHS}<rss><channel><item><link>http://127.0.0.1:9/&j;</link></item></channel></rss>".encode(),
    "an entity that is a file": b"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel><item><link>http://127.0.0.1:9/&x;</link></item></channel></rss>",
    "a document type elsewhere": b"<!DOCTYPE rss SYSTEM 'http://127.0.0.1:9/x.dtd'><rss><channel><item><link>http://127.0.0.1:9/1</link></item></channel></rss>",
    "packed blanks": gzip.compress(b"<rss><channel>" + b" " * 300_000_000),
    "packed entries": gzip.compress(b"<urlset>" + b"<url/>" * 30_000_000),
    "deep": b"<rss>" * 1_000_000,
    "deep JSON": b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 1_000_000,
    "a long address": b"<rss><channel><item><link>http://127.0.0.1:9/" + b"a" * 8_000_000 + b"</link></item></channel></rss>",
    "many entries": b"<rss><channel>" + b"<item/>" * 1_000_000,
    "entries without end": b"<feed>" + b"<entry>" * 200 + b"<link href='x'/>" * 400_000,
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end(name: str, site: Site, into: Fetch, tmp_path: Path) -> None:
    """Read where a page is read: in a process that ends with its deadline, and has its own cap on memory."""
    (tmp_path / "feed.xml").write_bytes(BOMBS[name])
    site.pages |= {
        "/feed": Answer(BOMBS[name], media_type="application/rss+xml"),
        "/a": Answer(article("A")),
    }
    began = time.monotonic()
    report = into("feed.xml", "/feed", "/a")
    assert time.monotonic() - began < 40
    assert list(report.articles) == [site.url("/a")]
    assert set(site.asked) <= {"/robots.txt", "/feed", "/a", "/x"}
    told = [skip.path for skip in report.skipped] + [path for path, _ in report.flaws]
    assert site.url("/feed") in told or name == "a document type elsewhere"
    assert all("root:" not in skip.reason and "aaaaa" not in skip.path for skip in report.skipped)


_FAMILIES: dict[str, Callable[[int], bytes]] = {
    "prologs": lambda n: b"<?" * n,
    "comments": lambda n: b"<!-- a -->" * n,
    "remarks without end": lambda n: b"<rss>" + b"<!-- " * n,
    "entries": lambda n: b"<rss><channel>" + b"<item><link>https://e.org/1</link></item>" * n,
    "links": lambda n: b"<feed><entry>" + b"<link href='x'/>" * n + b"</entry></feed>",
    "bases": lambda n: b"<feed xml:base='/a/'>" * 200 + b"<entry><link href='x'/></entry>" * n,
    "guids": lambda n: b"<rss><item>" + b"<guid>tag:1</guid>" * n + b"</item></rss>",
    "texts": lambda n: b"<rss><item><link>" + b"<b/>x" * n + b"</link></item></rss>",
    "items of JSON": lambda n: b'{"version": "https://jsonfeed.org/version/1", "items": [' + b'{"url": "x"},' * n + b"1]}",
}  # fmt: skip


@pytest.mark.parametrize("name", _FAMILIES)
def test_linear_time(name: str) -> None:
    def seconds(n: int) -> float:
        data = _FAMILIES[name](n)
        began = time.process_time()
        looks_like_feed(data)
        read_feed(data, "https://e.org/")
        return time.process_time() - began

    seconds(10)  # imports
    judge(seconds, lambda n: len(_FAMILIES[name](n)), 2_000_000, 5)


def test_as_many_as_a_sitemap_may_have() -> None:
    data = b"<urlset>" + b"".join(
        b"<url><loc>https://e.org/%d</loc></url>" % n for n in range(MAX_ADDRESSES + 5)
    )
    told = read_feed(data)
    assert len(told["addresses"]) == MAX_ADDRESSES
    assert told["full"]


def test_a_feed_gives_its_entries(site: Site, into: Fetch) -> None:
    site.pages |= {f"/{n}": Answer(article(f"Page {n}")) for n in "123"}
    items = "".join(f"<item><link>/{n}</link></item>" for n in "1233") + "<item/>"
    site.pages["/feed"] = Answer(
        f"<rss><channel><title>Log in</title>{items}</channel></rss>".encode(), media_type="text/html"
    )
    report = into("/feed", "/1")
    assert (report.counts, report.skipped) == ({"new": 3}, [])
    assert report.flaws == [(site.url("/feed"), "1 of its entries have no address")]
    assert sorted(site.asked) == ["/1", "/2", "/3", "/feed", "/robots.txt"]
    assert into("/feed", folder="two", limit=2).left == 1
    site.pages["/other"] = Answer(b"<rss><channel><item><link>/feed</link></item></channel></rss>")
    [skip] = into("/other").skipped
    assert (skip.path, skip.reason) == (
        site.url("/feed"),
        "found a feed or a sitemap within another one. Name it itself",
    )


def test_an_index_gives_its_sitemaps(site: Site, into: Fetch, tmp_path: Path) -> None:
    def index(*paths: str) -> bytes:
        return f"<sitemapindex>{''.join(f'<sitemap><loc>{site.url(p)}</loc></sitemap>' for p in paths)}</sitemapindex>".encode()

    def sitemap(*paths: str) -> bytes:
        return f"<urlset>{''.join(f'<url><loc>{site.url(p)}</loc></url>' for p in paths)}</urlset>".encode()

    site.pages |= {f"/{n}": Answer(article(f"Page {n}")) for n in "123"}
    site.pages["/sitemap.xml"] = Answer(index("/a.xml", "/b.xml.gz", "/sitemap.xml"), media_type="text/xml")
    site.pages["/a.xml"] = Answer(sitemap("/1", "/2"), media_type="text/xml")
    site.pages["/b.xml.gz"] = Answer(gzip.compress(sitemap("/2", "/3")), media_type="application/gzip")
    assert into("/sitemap.xml").counts == {"new": 3}
    (tmp_path / "mine.xml").write_bytes(index("/a.xml"))
    assert into("mine.xml", folder="two").counts == {"new": 2}
    for n in range(6):  # an index that goes on and on
        site.pages[f"/deep{n}"] = Answer(index(f"/deep{n + 1}"), media_type="text/xml")
    report = into("/deep0", folder="three")
    assert [skip.path for skip in report.skipped] == [site.url("/deep3")]
