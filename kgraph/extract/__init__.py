"""`Document` → `Extraction`: format-blind; knows meaning, not syntax. `PASSES` is what happens to an article, in order."""

from collections import Counter
from dataclasses import replace

from kgraph.extract.about import generator_of, title_of
from kgraph.extract.allowance import Allowance
from kgraph.extract.claims.build import claims_of
from kgraph.extract.declared import declare
from kgraph.extract.entries.styles import ENTRY_STYLES
from kgraph.extract.lists.find import find_lists
from kgraph.extract.lists.names import list_name
from kgraph.extract.lists.shapes import LIST_SHAPES
from kgraph.extract.marked import markers_of
from kgraph.extract.markers.accounting import account
from kgraph.extract.markers.conventions import CONVENTIONS
from kgraph.extract.markers.lost_numbers import missing_list, with_lost_numbers
from kgraph.extract.markers.notes_of_keys import through_notes
from kgraph.extract.markers.settle import settle
from kgraph.extract.problems import find_problems
from kgraph.extract.reading import Pass, Reading
from kgraph.extract.references import called_by_year, read_references
from kgraph.extract.resolve import mention_all
from kgraph.extract.sources import sources_of
from kgraph.model import Document, Extraction

__all__ = [
    "CONVENTIONS",
    "ENTRY_STYLES",
    "LIST_SHAPES",
    "PASSES",
    "Reading",
    "counts",
    "extract",
    "list_name",
    "read_through",
]


def _lists(reading: Reading) -> Reading:
    lists = with_lost_numbers(reading.document, find_lists(reading.document))
    return replace(reading, lists=lists)


def _references(reading: Reading) -> Reading:
    return replace(reading, references=read_references(reading.document, reading.lists))


def _declared(reading: Reading) -> Reading:
    return replace(reading, declared=declare(reading.references, reading.lists, reading.document))


def _markers(reading: Reading) -> Reading:
    settled = settle(reading.document, reading.lists, reading.declared)
    return replace(reading, settled=through_notes(reading.document, reading.lists, settled))


def _labels(reading: Reading) -> Reading:
    return replace(reading, references=called_by_year(reading.references, reading.settled.by_block))


def _resolve(reading: Reading) -> Reading:
    return replace(
        reading, mentions=mention_all(reading.document, reading.settled.by_block, reading.references)
    )


def _claims(reading: Reading) -> Reading:
    mentions = reading.mentions
    outcome = claims_of(
        reading.document,
        reading.lists,
        reading.settled,
        mentions.found,
        mentions.left,
        reading.references.names,
    )
    marked = markers_of(reading.document, mentions.found, outcome.owner)
    return replace(reading, outcome=outcome, marked=marked)


def _accounting(reading: Reading) -> Reading:
    markers = [marker for _, marker in reading.marked]
    ignored = account(reading.document, markers, reading.references.entries, reading.settled.ignored)
    return replace(reading, ignored=ignored)


def _sources(reading: Reading) -> Reading:
    cited = [mention for mention, _ in reading.marked]
    return replace(reading, sources=sources_of(reading.references, cited))


def _problems(reading: Reading) -> Reading:
    references = reading.references
    found = find_problems(
        references.entries, references.anchors, reading.marked, reading.document.searched, references.by_year
    )
    if not references.entries and not reading.marked:
        found += missing_list(reading.document)
    every = (*reading.document.problems, *reading.references.problems, *found)
    allowance = Allowance(reading.mentions.left)
    kept = tuple(p for p in every if allowance.take("problems", 1, p.span))
    return replace(
        reading,
        problems=(*kept, *reading.mentions.problems, *reading.outcome.problems, *allowance.problems),
    )


PASSES = (
    Pass(name="lists", does="where the reference lists are, and which entries stand in them", run=_lists),
    Pass(name="references", does="what each entry says of its source", run=_references),
    Pass(name="declared", does="the labels, keys, anchors and pages that the text may name", run=_declared),
    Pass(name="markers", does="which tokens of the text cite, by the conventions the article proves", run=_markers),
    Pass(name="labels", does="what entries without a printed label are called, where the text cites by author and year", run=_labels),
    Pass(name="resolve", does="which entries and sources each token names", run=_resolve),
    Pass(name="claims", does="the sentences, without their markers, each with the way it is backed", run=_claims),
    Pass(name="accounting", does="every other token that looks like a marker, with the reason why it is none", run=_accounting),
    Pass(name="sources", does="each source once, with what the article says of it", run=_sources),
    Pass(name="problems", does="the flaws of the article", run=_problems),
)  # fmt: skip
"""What happens to a document, in order: each pass takes a reading and gives back a fuller one."""


def read_through(document: Document) -> Reading:
    """All that the passes find in `document`; never raises on text."""
    reading = Reading(document=document)
    for step in PASSES:
        reading = step.run(reading)
    return reading


def extract(document: Document, *, path: str | None = None) -> Extraction:
    """Claims, markers, references, sources and problems of one article; never raises on text.

    `path` names the article in the result; the document's own name is the default.
    """
    reading = read_through(document)
    return Extraction(
        path=path or document.source.name,
        document=document,
        title=title_of(document),
        generator=generator_of(document),
        markers=tuple(marker for _, marker in reading.marked),
        ignored=reading.ignored,
        references=reading.references.entries,
        claims=reading.outcome.claims,
        not_claims=reading.outcome.not_claims,
        sources=reading.sources,
        problems=reading.problems,
    )


def counts(extraction: Extraction) -> Counter[str]:
    """How many claims of each support, markers of each status, and ignored tokens there are."""
    tally: Counter[str] = Counter(c.support for c in extraction.claims)
    tally.update(m.status for m in extraction.markers)
    tally["ignored"] = len(extraction.ignored)
    return tally
