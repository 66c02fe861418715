"""Cases of extraction as text: an article, and what a careful reader finds in it.

Beside what every case has (`tests/case_text.py`) there are `=== article`, `=== beside NAME` for files next to it,
and the expected head, claims, references, ignored tokens and problems, one a line. `render` writes what kgraph
found in the same words, so that a failing case shows as a plain difference of lines.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kgraph import extract
from kgraph.model import Extraction, Problem, ReferenceEntry
from tests import case_text

SECTIONS = ("head", "claims", "references", "ignored", "problems")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    name: str
    intent: str
    rules: tuple[str, ...]
    article: str
    beside: dict[str, str]
    expected: dict[str, str]


def load(path: Path) -> list[Case]:
    """The cases of a file: one, or one for each of its words."""
    found = []
    for text in case_text.load(path):
        named = dict(text.sections)
        found.append(
            Case(
                name=path.stem if text.word is None else f"{path.stem} ({text.word})",
                intent=text.intent,
                rules=text.rules,
                article=named.pop("article"),
                beside={name.split()[1]: t for name, t in named.items() if name.startswith("beside ")},
                expected={name: t.strip("\n") for name, t in named.items() if name in SECTIONS},
            )
        )
    return found


def cases(family: str = "") -> Iterator[Case]:
    """All cases, or those of the folder `family`, in the order of their names."""
    for path in case_text.files("extract"):
        if case_text.folder_of(path, "extract").startswith(family):
            yield from load(path)


def one_of_each_file() -> Iterator[Case]:
    """The first case of each file: the others differ from it in a word, not in how they are read."""
    for path in case_text.files("extract"):
        yield load(path)[0]


def lay_out(case: Case, folder: Path) -> Path:
    """Write the article of `case`, and what lies beside it, into `folder`; the article."""
    (folder / "article.md").write_text(case.article, encoding="utf-8", newline="")
    for name, text in case.beside.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "article.md"


def run(case: Case, folder: Path) -> Extraction:
    """What kgraph finds in the article of `case`, laid out in `folder`."""
    return extract(lay_out(case, folder))


def render(found: Extraction) -> dict[str, str]:
    """The findings, one line each, by section."""
    text = found.document.source.text
    claims = []
    for index, claim in enumerate(found.claims):
        where = " / ".join(claim.section) + (f" ({claim.lead_in})" if claim.lead_in else "")
        support = f"{claim.support} {claim.rule}" if claim.support != "none" else "none"
        claims.append(
            f"{support} [{', '.join(claim.labels)}] {claim.text}" + (f"  @ {where}" if where else "")
        )
        claims += [f"    passage: {m.passage}" for m in found.markers if m.claim == index and m.passage]
    references = [
        f"{r.label} | {r.title} | {r.site} | {r.url} | {'; '.join(r.authors)} | {r.date} | {r.accessed} | {r.source}{_of_note(r)}"
        for r in found.references
    ]
    head = [f"title: {found.title}"]
    if found.generator:
        head.append(f"generator: {found.generator.model} on {found.generator.site}")
    return {
        "head": "\n".join(head),
        "claims": "\n".join(claims),
        "references": "\n".join(references),
        "ignored": "\n".join(f"{i.reason} {text[i.span.start : i.span.end]!r}" for i in found.ignored),
        "problems": "\n".join(f"{p.code} {_told(p, text)}" for p in found.problems),
    }


def _told(problem: Problem, text: str) -> str:
    """What a problem is about, or its place in a bibliography."""
    if problem.file and problem.place:
        return f"{problem.file}:{problem.place.line}:{problem.place.column}"
    return repr(text[problem.span.start : problem.span.end])


def _of_note(entry: ReferenceEntry) -> str:
    """Which work of a note an entry is, and which one it means: ` | part 2 | same as 1, 15`."""
    part = f" | part {entry.part}" if entry.part else ""
    place = f", {entry.locator}" if entry.locator else ""
    return part + (f" | same as {entry.same_as}{place}" if entry.same_as else "")


def write(
    intent: str, rules: tuple[str, ...], article: str, beside: dict[str, str], words: tuple[str, ...] = ()
) -> str:
    """A new case with what kgraph finds today; to be read and mended by hand before it is kept.

    Errors: `ValueError` names the words of `words` for which it does not find the same as for the first.
    """
    texts = {"article": article} | {f"beside {name}": text.rstrip() + "\n" for name, text in beside.items()}
    return case_text.write_with_words(intent, rules, texts, words, _found)


def _found(texts: dict[str, str]) -> dict[str, str]:
    """What is found in the article among `texts`."""
    beside = {name.removeprefix("beside "): text for name, text in texts.items() if name != "article"}
    case = Case(name="", intent="", rules=(), article=texts["article"], beside=beside, expected={})
    with tempfile.TemporaryDirectory() as folder:
        return render(run(case, Path(folder)))
