"""The words of notes that several rules ask for: what leads to a work, names, places within a source."""

from collections.abc import Iterable, Iterator

from kgraph import late_re as re
from kgraph.extract.lexicon import each, patterns_of, words_of
from kgraph.extract.text.characters import YEAR_DIGITS

CAPITAL = "A-ZÀ-ÞĀ-ŽА-ЯЁ"
EASTERN = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
JOINS = rf"(?:{words_of('words.and')}|&|e)"
"""What joins the last of several names to the others."""
_OPTIONAL_END = re.compile(r"(?P<lead>.*)(?P<end>\(\?:[^()]*\))\?")


def _longest_first(leads: Iterable[str]) -> Iterator[str]:
    """Each lead with what may end it, and without: `ver(?: también)?` reads no more than `ver` of `ver também`."""
    parted = [_OPTIONAL_END.fullmatch(lead) or lead for lead in leads]
    each_one = [(p,) if isinstance(p, str) else (p["lead"] + p["end"], p["lead"]) for p in parted]
    return iter(sorted({lead for one in each_one for lead in one}, key=lambda lead: (-len(lead), lead)))


_LEADS = "|".join(_longest_first((*each("patterns.note_signals"), *each("patterns.note_leads"))))
LEAD = rf"(?<!\w)(?i:{_LEADS})(?:(?<=[{EASTERN}])|(?<=\.)|(?!\w))(?:\s?[,:：])?\s*"
"""Words of the writer before a work: `See`, `Vgl.`, `Cfr.`, `参见`."""
_LEADS_AT_HEAD = re.compile(rf"(?:{JOINS}\s(?:also\s)?)?(?:\(?{LEAD}){{0,4}}")
_LEAD_WITHIN = re.compile(rf"[,:;]\s(?i:{_LEADS})[,:]?\s+(?=[{CAPITAL}{EASTERN}\"“„«*])")
_LEAD_CHARS = 160
"""Within so many characters a remark leads to the work: `So die Liste des Vereins, siehe …`."""
_WORK_BEFORE_LEAD = re.compile(r"\d{4}|://|[\"“„«]")
NUMBER = r"(?:\d{1,5}[a-z]?|(?-i:[ivxlc]{1,7}))"
_RANGE = rf"{NUMBER}(?:\s?[-–—/]\s?{NUMBER})?(?:\s?(?-i:ff?\.)|(?-i:ff?)(?!\w))?"
PAGE_WORD = patterns_of("patterns.pages_before")
_PLACE_WORD = rf"(?:{PAGE_WORD}|{patterns_of('patterns.places')}|§{{1,2}})"
LOCATOR = rf"(?:第?\s?\d{{1,5}}(?:[-–—]\d{{1,5}})?\s?[页頁]|(?i:{_PLACE_WORD}\s?)?{_RANGE}(?:,\s?{_RANGE}){{0,5}})(?!\w)"
"""A place within a source: `S. 25`, `pp. 3–9`, `41 f.`, `第33页`."""
PAGES = rf"(?:第?\s?\d{{1,5}}(?:[-–—]\d{{1,5}})?\s?[页頁]|(?i:{PAGE_WORD})\s?{_RANGE}(?:,\s?{_RANGE}){{0,5}})(?!\w)"
"""The same where a word says that it is a page."""
EDITION = rf"(?-i:[A-Z]{{2,6}})\s(?:\d{{1,3}}|(?-i:[IVX]{{1,6}}))(?:[./]\d{{1,2}})?[,:]\s?(?={LOCATOR})"
"""A collected edition by its letters, with volume and page: `MEW 4: 462`, `GA II, 12`."""
YEAR = rf"{YEAR_DIGITS}[a-z]?"
NOTE_NAME = rf"(?i:{patterns_of('patterns.note_names')})"


def behind_leads(text: str) -> int:
    """Where the work begins in `text`, behind what leads to it.

    >>> text = "Vgl. Brandt, Anna: Der Turm"
    >>> text[behind_leads(text):]
    'Brandt, Anna: Der Turm'
    >>> text = "For pictures, and more on this, see: Otto Moss"
    >>> text[behind_leads(text):]
    'Otto Moss'
    """
    found = _LEADS_AT_HEAD.match(text)
    at = found.end() if found and found.end() < len(text) else 0
    within = _LEAD_WITHIN.search(text, at, at + _LEAD_CHARS)
    if within and not _WORK_BEFORE_LEAD.search(text, at, within.start()):
        at = within.end()
    return at
