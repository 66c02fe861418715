"""BibTeX by pybtex, CSL-JSON by citeproc-py, RIS by a reader of its grammar."""

import json
import re
from pathlib import Path

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_file

import kgraph
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
    assert all(_RIS_LINE.fullmatch(line) or re.fullmatch(r"\d+\.?", line) for line in lines), [
        x for x in lines if not _RIS_LINE.fullmatch(x)
    ][:3]
    records = [r for r in "\n".join(lines).split("ER  -") if "TY  -" in r]
    assert len(records) == 55
    [attention] = [r for r in records if "Attention Is All You Need" in r]
    assert re.search(r"^TY  - JOUR$", attention, re.M)


def test_hostile_text(hostile: kgraph.Graph, out: Path) -> None:
    for suffix in ("bib", "csl.json", "ris"):
        hostile.export(out / f"a.{suffix}")
    assert len(parse_file(str(out / "a.bib")).entries) == len(HOSTILE)
    assert len(json.loads((out / "a.csl.json").read_text(encoding="utf-8"))) == len(HOSTILE)
    assert (out / "a.ris").read_text(encoding="utf-8").count("TY  - ") == len(HOSTILE)
