"""BibTeX by pybtex, CSL-JSON by citeproc-py, RIS by a reader of its grammar and by rispy."""

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_file

import kgraph
from kgraph.export import SourceRow, Tables
from kgraph.export._citing import keys
from kgraph.export.bibliography import bibtex, csl_json, ris
from tests.export.conftest import HOSTILE


def test_bibtex(samples: kgraph.Graph, out: Path) -> None:
    samples.export(out / "a.bib")
    read = parse_file(str(out / "a.bib"))
    assert (
        len(read.entries)
        == samples.query(
            "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?r <http://purl.org/spar/biro/references>|<http://purl.org/spar/cito/cites> ?s }"
        )[0].n
        == 55
    )
    titles = {e.fields["title"]: e for e in read.entries.values()}
    attention = titles["Attention Is All You Need"]
    assert attention.fields["eprint"] == "1706.03762"
    assert [str(p) for p in attention.persons["author"]][:2] == ["Vaswani, Ashish", "Shazeer, Noam"]
    assert titles["Deep learning"].fields["doi"] == "10.1038/nature14539"


def test_csl_json(samples: kgraph.Graph, out: Path) -> None:
    samples.export(out / "a.csl.json")
    items = json.loads((out / "a.csl.json").read_text(encoding="utf-8"))
    assert len(items) == len({i["id"] for i in items}) == 55
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    made = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        made.register(Citation([CitationItem(item["id"])]))
    made.sort()
    text = "\n".join(str(entry) for entry in made.bibliography())
    assert "Attention Is All You Need" in text
    assert len(made.bibliography()) == 55


_RIS_LINE = re.compile(r"[A-Z][A-Z0-9]  - .*|")


def test_ris(samples: kgraph.Graph, out: Path) -> None:
    samples.export(out / "a.ris")
    lines = (out / "a.ris").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not _RIS_LINE.fullmatch(line)] == []
    records = [r for r in "\n".join(lines).split("ER  -") if "TY  -" in r]
    assert len(records) == 55
    [attention] = [r for r in records if "Attention Is All You Need" in r]
    assert re.search(r"^TY  - JOUR$", attention, re.M)
    assert re.findall(r"^AU  - (.*)$", attention, re.M) == [
        "Vaswani, Ashish",
        "Shazeer, Noam",
        "Parmar, Niki",
    ]
    [learning] = [
        r for r in rispy.loads((out / "a.ris").read_text(encoding="utf-8")) if r["id"] == "lecun2015deep"
    ]
    assert (learning["doi"], learning["year"]) == ("10.1038/nature14539", "2015")


def test_the_three_agree(samples: kgraph.Graph, out: Path) -> None:
    for suffix in ("bib", "csl.json", "ris"):
        samples.export(out / f"a.{suffix}")
    by_pybtex = parse_file(str(out / "a.bib")).entries
    items = {i["id"]: i for i in json.loads((out / "a.csl.json").read_text(encoding="utf-8"))}
    records = {r["id"]: r for r in rispy.loads((out / "a.ris").read_text(encoding="utf-8"))}
    assert set(by_pybtex) == set(items) == set(records)
    for key, entry in by_pybtex.items():
        plain = entry.fields["title"].replace("{", "").replace("}", "").replace("\\", "")
        assert plain == items[key]["title"] == records[key]["title"]
        assert entry.fields.get("doi") == items[key].get("DOI") == records[key].get("doi")
        assert "doi.org" not in (entry.fields.get("organization"), items[key].get("container-title"))


def test_keys_are_readable(samples: kgraph.Graph, out: Path) -> None:
    samples.export(out / "a.bib")
    entries = parse_file(str(out / "a.bib")).entries
    assert entries["vaswani2017attention"].type == "misc", "an eprint was in no journal"
    assert entries["arxiv1409.0473"].fields["eprint"] == "1409.0473"
    assert entries["proteinfolding"].fields["doi"] == "10.1126/science.1219021"
    assert entries["factorsaffecting"].fields["urldate"] == "2025-03-03"
    assert entries["w3concepts"].fields["title"] == "{RDF} 1.1 Concepts and Abstract Syntax"
    assert [key for key in entries if not re.fullmatch(r"[a-z0-9.-]{3,60}", key)] == []


