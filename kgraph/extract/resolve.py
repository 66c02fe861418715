"""From tokens to entries: which list a marker belongs to, which entry it names, and whether it names any."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kgraph import identifiers
from kgraph.extract.allowance import Allowance, Left, allowed, links
from kgraph.extract.list_index import Index
from kgraph.extract.references import References
from kgraph.extract.text.places import source_span
from kgraph.extract.values import Mention, Resolved, Token
from kgraph.model import Document, Problem

SHORT_LABEL_CHARS = 60
"""So much is kept of a label where the article names too much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """Each token with what it names and the sources it cites, by the number of the token; what is left to claims."""

    found: tuple[Mention, ...]
    left: Left
    problems: tuple[Problem, ...]


def mention_all(
    document: Document, tokens: Mapping[int, Sequence[Token]], references: References
) -> Mentions:
    """What each token names. Where the article names more than it may, ranges are read as their ends, sources left out."""
    index = Index(
        references.entries, references.anchors, references.notes, references.by_year, references.ids
    )
    allowance = Allowance(allowed(document))
    found: list[Mention] = []
    for i, own in tokens.items():
        block = document.blocks[i]
        for token in own:
            span = source_span(block, token.start, token.end)
            if len(token.labels) > 2 and not allowance.take("labels", len(token.labels), span):
                token = token._replace(labels=(token.labels[0], token.labels[-1]))
            resolved = index.with_parts(resolve(token, span.start, index))
            ids = (
                *(references.identities[n].id for n in resolved.entries),
                *(x.id for x in resolved.identities),
            )
            if not allowance.take("links", links(ids, resolved.labels), span):
                labels = tuple(label[:SHORT_LABEL_CHARS] for label in resolved.labels)
                resolved, ids = resolved._replace(labels=labels, identities=()), ()
            found.append(Mention(token, resolved, ids, span))
    return Mentions(found=tuple(found), left=allowance.left, problems=allowance.problems)


def resolve(token: Token, offset: int, index: Index) -> Resolved:
    """What `token`, which stands at `offset` of the source, names."""
    if token.works and token.target is None:
        return index.of_works(token.works, offset)
    if token.keeps_text and token.target and not token.target.startswith("#"):
        return _link(token, offset, index)
    anchored = _by_anchor(token, offset, index)
    if anchored is not None:
        return anchored
    found: list[int] = []
    missing: list[str] = []
    where: int | None = None
    printed: list[str] = []
    for label in token.labels:
        hit = index.named_by(token, label, offset)
        printed.append(index.as_printed(label, hit))
        if hit is None:
            missing.append(label)
        else:
            found.append(hit[1])
            where = hit[0] if where is None else where
    if token.opaque:
        return _opaque(token, found, index, where)
    flaw = token.note
    if token.target and token.target.startswith("#") and not _has_number(token.target, token.labels):
        flaw = "marker-target-mismatch"
    if paged := index.of_page(token, offset, found):
        return paged
    own = _own_sources(token, missing) if missing else {}
    missing = [label for label in missing if label not in own]
    if found or own:
        return Resolved(
            labels=tuple(printed),
            status="resolved",
            list=where,
            entries=tuple(found),
            identities=tuple(own.values()),
            missing=tuple(missing),
            flaw=flaw,
        )
    return Resolved(labels=token.labels, status="dangling", list=None, entries=(), missing=tuple(missing))


def _by_anchor(token: Token, offset: int, index: Index) -> Resolved | None:
    """The entry a click goes to, where the token's link has a target in the article."""
    if not token.target or not token.target.startswith("#"):
        return None
    best = index.at_anchor(token.target[1:], offset, token.labels)
    if best is None:
        return None
    entry = index.references[best]
    label = entry.label if entry.label is not None else token.labels[0] if token.labels else None
    misprinted = bool(token.labels) and label not in token.labels and not token.keeps_text
    flaw = "marker-target-mismatch" if misprinted else None
    return Resolved(
        labels=(label,) if label is not None else (),
        status="resolved",
        list=entry.list,
        entries=(best,),
        flaw=flaw,
    )


def _has_number(target: str, labels: Sequence[str]) -> bool:
    """Whether the number at the end of an anchor that nothing has is the one printed: `[3](#fn:3)`."""
    digits = target[len(target.rstrip("0123456789")) :]
    return bool(digits) and digits in labels


def _opaque(token: Token, found: list[int], index: Index, where: int | None) -> Resolved:
    if not found:
        return Resolved(labels=(), status="unresolvable", list=None, entries=())
    labels = tuple(label for i in found if (label := index.references[i].label) is not None)
    named = frozenset(labels)  # one token of a chat may name thousands
    return Resolved(
        labels=labels,
        status="resolved",
        list=where,
        entries=tuple(found),
        missing=tuple(x for x in token.labels if x not in named),
    )


def _link(token: Token, offset: int, index: Index) -> Resolved:
    hit = index.named_by(token, token.labels[0], offset)
    if hit:
        return Resolved(labels=token.labels, status="resolved", list=hit[0], entries=(hit[1],))
    return index.at_page(token, offset) or Resolved(
        labels=token.labels,
        status="resolved",
        list=None,
        entries=(),
        identities=(identifiers.identify(token.target),),
    )


def _own_sources(token: Token, missing: Sequence[str]) -> dict[str, identifiers.Identity]:
    """The sources of the `missing` labels, one or more, that need no list: persistent keys, a numbered link to a page."""
    if token.kind == "key":
        return {label: identity for label in missing if (identity := identifiers.identify_key(label))}
    if token.target and identifiers.canonical_url(token.target):
        return {missing[0]: identifiers.identify(token.target)}
    return {}
