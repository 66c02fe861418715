"""Random inputs of every reader, each made and checked by one function: it raises where something does not hold."""

import json
import random
import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from kgraph import extract_text
from kgraph.extract import extract
from kgraph.model import BibliographyEntry
from kgraph.read import bibliography, looks_binary, read
from kgraph.spans import decode
from tests.extract.accounting import check
from tests.extract.case_file import load
from tests.extract.grammar import write
from tests.extract.grammar.facts_hold import check_facts
from tests.extract.mutate import mutant
from tests.shared_corpora import CORPORA, ROOT, markdown_files

_CASES = ROOT / "tests/cases/extract"
_LONGEST = 20_000
_BIBTEX_TOKENS = (
    "@", "@article{", "@misc{a,", "@string{", "@comment{", "@preamble{", "{", "}", "{{", "}}", '"', "=", ",", "#", "%", "\\", "\\\\",
    "\\url{", "\\'e", "$", "~", " and ", "\n\n", "\r\n", "\x00", "\u2028", "title = ", "author = {", "doi = {10.1/x}", "year = 2020", "é",
)  # fmt: skip
_JSON_TOKENS = (
    "[",
    "]",
    "{",
    "}",
    '"',
    ":",
    ",",
    "null",
    "NaN",
    "1e999",
    "-0",
    '{"id": 1}',
    "\\ud800",
    "\\",
    "\x00",
    "é",
    " ",
    "\n",
)
_JSON_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 10**30, 1.5, "", "x", "\ud800", "\x00", [], [[]], {}, {"id": 1}, [None, 1, "x"], {"date-parts": [[2020, "5", None]]},
    {"date-parts": [[]]}, {"raw": "n.d."}, [{"family": 1}], [{"literal": None}], "10.1000/x", "https://e.org/[1]", "<i>x</i>" * 9,
)  # fmt: skip


@cache
def articles() -> list[str]:
    """Markdown to damage: the articles and cases of the project, and the real ones where they are."""
    paths = [
        *sorted((ROOT / "data/articles").glob("*.md")),
        *sorted(_CASES.rglob("*.case")),
        *markdown_files(),
    ]
    return [path.read_text(encoding="utf-8", errors="replace")[:_LONGEST] for path in paths]


def _beside_cases(suffix: str) -> list[str]:
    cases = [load(path)[0] for path in sorted(_CASES.rglob("*.case"))]
    return [text for case in cases for name, text in case.beside.items() if name.endswith(suffix)]


@cache
def bibtex() -> list[str]:
    """BibTeX to damage: the files beside the cases, and the real ones where they are."""
    real = sorted(CORPORA.rglob("*.bib")) if CORPORA.is_dir() else []
    return _beside_cases(".bib") + [p.read_text(encoding="utf-8", errors="replace")[:_LONGEST] for p in real]


@cache
def csl() -> list[str]:
    """CSL-JSON to damage: the files beside the cases, and a list made of each of the BibTeX files."""
    made = []
    for text in bibtex():
        entries, _ = bibliography.parse("a.bib", text.encode("utf-8", "replace"))
        made.append(json.dumps([_record(entry) for entry in entries[:20]]))
    return _beside_cases(".json") + made


def _record(entry: BibliographyEntry) -> dict[str, Any]:
    return {
        "id": entry.key, "type": "article-journal", "title": entry.title, "URL": entry.url, "DOI": entry.identifiers.get("doi"),
        "author": [{"family": name} for name in entry.authors], "issued": {"date-parts": [[2020, 5]]},
    }  # fmt: skip


def grown_article(rng: random.Random) -> str:
    """An article of the grammar, whose contents are known."""
    written = write(rng)
    found = extract_text(written.text)
    check(found)
    check_facts(written, found)
    return written.text


def damaged_article(rng: random.Random) -> str:
    """A real article, damaged."""
    text = mutant(rng.choice(articles()), rng, articles())
    if not looks_binary(text):
        check(extract_text(text))
    return text


def damaged_bibtex(rng: random.Random) -> str:
    """A BibTeX file, damaged, beside an article that cites some of it."""
    files = bibtex()
    text = mutant(rng.choice(files), rng, files, _BIBTEX_TOKENS)
    keys = re.findall(r"@\w+\s*\{\s*([^\s,{}\x00-\x1f]{1,40})", text)
    _check_beside(text, "library.bib", keys, rng)
    return text


def damaged_csl(rng: random.Random) -> str:
    """A CSL-JSON file, damaged as text or in its values, beside an article that cites some of it."""
    files = csl()
    text = rng.choice(files)
    if rng.random() < 0.5:
        text = mutant(text, rng, files, _JSON_TOKENS)
    else:
        records = json.loads(text)
        for _ in range(rng.randint(1, 6)):
            _set_somewhere(records, rng)
        text = json.dumps(records, ensure_ascii=rng.random() < 0.5, indent=rng.choice((None, 1)))
    _check_beside(text, "references.json", re.findall(r'"id":\s*"?([^\s",}\x00-\x1f]{1,40})', text), rng)
    return text


def _set_somewhere(value: Any, rng: random.Random) -> None:
    """Put an odd value somewhere into `value`, a list or an object of JSON."""
    while True:
        places: Sequence[Any] = list(value) if isinstance(value, dict) else range(len(value))
        if not places:
            return
        place = rng.choice(places)
        if isinstance(value[place], dict | list) and rng.random() < 0.8:
            value = value[place]
            continue
        value[place] = deepcopy(rng.choice(_JSON_VALUES))
        return


@dataclass(frozen=True, slots=True)
class _Beside:
    name: str
    data: bytes

    def names(self) -> tuple[str, ...]:
        return (self.name,)

    def project(self) -> tuple[str, ...]:
        return ()

    def given(self) -> tuple[str, ...]:
        return ()

    def companions(self) -> tuple[str, ...]:
        return ()

    def part(self, name: str) -> None:
        return None

    def load(self, name: str) -> bytes:
        assert name == self.name
        return self.data


def _check_beside(text: str, name: str, keys: list[str], rng: random.Random) -> None:
    data = text.encode("utf-8", "replace")
    cited = rng.sample(keys, min(len(keys), 3)) or ["key2020"]
    article = f"Tides rise twice a day [@{'; @'.join(cited)}]. @{cited[0]} says so [@nobody2020, p. 4].\n"
    found = extract(read("a.md", article.encode("utf-8", "replace"), beside=_Beside(name, data)))
    check(found, {name: decode(data)[0]})


Make = Callable[[random.Random], str]

INPUTS: dict[tuple[str, str], Make] = {
    ("markdown", "grammar"): grown_article,
    ("markdown", "mutant"): damaged_article,
    ("bibtex", "mutant"): damaged_bibtex,
    ("csl-json", "mutant"): damaged_csl,
}
"""Reader and generator → the function that makes one input, checks it and gives it back."""