def _source(**fields: Any) -> SourceRow:
    plain: dict[str, Any] = dict.fromkeys(f.name for f in dataclasses.fields(SourceRow))
    given = {
        "source": "https://example.org/a",
        "kind": "paper",
        "identifiers": (),
        "authors": (),
        "claims": 0,
        "articles": 0,
    }
    return SourceRow(**(plain | given | fields))


def _written(out: Path, **fields: Any) -> tuple[Any, dict[str, Any], dict[str, Any]]:
    """One source as pybtex, a JSON parser and rispy read it."""
    tables = Tables(sources=[_source(**fields)])
    (out / "a.bib").write_bytes(bibtex(tables))
    [entry] = parse_file(str(out / "a.bib")).entries.values()
    [item] = json.loads(csl_json(tables))
    [record] = rispy.loads(ris(tables).decode())
    return entry, item, record


def test_names(out: Path) -> None:
    authors = ("Müller, Jörg", "Geoffrey E. Hinton", "Library of Congress", "Smith, John, Jane Doe", "et al.")
    entry, item, record = _written(out, title="Straße & Größe", authors=authors)
    assert entry.key == "mullerstrae"
    people = entry.persons["author"]
    assert [str(p) for p in people] == [
        "Müller, Jörg",
        "Hinton, Geoffrey E.",
        "{Library of Congress}",
        "{Smith, John, Jane Doe}",
        "others",
    ]
    assert item["author"] == [{"family": "Müller", "given": "Jörg"}, *({"literal": a} for a in authors[1:4])]
    assert record["authors"] == list(authors[:4])


def test_dates(out: Path) -> None:
    entry, item, record = _written(out, title="A", date="2018-08-09", accessed="3 March 2025")
    assert (entry.fields["year"], entry.fields["urldate"]) == ("2018", "2025-03-03")
    assert item["issued"]["date-parts"] == [[2018, 8, 9]]
    assert item["accessed"]["date-parts"] == [[2025, 3, 3]]
    assert (record["year"], record["date"], record["access_date"]) == ("2018", "2018/08/09", "2025/03/03")
    entry, item, record = _written(out, title="A", date="Spring 2018", accessed="gestern")
    assert (entry.fields["year"], item["issued"]["date-parts"]) == ("2018", [[2018]])
    assert item["accessed"] == {"raw": "gestern"}
    assert "urldate" not in entry.fields
    assert "access_date" not in record


def test_a_journal_that_a_fetch_named(out: Path) -> None:
    entry, item, record = _written(out, title="A", site="doi.org", published_in="Nature & Co")
    assert (entry.type, entry.fields["journal"]) == ("article", r"Nature \& Co")
    assert item["container-title"] == record["secondary_title"] == "Nature & Co"


def test_what_latex_would_stumble_over(out: Path) -> None:
    title = r"100 % of \systemname{} costs $5 & more: a_b^c ~ #1"
    entry, item, _ = _written(out, title=title, url="https://example.org/a_b%20c~d#{e}")
    assert item["title"] == title
    assert entry.fields["title"] == (
        r"100 \% of \textbackslash{}systemname\textbraceleft{}\textbraceright{} costs \$5 \& more:"
        r" a\_b\textasciicircum{}c \textasciitilde{} \#1"
    )
    assert entry.fields["url"] == "https://example.org/a_b%20c~d#%7Be%7D"


def test_keys_never_meet() -> None:
    same = [_source(title="Alpha words", site="example.org")] * 3
    made = keys([*same, _source(title="Alpha-2", site="example.org"), _source(), _source()])
    assert len(set(made)) == 6
    assert made[:3] == ["examplealpha", "examplealpha-2", "examplealpha-3"]


def test_hostile_text(hostile: kgraph.Graph, out: Path) -> None:
    for suffix in ("bib", "csl.json", "ris"):
        hostile.export(out / f"a.{suffix}")
    assert len(parse_file(str(out / "a.bib")).entries) == len(HOSTILE)
    assert len(json.loads((out / "a.csl.json").read_text(encoding="utf-8"))) == len(HOSTILE)
    assert (out / "a.ris").read_text(encoding="utf-8").count("TY  - ") == len(HOSTILE)
