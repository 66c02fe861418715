"""What a reference entry says of its source: title, site, URL, authors, dates, by the first rule that fits."""

import re
from typing import NamedTuple

from kgraph import identifiers
from kgraph.extract._entry_authors import Attributed, are_people, attributed, names
from kgraph.extract._entry_commas import title_behind
from kgraph.extract._entry_dates import ACCESSED, access, own_date, published
from kgraph.extract._entry_links import find_links
from kgraph.extract._entry_marked import marked_title
from kgraph.extract._entry_patterns import (
    APA,
    LEADING_ID,
    PERSON,
    QUOTED,
    SEE,
    SIGNAL,
    SINGLE_QUOTED,
    YEAR,
    YEAR_COLON,
)
from kgraph.extract._entry_quotes import names_title, prose_quote
from kgraph.extract._entry_titles import ONLY_URL, PLACEHOLDER, SENTENCE_END, clean, first_part, flat
from kgraph.extract._mojibake import repaired
from kgraph.extract._plain import inlines_in
from kgraph.extract._scripts import OPENING_QUOTES, WORD
from kgraph.model import Block

_QUOTE_OPENING = re.compile(f"[{OPENING_QUOTES}'‘]")
_DOI_TAIL = re.compile(
    r"(?<![\s.,;:(\[])[\s.,;:(\[]+(?:doi:?\s*(?:https?://)?|(?:https?://)?(?:dx\.)?doi\.org/)10\.\d{4,9}/\S",
    re.IGNORECASE,
)
_DOMAIN_TITLE = re.compile(
    r"((?:[\w-]+\.)+[a-z][a-z-]{1,20})(?:/\S*)?\s*[:：]\s+(.+)", re.IGNORECASE | re.DOTALL
)
_BARE_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,20}(?:/\S*)?", re.IGNORECASE)
_BULLET = re.compile(r"^[\s•*-]+")
_BEFORE_NOTE = re.compile(r"^\s*[>\])]*\s*(?:[-–—:|]\s*|\(|,\s*)?")
_LONG_LEAD = 25
_WIDE_YEAR = re.compile(r"（((?:1[5-9]|20)\d\d[^（）]{0,20})）[。．，：]?\s?")
"""The year between authors and title in Chinese: `王明（2019）。`."""
_YEAR_BEHIND = re.compile(
    r"(?<=\w)(?:\s\((?:[A-Z][^(),]{1,40},\s){0,2}(?:1[5-9]|20)\d\d[a-z]?\)|,\s(?:1[5-9]|20)\d\d[a-z]?)\.?$"
)
_LISTED = re.compile(r"^\S+$|[,&.]|\b(?:and|et al)\b")
"""What authors before a year and a colon are: one surname, or several with what joins them."""
_GRADE = re.compile(r"\s*\((?:HIGH|MEDIUM|LOW)[^()]*\)\s*$")
_ADDRESS_NEXT = re.compile(
    r"(?:\b(?:available|retrieved|accessed)(?:\sonline)?\s(?:at|from|via)|\brecuperado de|\bdisponible en|\bdispon[íi]vel em|\bverfügbar unter|\bdisponible sur)\s?:?\s{0,2}$",
    re.IGNORECASE,
)
"""What goes before a link that is no title, but where the source is found: `“Title.” Available at: [site](…)`."""
_EDITED = re.compile(r"\s\((?:[Ee]ds?|Hrsg|[Oo]rgs?|[Cc]oords?)\.?\)\.?(?=\s?\()")
_MEDIUM = re.compile(r"\s\[(?:Internet|[Oo]nline|[Dd]ataset on the Internet|[Pp]reprint|[Bb]log)\]")
"""What ends a title by the style of Vancouver: `Kites [Internet]. London: Kite Press; 2017`."""
_ACCESS_TAIL = re.compile(
    r"(?<![\s,.;:(\[|–—-])[\s,.;:(\[|–—-]*(?<![\w])(?:\[?online\]?|(?<=[,;.]\s)see(?:\s+also)?|available(?:\s+(?:online|at|from|via|here|on|as))*|retrieved(?:\s+from)?|recuperado de|obtenido de|tomado de|accessed(?:\s+(?:at|from|via))?|url|via|doi|(?<=[.,;:(\[–—-]\s)(?:source|web|site|website|link)|erişim|disponible (?:en|sur)|dispon[íi]vel em|verfügbar unter|链接|网址|取自|检索自|引自)(?:\s*\.?\s*(?:available|online)(?:\s+(?:at|from))?)?\s*[:：]?\s*$",
    re.IGNORECASE,
)


class Fields(NamedTuple):
    """What could be read out of an entry's text."""

    title: str | None = None
    raw_title: str | None = None
    site: str | None = None
    url: str | None = None
    links: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    date: str | None = None
    accessed: str | None = None


