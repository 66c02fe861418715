"""The citations of an article, as a rewriting must leave them."""

import re
from collections.abc import Iterator, Mapping

from kgraph.extract import Reading
from kgraph.model import Claim

_MARK = r"\[\^?[\w.:-]{1,80}(?:, ?[\w.:-]{1,80}){0,60}\]"
_MARKS = re.compile(rf"{_MARK}(?:,? ?{_MARK}){{0,60}}")
_TAGS = re.compile(r"<a\s[^<>]{0,120}>|</a>")
_LABEL = re.compile(r"[\w.:-]+")
Edges = tuple[tuple[str, frozenset[str]], ...]
"""Each claim with the sources that back it, in order."""


def edges_of(reading: Reading, *, by_text: bool = False) -> Edges:
    """The claims of an article with their sources; one without a source is told too.

    Sources without address and identifier are named by the titles of their entries, or `by_text` by all that those say;
    then markers that are read as words of a claim are alike in every convention.
    """
    names = _names(reading, by_text)
    return tuple(
        (
            _said(claim) if by_text else " ".join(claim.text.split()),
            frozenset(names.get(s, s) for s in claim.sources),
        )
        for claim in reading.outcome.claims
    )


def _said(claim: Claim) -> str:
    """The words of a claim; `Kites [1, 2]`, `Kites [1], [2]` and `Kites lee, ng`, where a marker is read as a word, are the same."""
    text = " ".join(claim.text.split())
    text = _MARKS.sub(lambda m: "[]" if set(_LABEL.findall(m[0])) <= set(claim.labels) else m[0], text)
    keys = "|".join(re.escape(label) for label in claim.labels if not label.isdecimal())
    return re.sub(rf"(?<!\w)(?:{keys})(?:, (?:{keys}))*(?!\w)", "[]", text) if keys else text


def _names(reading: Reading, by_text: bool) -> Mapping[str, str]:
    """Sources without address and identifier by what their entries say, since their ids come of the entry as printed."""
    found: dict[str, str] = {}
    for entry in reading.references.entries:
        source = entry.source or ""
        if source.startswith("urn:kgraph:"):
            text = _TAGS.sub("", entry.text)
            printed = re.match(rf"\W*{re.escape(entry.label or '')}(?!\w)", text)
            whole = text[printed.end() :] if printed else text
            said = whole if by_text else entry.title or whole
            found.setdefault(
                source, "said:" + " ".join("".join(c if c.isalnum() else " " for c in said).split())
            )
    return found


def otherwise(before: Reading, after: Reading, labels: Mapping[int, str]) -> frozenset[int]:
    """Entries of `before` that have another source in `after`, or are none, with all that have their source; `labels` are their new ones."""
    found: dict[str, set[str]] = {}
    told = [_names(after, by_text) for by_text in (False, True)]
    for entry in after.references.entries:
        source = entry.source or ""
        found.setdefault(entry.label or "", set()).update({source, *(t[source] for t in told if source in t)})
    names = [_names(before, by_text) for by_text in (False, True)]
    entries = before.references.entries
    wrong = set()
    for i, label in labels.items():
        source = entries[i].source or ""
        if not {source, *(n[source] for n in names if source in n)} & found.get(label, set()):
            wrong.add(source)
    return frozenset(i for i in labels if (entries[i].source or "") in wrong)


Versions = tuple[Edges, Edges]
"""The edges of an article before and after."""


def alike(*named: Versions) -> Iterator[bool]:
    """Whether each claim is as it was, in turn, by one way or another to name its sources: `named` are the versions by each."""
    for versions in zip(*(zip(*pair, strict=False) for pair in named), strict=True):
        yield any(before == after for before, after in versions)


def difference(*named: Versions) -> str | None:
    """What is not as it was, by any way to name sources, in words; None where all is."""
    (first, second), *_ = named
    for n, same in enumerate(alike(*named)):
        a, b = first[n], second[n]
        if not same and a[0] != b[0]:
            return f"the claim {a[0][:60]!r} would read {b[0][:60]!r}"
        if not same:
            return f"the claim {a[0][:60]!r} would have other sources"
    if len(first) == len(second):
        return None
    return f"there would be {len(second)} claims where there are {len(first)}"
