"""How a note refers back to a work that is cited elsewhere: one row a form (semantics, entries)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kgraph import late_re as re
from kgraph.extract.lexicon import patterns_of
from kgraph.extract.notes.wording import JOINS, LOCATOR, NOTE_NAME, NUMBER, PAGES, behind_leads

_WORDS = 400
"""No longer text is asked: a form stands at the head of a note."""
_END = r"[\s.,;。）)]*$"
_PLACES = r"[,.]{0,2}\s[^\s;][^;]{0,50}$"
"""A place in words behind `op. cit.`: `op. cit., The Fair, 211d`, `op. cit. § 45 R`."""
_BEHIND = rf"(?:[.]?[,，、:]?\s?(?:at\s)?(?P<locator>{LOCATOR}))?"
_ABOVE = re.compile(
    rf"(?i:{patterns_of('patterns.again')})(?:(?<=[.\u3400-\u9fff])|(?!\w)){_BEHIND}(?P<rest>.*)$", re.DOTALL
)
_GOES_ON = re.compile(rf"{_END}|\s?[.;。]\s|\.?\s?[(（,，、]|\s(?:bzw\.|{JOINS})\s{NUMBER}(?!\w)")
"""What may follow: nothing, another sentence, an aside. Words that go on make it prose (`Ivi si trova …`)."""
_WHOSE = r"(?P<name>[^,，、:：;\d()（）.]{1,60}(?:\.[^,，、:：;\d()（）.]{1,30}){0,3})"
_WHAT = r"(?:[,:]\s(?P<title>[^()\d]{3,120}?))??"
_WORK = re.compile(
    rf"{_WHOSE}{_WHAT}[,，、]?\s?\(?(?i:{patterns_of('patterns.cited_above')})\)?{_BEHIND}(?:{_END}|{_PLACES})",
    re.DOTALL,
)
_WORK_ALONE = re.compile(rf"(?i:{patterns_of('patterns.cited_above')})(?!\w)\.?(?=[\s,，.;]|$)")
"""Without a name, nobody but the text says whose work is meant."""
TOKEN = "\ufffc"
"""What stands in the text of a note for a token that names another note."""
_NAMED = rf"(?:{TOKEN}|\[\^[^\[\]\s]{{1,60}}\]|\d{{1,4}}+)"
_LABEL = rf"(?P<label>{_NAMED})"
_OF_NOTE = re.compile(
    rf"(?:{_WHOSE}{_WHAT}[,，、]?\s)?\(?(?i:{patterns_of('patterns.above')})[,:]?\s?(?:at\s|in\s)?{NOTE_NAME}?\s?{_LABEL}\)?{_BEHIND}{_END}",
    re.DOTALL,
)
_EACH_LABEL = re.compile(_NAMED)
_LABELS = rf"{_NAMED}(?:(?:,?\s{JOINS}\s|,?\s?){_NAMED}){{0,20}}+"
_NOTES = re.compile(rf"(?P<named>{NOTE_NAME}\s)?(?P<labels>{_LABELS}){_END}")
_PAGE = re.compile(rf"(?P<locator>{PAGES}){_END}")

_TAIL_CHARS = 60
_LAST_PLACE = re.compile(rf"[,，:.]\s?(?P<locator>{PAGES}|(?:{NUMBER}(?:\s?[-–—/]\s?{NUMBER})?))[\s.。]*$")


class BackReference(NamedTuple):
    """What a note means that names no work of its own: the last above, that of a note, of an author, a short title."""

    kind: Literal["above", "author", "label", "note", "page"]
    labels: tuple[str, ...] = ()
    """The notes that are named; the entry, where the format tells it."""
    name: str | None = None
    """The author, as printed."""
    title: str | None = None
    locator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BackForm:
    """One form: an example that it reads, and a look-alike that it does not; `rule` is its number in `docs/semantics`."""

    name: str
    rule: str
    example: str
    not_: str
    read: Callable[[str, bool], BackReference | None]
    """From the words behind what leads to them, and whether something did."""


def _above(text: str, led: bool) -> BackReference | None:
    found = _ABOVE.match(text)
    if found is None or not _GOES_ON.match(found["rest"]):
        return None
    return BackReference("above", locator=found["locator"])


def _author(text: str, led: bool) -> BackReference | None:
    if _WORK_ALONE.match(text):
        return BackReference("author")
    found = _WORK.match(text)
    return (
        BackReference("author", (), found["name"].strip(), found["title"], found["locator"])
        if found
        else None
    )


def _note(text: str, led: bool) -> BackReference | None:
    found = _OF_NOTE.match(text)
    if found is None:
        return None
    name = (found["name"] or "").strip() or None
    return BackReference("note", (found["label"].strip("[^]"),), name, found["title"], found["locator"])


def _notes(text: str, led: bool) -> BackReference | None:
    found = _NOTES.match(text)
    if found is None:
        return None
    are_tokens = TOKEN in found["labels"] or "[^" in found["labels"]
    if not are_tokens and not (led and found["named"]):
        return None
    return BackReference("note", tuple(m[0].strip("[^]") for m in _EACH_LABEL.finditer(found["labels"])))


def _page(text: str, led: bool) -> BackReference | None:
    found = _PAGE.match(text)
    return BackReference("page", locator=found["locator"]) if found and not led else None


BACK_FORMS = (
    BackForm(name="work-above", rule="E18", read=_above, example="Vgl. ebd., S. 15.", not_="Ivi si trova anche una torre."),
    BackForm(name="note", rule="E21", read=_note, example="Moss, supra note 3, at 12.", not_="Moss, note 3 to the reader."),
    BackForm(name="author", rule="E26", read=_author, example="Moss, op. cit., p. 5.", not_="Moss, Tides, p. 5."),
    BackForm(name="notes", rule="E21", read=_notes, example="Siehe auch Fußnoten 2 und 3.", not_="Siehe auch 2 und 3."),
    BackForm(name="page", rule="E22", read=_page, example="S. 112.", not_="112 boats."),
)  # fmt: skip
"""Row order is precedence: the first form that reads a note says what it means."""


def read_back(text: str, *, led: bool = False) -> BackReference | None:
    """What the words of a note refer back to; None where they name a work of their own, or none.

    `led` says that words such as `See` went before them.

    >>> read_back("Vgl. ebd., S. 15–18.").locator
    'S. 15–18'
    >>> read_back("Ann Moss, *Tides*, 12.") is None, read_back("1" * 400) is None
    (True, True)
    """
    text = " ".join(text[:_WORDS].split())
    at = behind_leads(text)
    return next(
        (found for form in BACK_FORMS if (found := form.read(text[at:], led or at > 0)) is not None), None
    )


def last_locator(text: str) -> str | None:
    """The place that ends a note: `S. 25` of `Schmale: Wissenschaften, 2016, S. 25.`"""
    tail = " ".join(text.split())[-_TAIL_CHARS:]
    found = _LAST_PLACE.search(tail)
    return found["locator"] if found else None