def parse(block: Block, start: int, end: int, *, title_hint: str | None = None) -> Fields:
    """The fields of the entry whose text, label apart, is plain `[start, end)`."""
    links = find_links(block, start, end)
    text = block.text[start:end]
    signal = SIGNAL.match(text) if text[:1] in "SsCcVv" else None
    marked = inlines_in(block, start, end, "link", "emphasis", "strong") if signal else ()
    if signal and any(n.start == start for n in marked):
        signal = None  # `[See How They Run](…)`
    if signal:
        start += signal.end()
    found = access(block.text[start:end]) if signal else access(text)
    accessed = found.day if found else None
    url = next((u for _, _, u in links if not u.startswith("mailto:")), None)
    day = (found.start + start, found.end + start) if found else None
    if title_hint and block.text.startswith(title_hint, start):
        start += len(title_hint)
    authors, date, title = _described(block, start, end, links, day)
    title = title_hint or title
    site = None
    if title:
        date = own_date(date, title, flat(text), accessed)
        title, site = _split_domain(title, url)
    raw = title
    if title:
        title = repaired(title)
    return Fields(
        title=title, raw_title=raw if raw != title else None, site=site, url=url,
        links=tuple(dict.fromkeys(u for _, _, u in links)), authors=authors, date=date,
        accessed=accessed,
    )  # fmt: skip


def _described(
    block: Block,
    start: int,
    end: int,
    links: list[tuple[int, int, str]],
    accessed: tuple[int, int] | None,
) -> tuple[tuple[str, ...], str | None, str | None]:
    """Authors, date and title, by the first rule that fits."""
    text = block.text
    year = published(text, start, accessed[0] if accessed else end)
    if year is None and accessed:
        year = published(text, accessed[1], end)
    date = year[0] if year else None
    for a, b, url in links:
        words = flat(text[a:b]).strip(" ,.")
        if "://" in words or words.startswith("www.") or not WORD.search(words):
            continue
        if (
            words.strip("[]()^").isdigit()
            or PLACEHOLDER.fullmatch(words.strip("[]()"))
            or (_BARE_DOMAIN.fullmatch(words) and _same_host(words, url))
        ):
            continue
        if len(words) < 3 or ONLY_URL.match(words):
            continue
        if a - start > _LONG_LEAD and names_title(text[start:a]):
            break  # `Roe, B. (2006). "Tides". [*Workshop*](…)`
        if a - start > _LONG_LEAD and (SEE.search(text, a - 24, a) or _ADDRESS_NEXT.search(text, a - 24, a)):
            break
        inner = flat(text[max(a, start) : b])
        return _from_link(inner, flat(text[start:a]), date, alone=b - a >= end - start - 6)
    stop = accessed[0] if accessed else end
    doi = _DOI_TAIL.search(text, start, stop) if text.find("10.", start, stop) >= 0 else None
    if doi:
        stop = doi.start()
    first_link = links[0] if links else None
    before = text[start : min(stop, first_link[0] if first_link else end)]
    after = text[first_link[1] : end] if first_link else ""
    quoted = _quoted(text, start, end, first_link[0] if first_link else end)
    marked = marked_title(block, start, first_link[0] if first_link else end)
    parted = text[marked.start + len(marked.title) : quoted.start()] if quoted and marked else ""
    if parted and parted.strip() not in (":", ","):
        quoted = None  # `*Title* by A, "quote"`, but `*Example Daily*: "The tide"`
    if quoted:
        lead = flat(text[start : quoted.start()])
        if len(lead) < 200 and not prose_quote(lead, quoted):
            return names(lead), date, clean(quoted["title"])
    before = flat(before)
    looked_up = bool(accessed and first_link and accessed[1] <= first_link[0])
    head_words = _ACCESS_TAIL.sub(
        "", before if before.isascii() else _WIDE_YEAR.sub(r"(\1). ", before, count=1)
    )
    if "(" in head_words:
        head_words = _EDITED.sub("", head_words, count=1)
    apa = APA.match(head_words) if "(" in head_words else None
    stopped = apa is not None and head_words.startswith(").", apa.end("date"))
    if looked_up and apa and (apa["dash"] or not (stopped or PERSON.search(apa["authors"]))):
        apa = None  # `The kite (2020) - Wikipedia, accessed …`
    if apa is None and not looked_up and ": " in head_words:
        apa = YEAR_COLON.match(head_words)
        if apa and not _LISTED.search(apa["authors"]):
            apa = None  # `Kite Trends 2026: what …`
    if apa and are_people(apa["authors"]):
        dash = apa.groupdict().get("dash")
        stop = first_link[0] if first_link else end
        title = _apa_title(block, start, stop, apa["rest"].split(f" {dash} ")[0] if dash else apa["rest"])
        if title:
            return names(apa["authors"]), apa["date"], title
    if marked:
        return names(marked.lead), date, marked.title
    if apa and re.match(r"\.\s+\(", before[len(apa["authors"]) - 1 :]) and not attributed(apa["authors"]):
        return (), apa["date"], clean(apa["authors"])
    words = _ACCESS_TAIL.sub("", LEADING_ID.sub("", before)).strip(" -–—:,|，、。")
    if words[-1:] in ("(", "（", "<") and first_link:
        words = words[:-1].rstrip(" -–—:,|，、。")
    if not words:
        if accessed and first_link and accessed[0] >= first_link[1]:
            after = text[first_link[1] : accessed[0]] + text[accessed[1] : end].lstrip(" )")
        return (), date, _note(flat(after), dated=accessed is not None) if after.strip() else None
    medium = _MEDIUM.search(words) if "[" in words else None
    if medium:
        whole, words = words, words[: medium.start()]
        head = (
            attributed(words) or attributed(whole) or (_by_first_stop(words) if words[-1:] != "." else None)
        )
        head = head and head._replace(rest=_MEDIUM.split(head.rest)[0])
    else:
        head = attributed(words)
    if head:
        return names(head.authors), date, clean(_without_year(title_behind(head), head.rest))
    return (), date, clean(words if first_link or accessed else first_part(words))


