"""Cases of extraction as text: an article, and what a careful reader finds in it.

A case is one file: a line of intent, `=== article`, `=== beside NAME` for files next to it, and then the
expected claims, references, ignored tokens and problems, one a line. `render` writes what kgraph found in
the same words, so that a failing case shows as a plain difference of lines.
"""

from dataclasses import dataclass
from pathlib import Path

from kgraph import extract
from kgraph.model import Extraction

SECTIONS = ("head", "claims", "references", "ignored", "problems")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    intent: str
    article: str
    beside: dict[str, str]
    expected: dict[str, str]


def load(path: Path) -> Case:
    intent, *parts = path.read_text(encoding="utf-8").split("\n=== ")
    named = dict(part.partition("\n")[::2] for part in parts)
    return Case(
        intent=intent.strip(),
        article=named.pop("article"),
        beside={name.split()[1]: text for name, text in named.items() if name.startswith("beside ")},
        expected={name: text.strip("\n") for name, text in named.items() if name in SECTIONS},
    )


def run(case: Case, folder: Path) -> Extraction:
    (folder / "article.md").write_text(case.article, encoding="utf-8", newline="")
    for name, text in case.beside.items():
        (folder / name).write_text(text, encoding="utf-8")
    return extract(folder / "article.md")


def render(found: Extraction) -> dict[str, str]:
    """The findings, one line each, by section."""
    text = found.document.source.text
    claims = []
    for index, claim in enumerate(found.claims):
        where = " / ".join(claim.section) + (f" ({claim.lead_in})" if claim.lead_in else "")
        head = f"{claim.support} {claim.rule}" if claim.support != "none" else "none"
        claims.append(f"{head} [{', '.join(claim.labels)}] {claim.text}" + (f"  @ {where}" if where else ""))
        claims += [f"    passage: {m.passage}" for m in found.markers if m.claim == index and m.passage]
    references = [
        f"{r.label} | {r.title} | {r.site} | {r.url} | {'; '.join(r.authors)} | {r.date} | {r.accessed} | {r.source}"
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
        "problems": "\n".join(f"{p.code} {text[p.span.start : p.span.end]!r}" for p in found.problems),
    }


def write(intent: str, article: str, beside: dict[str, str]) -> str:
    """A new case with what kgraph finds today; to be read and mended by hand before it is kept."""
    import tempfile

    case = Case(intent=intent, article=article, beside=beside, expected={})
    with tempfile.TemporaryDirectory() as folder:
        found = render(run(case, Path(folder)))
    extra = "".join(f"=== beside {name}\n{text.rstrip()}\n\n" for name, text in beside.items())
    body = "".join(f"=== {name}\n{found[name]}\n" for name in SECTIONS)
    return f"{intent}\n\n=== article\n{article}\n{extra}{body}"
