"""Any title, author, journal and address, TeX and injections among them: each file is read back by parsers that did
not write it, with as many entries as were written and the same values."""

import dataclasses
import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
import rispy
from bibtexparser import entrypoint as bibtexparser
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from kgraph.export import SourceRow, Tables
from kgraph.export._citing import line
from kgraph.export.bibliography import bibtex, csl_json, ris
from tests.payloads import TEX

WORDS = st.one_of(st.sampled_from(TEX), st.text(alphabet=st.characters(), max_size=30))


def _source(**fields: Any) -> SourceRow:
    plain: dict[str, Any] = dict.fromkeys(f.name for f in dataclasses.fields(SourceRow))
    usual = {"source": "https://example.org/a", "kind": "paper", "identifiers": (), "authors": (), "claims": 0, "articles": 0}  # fmt: skip
    return SourceRow(**(plain | usual | fields))


_COMMANDS = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~", "textasciicircum": "^"}  # fmt: skip
_WRITTEN = re.compile(r"\\(text\w+)\{\}|\\([%&#$_])|[{}]|\\")


def _plain(value: str) -> str:
    """What LaTeX would typeset of a field; a backslash that begins nothing we write is a fault."""

    def sign(found: re.Match[str]) -> str:
        assert found[0] != "\\", value
        return _COMMANDS[found[1]] if found[1] else found[2] or ""

    return _WRITTEN.sub(sign, value)


def _check(sources: list[SourceRow]) -> None:
    tables = Tables(sources=sources)
    text = bibtex(tables).decode()
    theirs = bibtexparser.parse_string(text)
    assert theirs.failed_blocks == []
    assert len(theirs.blocks) == len(theirs.entries) == len(sources), "entries, and nothing between them"
    by_pybtex = parse_string(text, "bibtex").entries
    assert len(by_pybtex) == len(sources)
    items = json.loads(csl_json(tables))
    records = rispy.loads(ris(tables).decode())
    assert len(items) == len(records) == len(sources)
    for entry, other, item, record, source in zip(theirs.entries, by_pybtex.values(), items, records, sources, strict=True):  # fmt: skip
        assert entry.key == other.key == item["id"] == record["id"]
        title = line(source.title or "") or source.source
        assert _plain(entry["title"]) == _plain(other.fields["title"]) == item["title"] == title
        assert record.get("title", "") == title
        assert set(entry.fields_dict) - {"author"} == set(other.fields)
        authors = [line(a) for a in source.authors if not re.fullmatch(r"(?:and )?others|et al\.?", a.strip(), re.I)]  # fmt: skip
        people = other.persons.get("author", [])
        assert len([p for p in people if str(p) != "others"]) == len([a for a in authors if a])
        assert record.get("authors", []) == [a for a in authors if a] or _spaced(record["authors"]) == _spaced(authors)  # fmt: skip
        if source.url:
            assert unquote(entry["url"]) == unquote(source.url.encode("utf-8", "replace").decode())
        if source.url and "DOI" in item:
            assert unquote(entry["doi"]) == unquote(item["DOI"]) == unquote(record["doi"])
        journal = line(source.published_in or "")
        assert _plain(entry.fields_dict["journal"].value if "journal" in entry.fields_dict else "") == journal
        assert item.get("container-title", "") == record.get("secondary_title", "") == journal


def _spaced(names: list[str]) -> list[str]:
    """Names without the spaces around their comma, which is where the two parts meet."""
    return [re.sub(r"\s*,\s*", ",", name) for name in names if name]


@pytest.mark.parametrize("text", TEX)
def test_injections(text: str) -> None:
    """Each payload in every field, between two sources that must stay what they are."""
    hostile = _source(title=text, authors=(text, "Doe, Jane"), published_in=text, url=f"https://example.org/?q={text}", identifiers=(f"doi:10.1/{text}", f"arxiv:{text}"))  # fmt: skip
    _check([_source(title="Before"), hostile, _source(title="After", authors=("Last, One",))])


@settings(max_examples=300, deadline=None)
@given(title=WORDS, authors=st.lists(WORDS, max_size=3), journal=WORDS)
@example(title="", authors=["", "\\"], journal="{")
def test_any_source(title: str, authors: list[str], journal: str) -> None:
    _check([_source(title=title, authors=tuple(authors), published_in=journal), _source(title="After")])
