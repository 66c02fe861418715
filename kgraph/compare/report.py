"""A comparison for people, for a pull request, for programs."""

import json
from collections.abc import Iterator
from typing import Any

from kgraph.compare.match import Change, Comparison, marked

_TOLD = {
    "lost": "lost", "re-sourced": "re-sourced", "reworded+re-sourced": "reworded and re-sourced", "reworded": "reworded", "gained": "gained",
}  # fmt: skip
_LOST_ITS_ONLY = "lost its only source"
_LOST_ALL = "lost all its sources"


def rows(comparison: Comparison) -> dict[str, Any]:
    """What `--format json` prints."""
    return {
        "claims": [_row(change) for change in comparison.changes],
        "sources": {"gained": list(comparison.gained), "lost": list(comparison.lost)},
    }


def _row(change: Change) -> dict[str, Any]:
    old, new = change.old, change.new
    return {
        "change": change.change,
        "old": old.text if old else None,
        "new": new.text if new else None,
        "sources_old": sorted(old.sources) if old else None,
        "sources_new": sorted(new.sources) if new else None,
        "file_old": old.file if old else None,
        "file_new": new.file if new else None,
        "line_old": old.line if old else None,
        "line_new": new.line if new else None,
    }


def as_json(comparison: Comparison) -> Iterator[str]:
    """One object."""
    yield json.dumps(rows(comparison), ensure_ascii=False, indent=1)


def headline(comparison: Comparison) -> str:
    """`1 claim lost, 2 reworded, 30 kept; sources: 1 gained, 2 lost`."""
    counts = comparison.counts()
    told = [f"{n} {_TOLD.get(name, name)}" for name, n in counts.items() if n]
    sources = [
        f"{len(x)} {name}" for name, x in (("gained", comparison.gained), ("lost", comparison.lost)) if x
    ]
    return "claims: " + (", ".join(told) or "none") + (f"; sources: {', '.join(sources)}" if sources else "")


def told(change: Change) -> str:
    """What became of a claim, in words."""
    if change.bereft and change.old and not change.change.startswith("reworded"):
        return _LOST_ITS_ONLY if len(set(change.old.sources)) == 1 else _LOST_ALL
    return _TOLD[change.change]


def text(comparison: Comparison) -> Iterator[str]:
    """Lines for people: what changed, the worst first, with the words and the sources that came and went."""
    for change in comparison.changes:
        if change.change != "kept":
            yield f"{_where(change)} {told(change)}: {_words(change)}"
            yield from (f"    {line}" for line in _sources(change))
    for sign, sources in (("+", comparison.gained), ("-", comparison.lost)):
        yield from (f"source {sign} {source}" for source in sources)
    yield headline(comparison)


def _where(change: Change) -> str:
    place = change.new or change.old
    assert place is not None
    return f"{place.file}:{place.line}" if place.line else place.file


def _words(change: Change) -> str:
    if change.old and change.new:
        return (
            marked(change.old.text, change.new.text) if change.old.key != change.new.key else change.new.text
        )
    only = change.old or change.new
    return only.text if only else ""


def _sources(change: Change) -> Iterator[str]:
    before = set(change.old.sources) if change.old else set()
    after = set(change.new.sources) if change.new else set()
    yield from (f"- {source}" for source in sorted(before - after))
    yield from (f"+ {source}" for source in sorted(after - before))


def markdown(comparison: Comparison) -> Iterator[str]:
    """A comment for a pull request: a table of what changed, and the sources."""
    yield f"**{headline(comparison)}**"
    changed = [change for change in comparison.changes if change.change != "kept"]
    if changed:
        yield ""
        yield "| claim | what | sources |"
        yield "| --- | --- | --- |"
    for change in changed:
        sources = "<br>".join(_sources(change))
        yield f"| {_cell(_words(change))} | {told(change)} | {_cell(sources)} |"


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")
