"""Pages whose end is lost are read up to there, with a problem that says where."""

import pytest

from kgraph.engine import ArticleFile, Job, Task, in_process
from kgraph.extract import extract
from kgraph.read import read

_HEAD = "<!DOCTYPE html>\n<html><head><title>Elms</title></head>\n<body><article>\n"
_TEXT = "<p>Elms die of a fungus.</p>\n<p>Oaks stand for long"


@pytest.mark.parametrize("end", ["", " <a href='x", " <b"])
def test_a_page_that_is_cut(end: str) -> None:
    found = extract(read("a.html", f"{_HEAD}{_TEXT}{end}".encode()))
    assert [c.text for c in found.claims] == ["Elms die of a fungus.", "Oaks stand for long"]
    [flaw] = found.problems
    assert flaw.code == "page-cut"
    assert found.document.source.place(flaw.span.start).line == 5


@pytest.mark.parametrize(
    "page",
    [
        f"{_HEAD}{_TEXT}</article></body></html>",
        f"{_HEAD}{_TEXT}</body>",
        f"{_HEAD}{_TEXT}</html>\n",
        f"<!DOCTYPE html><title>Elms</title><article>{_TEXT}",
        f"<!DOCTYPE html><html><title>Elms</title><body>{_TEXT}",
        f"<div>{_TEXT}",
    ],
)
def test_what_may_be_left_out_is_no_cut(page: str) -> None:
    assert read("a.html", page.encode()).problems == ()


def test_headings_in_a_header_that_nothing_closes_are_read_once() -> None:
    page = "<main><header><h1>On elms<header><h1>On oaks</h1></header></h1></header><p>Elms die of a fungus.</p></main>"
    headings = [b.text for b in read("a.html", page.encode()).blocks if b.kind == "heading"]
    assert sorted(headings) == sorted(set(headings))


def test_the_report_says_where() -> None:
    job = Job(ArticleFile("a.html", "a.html"), data=f"{_HEAD}{_TEXT}".encode())
    [outcome] = in_process.run([job], Task(format="jsonl", base=""))
    assert outcome.notes == (
        "a.html:5:23: the page ends within <article>: what followed is lost. Save the page again, whole.",
    )
