"""Canonical URLs: stable, never an exception, fast path and slow path alike."""

import pyoxigraph
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.identifiers import canonical_url, host_of, identify, identify_key, iri, site_of, text_passage
from kgraph.identifiers._url import _slow, host_in

_host = st.sampled_from(
    (
        "example.org",
        "a.b.example.co.uk",
        "EXAMPLE.org",
        "bücher.example",
        "127.0.0.1",
        "[::1]",
        "x",
        "example.org.",
        "user@example.org",
    )
)
_path = st.lists(
    st.sampled_from(
        ("a", "B", "..", ".", "", "%41", "%2F", "é", " ", "a.html", "~x", "(y)", "@z", "%zz", "[1]", "|", "'")
    ),
    max_size=5,
).map("/".join)
_query = st.lists(
    st.sampled_from(("a=1", "b", "utm_source=x", "c=%20", "=", "t=4", "é=ü", "a[]=1", "100%", "a|b")),
    max_size=4,
).map("&".join)
_url = st.builds(
    lambda scheme, host, port, path, query, tail: f"{scheme}://{host}{port}/{path}{'?' + query if query else ''}{tail}",
    st.sampled_from(("http", "https", "HTTP", "ftp", "gopher", "javascript")), _host, st.sampled_from(("", ":80", ":443", ":99999")), _path, _query,
    st.sampled_from(("", "#", "#part", "#:~:text=a,b")),
)  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=500)
@given(st.one_of(_url, st.text(max_size=60), st.text(max_size=40).map("https://example.org/".__add__)))
def test_canonical(url: str) -> None:
    once = canonical_url(url)
    if once is None:
        return
    assert canonical_url(once) == once
    assert "#" not in once
    assert once.split(":")[0] in ("http", "https", "ftp")
    assert host_of(once) == host_in(once)
    node = identify(url).id
    pyoxigraph.NamedNode(node)  # raises on what a strict parser would not take
    rdflib.URIRef(node).n3()
    assert identify(node).id == node


@settings(derandomize=True, deadline=None, max_examples=500)
@given(_url)
def test_fast_path_agrees_with_the_parser(url: str) -> None:
    assert canonical_url(url) == _slow(url)


_STARTS = (
    "https://", "http://[", "//", "javascript:", "data:", "doi:", "https://doi.org/10.1000/", "https://arxiv.org/abs/", "arXiv:", "ISBN ",
    "PMID:", "isbn:", "url:", "https://youtu.be/", "https://example.org/#:~:text=", "https://example.org/?%", "https://xn--", "https://user@",
)  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=500)
@given(
    st.one_of(
        st.text(max_size=80),
        st.text(st.characters(), max_size=40),
        st.tuples(st.sampled_from(_STARTS), st.text(max_size=40)).map("".join),
    )
)
def test_any_text(text: str) -> None:
    identify(text, text)
    identify_key(text)
    text_passage(text)
    site_of(text)
    host_of(text)
    found = iri(text)
    assert found is None or not set(found) & set('<>"{}|\\^` \n')
