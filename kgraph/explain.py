"""Why an article was read as it was, in lines for people: its lists, its conventions, its ignored tokens."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from kgraph.codes import REASONS
from kgraph.extract import CONVENTIONS, Reading, read_through
from kgraph.many import many
from kgraph.model import Document
from kgraph.spans import Span

LABELS_SHOWN = 12
"""Of a longer list, so many labels are shown."""


def explain(document: Document) -> Iterator[str]:
    """Lines that say which lists and conventions were taken, what proved or excluded each, and why each ignored token is none.

    >>> from kgraph.read import read
    >>> text = "Tides rise [1]. See `x[0]`.\\n\\nSources:\\n[1] https://example.org/a\\n"
    >>> for line in list(explain(read("a.md", text.encode())))[:4]:
    ...     print(line)
    Reference lists
      1  a.md:4:1  entries below 'sources' (line-above): 1 entry, 1
    Conventions
      taken     bracket: 1 token, first at a.md:1:12 '[1]'
    """
    reading = read_through(document)
    yield "Reference lists"
    yield from _lists(reading)
    yield "Conventions"
    yield from _conventions(reading)
    yield "Tokens that cite nothing"
    yield from _ignored(reading)


def _place(document: Document, span: Span) -> str:
    return document.source.where(span.start)


def _lists(reading: Reading) -> Iterator[str]:
    first = {entry.list: entry for entry in reversed(reading.references.entries)}
    labels: dict[int, list[str]] = {}
    for entry in reading.references.entries:
        labels.setdefault(entry.list, []).append(entry.label or "—")
    for number, entry in sorted(first.items()):
        told = (
            *reading.lists.found_by,
            f"the bibliography {entry.file}" if entry.file else "what the article's own data says",
        )
        where = entry.file or _place(reading.document, entry.span)
        shown = labels[number]
        names = ", ".join(shown[:LABELS_SHOWN]) + (" …" if len(shown) > LABELS_SHOWN else "")
        yield f"  {number}  {where}  {told[min(number, len(told)) - 1]}: {many(len(shown), 'entry', 'entries')}, {names}"
    if not first:
        yield "  none"


def _conventions(reading: Reading) -> Iterator[str]:
    cited = Counter(mention.token.convention for mention, _ in reading.marked)
    firsts = {mention.token.convention: marker for mention, marker in reversed(reading.marked)}
    verdicts = {verdict.convention: verdict for verdict in reading.settled.verdicts}
    for row in CONVENTIONS:
        if marker := firsts.get(row.name):
            what = f"{many(cited[row.name], 'token', 'tokens')}, first at {_place(reading.document, marker.span)} {marker.raw!r}"
            yield f"  {'taken':9} {row.name}: {what}"
    judged = [
        (verdict.state, verdict.why, row.name)
        for row in CONVENTIONS
        if row.name not in firsts
        and (verdict := verdicts.get(row.name))
        and verdict.state in ("excluded", "unproven")
    ]
    for (state, why), rows in groupby(judged, key=lambda row: row[:2]):
        yield f"  {state:9} {', '.join(name for _, _, name in rows)}: {why}"


def _ignored(reading: Reading) -> Iterator[str]:
    means = {kind.code: kind.means for kind in REASONS}
    for token in reading.ignored:
        yield f"  {_place(reading.document, token.span)}  {token.raw!r}: {token.reason}, {means[token.reason]}"
    if not reading.ignored:
        yield "  none"
