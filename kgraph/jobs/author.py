"""The author's chores on files: read, rewrite, read again, compare; what is not the same is not written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from kgraph.audit import SourceFacts
from kgraph.author import Refused, difference, edges_of, edits, plan
from kgraph.author.convert import Converted, convert
from kgraph.author.edges import Edges, alike, otherwise
from kgraph.author.merge import merge
from kgraph.author.refused import refused
from kgraph.author.tidy import tidy
from kgraph.beside import Folder
from kgraph.edits import Edit, apply, encoded
from kgraph.engine import ArticleFile
from kgraph.extract import Reading, read_through
from kgraph.many import many
from kgraph.read import Unread, read
from kgraph.spans import Span

_MOVES_TOLD = 24
"""So many new numbers are told; the rest can be seen in the article."""
_MOST_ROUNDS = 6
"""So often it is looked which notes a conversion must leave: one that stays may part others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """What is to be done: `renumber`, `merge`, `convert` or `format`, and how."""

    name: str
    to: str = "anchors"
    keep_order: bool = False
    drop_uncited: bool = False
    attribution: str | None = None
    facts: Mapping[str, SourceFacts] = field(default_factory=dict)
    bibliography: str = "references.bib"
    """The name of the file that a conversion to pandoc writes beside the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The article as it is now, a file to write beside it, what was done in words, and what was left as it is."""

    data: bytes
    told: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    bibliography: bytes | None = None


class _WithFile(Folder):
    """The folder of an article, and a file in it that is not written yet."""

    def __init__(self, file: str, name: str | None, data: bytes) -> None:
        super().__init__(file)
        self._name, self._data = name, data

    def load(self, name: str) -> bytes | Unread:
        """The bytes of a bibliography."""
        return self._data if name == self._name else super().load(name)


def do(chore: Chore, articles: Sequence[tuple[ArticleFile, bytes]]) -> Done:
    """The article that comes of a chore; `merge` takes several, the others one.

    Errors: `Refused` where it cannot be done safely: nothing is written then.
    """
    if chore.name == "format" and chore.keep_order:
        return _closed_and_formatted(chore, articles)
    readings = [_reading(article, data) for article, data in articles]
    titles = _titles(readings, chore.facts)
    if chore.name == "merge":
        return _merge(chore, articles, readings, titles)
    (article, data), reading = articles[0], readings[0]
    warnings: list[str] = []
    changed: Sequence[Edit]
    written = None
    numbers = ""
    if chore.name == "renumber":
        made = plan(reading, keep_order=chore.keep_order, drop_uncited=chore.drop_uncited)
        changed = edits(reading, made)
        warnings += [_dangling(reading, marker.span.start, marker.raw) for marker in made.dangling]
        moves = [f"{old} → {new}" for by in made.numbers.values() for old, new in by.items()]
        more = f", … ({len(moves)} in all)" if len(moves) > _MOVES_TOLD else ""
        numbers = ", ".join(moves[:_MOVES_TOLD]) + more + "; " if moves else ""
    elif chore.name == "convert":
        converted = _converted(article, data, reading, chore, titles)
        changed, written = converted.edits, converted.bibliography
        warnings += converted.left
        warnings += [
            _dangling(reading, m.span.start, m.raw) for _, m in reading.marked if m.status == "dangling"
        ]
    else:
        changed = tidy(reading, titles=titles)
    result = _written(reading, data, changed, has_bibliography=written is not None)
    bib = written.encode() if written is not None else None
    _demand_same([reading], article, result, chore.bibliography if bib else None, bib or b"", chore)
    claims = len(reading.outcome.claims)
    told = f"{numbers}{many(claims, 'claim')}, edges unchanged"
    return Done(data=result, told=(told,), warnings=tuple(warnings), bibliography=bib)


def _closed_and_formatted(chore: Chore, articles: Sequence[tuple[ArticleFile, bytes]]) -> Done:
    """An article whose list is numbered anew as it stands, then set in order."""
    closed = do(replace(chore, name="renumber"), articles)
    done = do(replace(chore, keep_order=False), [(articles[0][0], closed.data)])
    return replace(done, told=closed.told, warnings=(*closed.warnings, *done.warnings))


def _written(reading: Reading, data: bytes, changed: Sequence[Edit], *, has_bibliography: bool) -> bytes:
    """The bytes of an article with its edits; those it has where there are none."""
    text = apply(reading.document.source.text, changed)
    if has_bibliography:  # its list stood at the end
        text = text.rstrip() + ("\r\n" if "\r\n" in text else "\n")
    return encoded(text, data) if changed else data


def _converted(
    article: ArticleFile, data: bytes, reading: Reading, chore: Chore, titles: Mapping[str, str]
) -> Converted:
    """A conversion in which notes that would be read otherwise stay notes."""
    kept: frozenset[int] = frozenset()
    notes = reading.references.notes
    for _ in range(_MOST_ROUNDS):
        made = convert(reading, chore.to, titles=titles, bibliography_name=chore.bibliography, kept=kept)
        if not notes or not made.edits:
            return made
        bib = made.bibliography
        result = _written(reading, data, made.edits, has_bibliography=bib is not None)
        new = _read_again(article, result, chore.bibliography if bib else None, (bib or "").encode())
        named = {i: label for i, label in made.labels.items() if i in notes}
        others = otherwise(reading, new, named)
        if not others:
            return made
        kept |= others
    return made


