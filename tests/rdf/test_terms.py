"""Any text at all becomes a term that two parsers read back the same, in its canonical form."""

import re

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.errors import UsageError
from kgraph.rdf import article_iri, article_key
from kgraph.rdf.terms import iri, literal, typed, unescape
from tests.terms import value_of

NODE = "<https://example.org/n>"
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0, section 2.2, has no place for."""

_any_text = st.text(st.characters(), max_size=40)  # lone surrogates too
_nasty_text = st.text(
    st.sampled_from("\"\\\n\r\t\x00\x07\x0b\x0c\x1b\x1f\x7f\x85\u2028\ud800\udfff\ufffe\uffff\ufeff'<>{}|^` #.😀e\u0301u0041"),
    max_size=20,
)  # fmt: skip
texts = st.one_of(_any_text, _nasty_text)


def _read_twice(line: str) -> tuple[pyoxigraph.Quad, str]:
    """The quad as pyoxigraph reads it, and the object's value as rdflib does."""
    [quad] = pyoxigraph.parse(line.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    graph = rdflib.Graph().parse(data=line + "\n", format="nt")
    [triple] = graph
    return quad, str(triple[2])


@settings(derandomize=True, deadline=None, max_examples=400)
@given(texts)
def test_literal(text: str) -> None:
    line = f"{NODE} {NODE} {literal(text)} ."
    quad, theirs = _read_twice(line)
    assert value_of(quad.object) == theirs == FORBIDDEN.sub("\ufffd", text)
    assert unescape(literal(text)[1:-1]) == theirs
    assert f"{quad} ." == line, "canonical: one way to write each character"


@settings(derandomize=True, deadline=None, max_examples=200)
@given(texts)
def test_typed_literal(text: str) -> None:
    line = f"{NODE} {NODE} {typed(text, 'anyURI')} ."
    [quad] = pyoxigraph.parse(line.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    assert quad.object.datatype.value == "http://www.w3.org/2001/XMLSchema#anyURI"
    assert f"{quad} ." == line


@settings(derandomize=True, deadline=None, max_examples=400)
@given(texts)
def test_iri(text: str) -> None:
    line = f"{NODE} {NODE} {iri('https://example.org/' + text)} ."
    quad, theirs = _read_twice(line)
    assert value_of(quad.object) == theirs
    assert isinstance(quad.object, pyoxigraph.NamedNode)


@settings(derandomize=True, deadline=None, max_examples=400)
@given(texts.filter(bool))
def test_article(path: str) -> None:
    node = article_iri(path)
    quad, theirs = _read_twice(f"{NODE} {NODE} <{node}> .")
    assert value_of(quad.object) == theirs == node
    key = article_key(path)
    assert not set(key.split("/")) & {"", ".", ".."}, "no way out of the folder of articles"
    assert len(key) < 200


@pytest.mark.parametrize(
    "paths",
    [
        ("Post.md", "post.md", "POST.md"),
        ("caf\u00e9.md", "cafe\u0301.md", "cafe.md"),
        ("a b.md", "a-b.md", "a_b.md", "a%20b.md"),
        ("posts/a.md", "posts-a.md", "/posts/a.md", "../posts/a.md", "./posts/a.md"),
        ("x" * 300 + ".md", "x" * 301 + ".md"),
        ("post.md-0d8f0a4f", "post.md", "post.md#c-1", "post.md?x"),
        ("a\udce9.md", "a\ufffd.md", "a\\xe9.md"),
    ],
)
def test_two_paths_are_two_articles(paths: tuple[str, ...]) -> None:
    assert len({article_key(path) for path in paths}) == len(paths)


@pytest.mark.parametrize(
    "base",
    ["", "kg", "not an iri", "javascript:alert(1)", "file:///tmp/", "https://example.org", "https://example.org/kg", "https://example.org/a#", "https://example.org/<>/", "https:///a/", "https://example.org/?q=/"],
)  # fmt: skip
def test_a_base_that_begins_no_iri(base: str) -> None:
    with pytest.raises(UsageError, match="expected something like"):
        article_iri("a.md", base)


@pytest.mark.parametrize(
    "base", ["https://example.org/", "http://localhost:8080/kg/", "https://example.org/ä/"]
)
def test_a_base_of_ones_own(base: str) -> None:
    assert article_iri("a.md", base) == f"{base}a/a.md"