def _by_first_stop(words: str) -> Attributed | None:
    """`Kaggle. Kites and wind`: who made what has its medium behind the title."""
    stop = SENTENCE_END.search(words)
    return Attributed(words[: stop.start()], words[stop.end() :]) if stop else None


def _without_year(title: str, rest: str) -> str:
    """`title` without the year of the entry behind it, which `rest` has nowhere else: `Tides (2020).`, `Tides, 2020.`"""
    behind = _YEAR_BEHIND.search(title)
    return title[: behind.start()] if behind and len(YEAR.findall(rest)) == 1 else title


def _quoted(text: str, start: int, end: int, stop: int) -> re.Match[str] | None:
    """The first title in quotation marks in `[start, end)`; None where it begins behind `stop`."""
    if not _QUOTE_OPENING.search(text, start, stop):
        return None
    found = QUOTED.search(text, start, end) or SINGLE_QUOTED.search(text, start, end)
    return found if found and found.start() < stop else None


def _note(after: str, *, dated: bool) -> str | None:
    """The title among the words behind an address that stands first: `https://… - Title`, `https://… (Title)`."""
    note = _BEFORE_NOTE.sub("", after)
    note = ACCESSED.sub("", note) if dated else note
    note = _GRADE.sub("", note)
    if note.count(")") > note.count("("):
        note = note.removesuffix(".").removesuffix(")")
    return clean(note) if len(note) > 2 else None


def _from_link(
    words: str, lead: str, date: str | None, *, alone: bool
) -> tuple[tuple[str, ...], str | None, str | None]:
    apa = APA.match(words) if alone else None
    if apa and YEAR.match(apa["date"]) and are_people(apa["authors"]):
        return names(apa["authors"]), apa["date"], clean(first_part(apa["rest"]))
    lead = _BULLET.sub("", lead)
    quoted = QUOTED.fullmatch(words.strip(" .,"))
    title = quoted["title"] if quoted else words
    return names(lead), date, clean(title)


def _apa_title(block: Block, start: int, end: int, rest: str) -> str | None:
    if not rest.strip():
        return None
    head = rest.lstrip()
    for inline in inlines_in(block, start, end, "emphasis"):
        marked = flat(block.text[inline.start : inline.end])
        at = rest.find(marked)
        if at < 0:
            continue
        lead = rest[:at].strip(" .,")
        if len(lead.split()) < 3:
            return clean(marked) if len(lead) < 4 else clean(lead)
        head = rest[:at]
        break
    quoted = QUOTED.match(head)
    return clean(quoted["title"] if quoted else first_part(head))


def _split_domain(title: str, url: str | None) -> tuple[str | None, str | None]:
    """Title and site of `domain: Title`, where the domain agrees with the link's host."""
    match = _DOMAIN_TITLE.fullmatch(title) if url else None
    if not match or url is None or not _same_host(match[1], url):
        return title, None
    return clean(match[2]), match[1].lower()


def _same_host(domain: str, url: str) -> bool:
    host = (identifiers.host_of(url) or "").removeprefix("www.")
    domain = domain.lower().split("/")[0].removeprefix("www.")
    return bool(host) and (host == domain or host.endswith("." + domain) or domain.endswith("." + host))