def _merge(
    chore: Chore,
    articles: Sequence[tuple[ArticleFile, bytes]],
    readings: Sequence[Reading],
    titles: Mapping[str, str],
) -> Done:
    merged = merge(readings, titles=titles, attribution=chore.attribution, keep_order=chore.keep_order)
    article, data = articles[0]
    result = encoded(merged.text, data)
    before = sum(len(reading.outcome.claims) for reading in readings)
    _demand_same(readings, article, result, None, b"", chore)
    warnings = [
        _dangling(r, m.span.start, m.raw) for r in readings for _, m in r.marked if m.status == "dangling"
    ]
    return Done(
        data=result,
        told=(*merged.told, f"{many(before, 'claim')}, edges unchanged"),
        warnings=(*warnings, *merged.twins),
    )


def _reading(article: ArticleFile, data: bytes) -> Reading:
    """An article that can be rewritten. Errors: `Refused` for one that is no Markdown, and for a file that is no UTF-8."""
    reading = read_through(
        read(article.path, data, beside=Folder(article.file, article.reach), format=article.format)
    )
    source = reading.document.source
    if reading.document.format != "markdown":
        raise Refused(
            f"{article.path}: only Markdown is rewritten (found {reading.document.format}). Rewrite it where it was written. Nothing was written."
        )
    if source.replaced:
        raise refused(
            source, source.text.find("\ufffd"), "decode-replaced", "the file is no UTF-8: what could not be read would be lost",
            "Save it as UTF-8",
        )  # fmt: skip
    return reading


def _demand_same(
    readings: Sequence[Reading],
    article: ArticleFile,
    result: bytes,
    name: str | None,
    bib: bytes,
    chore: Chore,
) -> None:
    """Errors: `Refused` where the result would be read with other claims, or other sources of a claim."""
    old = readings[0]
    new = _read_again(article, result, name, bib)
    compared = [_compared(readings, new, chore, by_text=by) for by in (False, True)]
    wrong = difference(*compared)
    if wrong is None:
        return
    number = next((n for n, same in enumerate(alike(*compared)) if not same), None)
    if number is not None and (dead := _given_meaning(old, new, number)) is not None:
        raise refused(
            old.document.source, dead.start, "marker-dangling",
            f"{old.document.source.text[slice(*dead)]} names no entry now, but would name one after this",
            "Take it out, or escape its bracket",
        )  # fmt: skip
    at = 0 if number is None or number >= len(old.outcome.claims) else old.outcome.claims[number].span.start
    raise refused(
        old.document.source, at, "edges", f"after this, {wrong}: the article can be read in two ways here",
        f"Write the markers here in one way, then {chore.name} again",
    )  # fmt: skip


def _given_meaning(old: Reading, new: Reading, number: int) -> Span | None:
    """Where a token stands in claim `number` that is no marker now, and would be read as one."""
    if number >= len(old.outcome.claims):
        return None
    span = old.outcome.claims[number].span
    known = {m.raw for _, m in old.marked if m.claim == number and m.sources}
    for _, marker in new.marked:
        if marker.claim == number and marker.raw not in known:
            at = old.document.source.text.find(marker.raw, *span)
            if at >= 0:
                return Span(at, at + len(marker.raw))
    return None


def _read_again(article: ArticleFile, result: bytes, name: str | None, bib: bytes) -> Reading:
    """A result as it would be read, with a bibliography beside it that is not written yet."""
    return read_through(
        read(article.path, result, beside=_WithFile(article.file, name, bib), format=article.format)
    )


def _compared(
    readings: Sequence[Reading], new: Reading, chore: Chore, *, by_text: bool
) -> tuple[Edges, Edges]:
    """The edges before and after, without those of a line that was asked for."""
    before = tuple(edge for reading in readings for edge in edges_of(reading, by_text=by_text))
    after = edges_of(new, by_text=by_text)
    return before, tuple(e for e in after if e[1] or not _is_attribution(e[0], chore) or e in before)


def _is_attribution(claim: str, chore: Chore) -> bool:
    """Whether a sentence is one of the line that was asked for."""
    return chore.attribution is not None and claim.rstrip(".") in chore.attribution.replace("*", "")


def _dangling(reading: Reading, at: int, raw: str) -> str:
    return f"{reading.document.source.where(at)} warning marker-dangling {raw} names no entry, and stays as it is"


def _titles(readings: Sequence[Reading], facts: Mapping[str, SourceFacts]) -> Mapping[str, str]:
    """The titles that a store knows, by address as cited."""
    found = {}
    for reading in readings:
        for entry in reading.references.entries:
            known = facts.get(entry.source or "")
            if entry.url and known and known.title:
                found[entry.url] = known.title
    return found


def bibliography_of(output: str) -> str:
    """The name of the bibliography beside an article: `post.md` → `post.bib`."""
    return PurePath(output).with_suffix(".bib").name
