"""Bibliographies beside an article: what values end in and hold, however odd, parts no two records and joins none."""

import json

import pytest
from pyoxigraph import RdfFormat, parse

from kgraph.extract import extract
from kgraph.model import Extraction
from kgraph.rdf import nquads
from kgraph.read import Unread, bibliography, read

_ARTICLE = "---\nbibliography: {file}\n---\nA fact stands here [@a]. Another one [@b].\n"


class _Beside:
    def __init__(self, name: str, text: str) -> None:
        self._name, self._data = name, text.encode()

    def names(self) -> list[str]:
        return [self._name]

    def project(self) -> list[str]:
        return []

    def given(self) -> list[str]:
        return []

    def companions(self) -> tuple[str, ...]:
        return ()

    def part(self, name: str) -> None:
        return None

    def load(self, name: str) -> bytes | Unread:
        assert name == self._name
        return self._data


def _read(file: str, text: str) -> Extraction:
    return extract(read("a.md", _ARTICLE.format(file=file).encode(), beside=_Beside(file, text)))


def _check(found: Extraction) -> str:
    """The first record's source; the two records are two sources that two claims cite, in quads that parse."""
    first, second = found.references
    assert (first.label, second.label) == ("a", "b")
    assert second.source == "https://doi.org/10.1000/b"
    assert [c.sources for c in found.claims] == [(first.source,), (second.source,)]
    assert first.source is not None and first.source != second.source
    subjects = {q.subject.value for q in parse(nquads(found), format=RdfFormat.N_QUADS)}
    assert {first.source, second.source} <= subjects
    return first.source


_ENDS = (
    "\\",
    "\\\\",
    "\\.",
    '\\"',
    "\\}",
    "\\,",
    "\n",
    "\t",
    "\x00",
    "\u2028",
    "`",
    "|",
    "^",
    "<",
    ">",
    "{",
    "%",
    "\ud800",
    "\udc00",
    "😀",
)
_STOPS = ("\\", "\\\\", "\\.", '\\"', "\\}", "\\,", "\n", "\t", "\u2028", ">")
_WHOLE: dict[str, object] = {
    "DOI": "10.1000/a", "ISBN": "9780306406157", "PMID": "12345", "URL": "https://example.org/a", "title": "Kites",
    "container-title": "Journal", "publisher": "Press", "type": "book",
}  # fmt: skip


@pytest.mark.parametrize("end", _ENDS)
@pytest.mark.parametrize("name", _WHOLE)
def test_what_csl_values_end_in(name: str, end: str) -> None:
    records = [{"id": "a", "title": "First", name: f"{_WHOLE[name]}{end}"}, {"id": "b", "DOI": "10.1000/b"}]
    source = _check(_read("r.json", json.dumps(records)))
    if name == "DOI" and end in _STOPS:
        assert source == "https://doi.org/10.1000/a"


@pytest.mark.parametrize("end", ["\\", "\\\\", "\\,", "\\;"])
@pytest.mark.parametrize("quotes", ["{}", '""'])
@pytest.mark.parametrize("behind", [",", "", " ,", "\n"])
@pytest.mark.parametrize(
    ("name", "value"), [("doi", "10.1000/a"), ("url", "https://example.org/a"), ("note", "x")]
)
def test_what_bibtex_values_end_in(name: str, value: str, quotes: str, end: str, behind: str) -> None:
    text = (
        f"@misc{{a,\n  title = {{First}},\n  {name} = {quotes[0]}{value}{end}{quotes[1]}{behind}\n}}\n\n"
        "@misc{b,\n  title = {Second},\n  doi = {10.1000/b}\n}\n"
    )
    found = _read("r.bib", text)
    source = _check(found)
    assert [e.title for e in found.references] == ["First", "Second"]
    if name == "doi":
        assert source == "https://doi.org/10.1000/a"


def test_braces_that_tex_escapes_stay_in_their_value() -> None:
    text = '@misc{a,\n  title = {The set \\{x\\} of M{\\"u}ller},\n  year = 2020\n}\n@misc{b, doi = {10.1000/b}}\n'
    found = _read("r.bib", text)
    _check(found)
    assert (found.references[0].title, found.references[0].date) == ("The set x of Müller", "2020")


@pytest.mark.parametrize(
    ("ids", "spans"),
    [
        (["a", "b"], ['"a"', '"b"']),
        ([7, 8], ["7", "8"]),
        (["é", "\\"], ['"\\u00e9"', '"\\\\\\\\"']),
        (["a", "a"], ['"a"', '"a"']),
    ],
)
def test_where_ids_of_csl_stand(ids: list[object], spans: list[str]) -> None:
    text = json.dumps([{"note": {"id": "other"}, "id": i, "title": "Kites"} for i in ids])
    document = read("a.md", _ARTICLE.format(file="r.json").encode(), beside=_Beside("r.json", text))
    assert [e.key for e in document.bibliography] == [str(i) for i in ids]
    assert [e.span.slice(text) for e in document.bibliography] == [
        s.replace("\\\\\\\\", "\\\\") for s in spans
    ]
    starts = [e.span.start for e in document.bibliography]
    assert starts == sorted(set(starts))


def test_libraries_say_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    _read("r.bib", "@misc{a, title = {\\frac}}\n@misc{b, doi = {10.1000/b}}\n@misc{c, title = {")
    assert capfd.readouterr() == ("", "")


def test_an_address_in_a_link_of_a_note_ends_where_it_does() -> None:
    text = "@article{a, title={Tides}, note={\\href{https://example.org/tides}{example:tides}}}"
    entries, _ = bibliography.parse("a.bib", text.encode())
    assert entries[0].url == "https://example.org/tides"
