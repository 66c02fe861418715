"""What is no article is not made one: walls, errors, other files; and servers that mean harm cost one line each."""

import time
from pathlib import Path

import pytest

from kgraph.jobs.fetch import Asking, fetch
from tests.fetch.conftest import Fetch
from tests.fetch.site import Answer, Site, article

_WORDS = "<p>" + "Words of a page that says something. " * 60
NO_PAGES = {
    "a log-in": (Answer(b"<title>Log in to continue</title>"), "found a log-in: 'log in to continue'"),
    "a consent form": (Answer(b"<title>Before you continue to Example</title>" + _WORDS.encode()), "found a form of consent: 'before you continue to'"),
    "a challenge": (Answer(b"<title>Just a moment...</title>"), "found a challenge for robots: 'just a moment'"),
    "a page that says it is missing": (Answer(b"<title>Page not found</title>"), "found a page that is not there: 'page not found'"),
    "an error": (Answer(b"<title>502 Bad Gateway</title>"), "found an error: '502 bad gateway'"),
    "404": (Answer(b"<title>A nice title</title>" + _WORDS.encode(), 404), "answers 404, it is not there"),
    "410": (Answer(status=410), "answers 410, it is gone"),
    "403": (Answer(b"<title>Just a moment...</title>", 403), "answers 403, it lets nobody in, found a challenge for robots"),
    "401": (Answer(status=401), "answers 401, it asks for a log-in"),
    "204": (Answer(status=204), "the answer is empty"),
    "nothing": (Answer(), "the answer is empty"),
    "a PDF": (Answer(b"%PDF-1.7 x", media_type="application/pdf"), "no web page (found application/pdf)"),
    "a PDF that calls itself a page": (Answer(b"%PDF-1.7 x"), "no web page (found text/html)"),
    "JSON": (Answer(b'{"a": 1}', media_type="application/json"), "no web page (found application/json)"),
    "text": (Answer(b"# Markdown", media_type="text/markdown"), "no web page (found text/markdown)"),
    "a picture": (Answer(b"\x89PNG\r\n\x1a\n", media_type="image/png"), "no web page (found image/png)"),
    "a stub": (Answer(b'<title>Redirecting</title><meta http-equiv=refresh content="0; url=/new">'), "only sends its readers on to "),
    "an endless body": (Answer(b"<title>A long story</title>", endless=True), "larger than 8 MB"),
    "too many": (Answer(status=429, headers=(("Retry-After", "3600"),)), "answers 429, it was asked too often, it wants to be left alone for 3600 s"),
    "a redirect to a private address": (Answer(status=302, headers=(("Location", "http://169.254.169.254/latest"),)), "leads where nobody is asked (private address)"),
    "a redirect to a file": (Answer(status=302, headers=(("Location", "file:///etc/passwd"),)), "leads where nobody is asked (not a web address (file))"),
    "a redirect to a port": (Answer(status=302, headers=(("Location", "http://127.0.0.1:22/"),)), "leads where nobody is asked (port 22)"),
    "a redirect to the log-in": (Answer(status=302, headers=(("Location", "/login"),)), "leads to a log-in"),
    "a redirect home": (Answer(status=302, headers=(("Location", "/"),)), "leads to the home page of its site"),
    "a redirect to itself": (Answer(status=302, headers=(("Location", "/a"),)), "not reached (more than 10 redirects)"),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_PAGES)
def test_no_article_is_made_of(name: str, site: Site, into: Fetch) -> None:
    answer, why = NO_PAGES[name]
    site.pages |= {
        "/a": answer,
        "/": Answer(article("Home")),
        "/login": Answer(article("Welcome back, dear reader")),
    }
    began = time.monotonic()
    report = into("/a")
    assert time.monotonic() - began < 30
    [skip] = report.skipped
    assert skip.path == site.url("/a")
    assert skip.reason.startswith(why)
    assert (report.pages, list(Path("pages").glob("*.html"))) == (0, [])


def test_robots_are_obeyed_and_hosts_left_alone(site: Site, into: Fetch) -> None:
    site.pages |= {
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /private/", media_type="text/plain"),
        "/private/a": Answer(article("A")),
    }
    site.pages |= {
        "/busy": Answer(status=429, headers=(("Retry-After", "3600"),)),
        "/b": Answer(article("B")),
    }
    report = into("/private/a", "/busy", "/b")
    assert [s.reason.partition(",")[0] for s in report.skipped] == [
        "not asked (its robots.txt says so)", "answers 429", f"not reached ({site.netloc} asks to be left alone)",
    ]  # fmt: skip
    assert site.asked == ["/robots.txt", "/busy"]
    assert not report.nothing_answered


def test_private_addresses_are_not_asked(site: Site, tmp_path: Path) -> None:
    addresses = [
        site.url("/a"),
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://0x7f000001/",
        "http://user:word@example.org/",
    ]
    report = fetch(addresses, tmp_path / "pages", Asking(rate=1000, deadline_s=5))
    assert len(report.skipped) == 5
    assert {skip.reason.partition(" (")[0] for skip in report.skipped} == {"not asked"}
    assert site.asked == []


def test_a_page_that_breaks_its_reader_costs_itself(site: Site, into: Fetch) -> None:
    site.pages |= {"/a": Answer(b"<title>Deep</title>" + b"<div><a>" * 400_000), "/b": Answer(article("B"))}
    report = into("/a", "/b")
    assert site.url("/b") in report.articles
    assert all(skip.path == site.url("/a") for skip in report.skipped)
