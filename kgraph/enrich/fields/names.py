"""Bylines as pages print them, read into the names of people and bodies."""

import re
from collections.abc import Iterable

from kgraph.enrich.fields.clean import MAX_NAME, clean

MAX_AUTHORS = 100

_LEAD = re.compile(
    r"^(?:(?:(?:(?:this\s+)?(?:posted|written|words|story|text|article|published|reported|reviewed|created|edited|added"
    r"|report|contributed|submitted)(?:\s+was)?(?:\s+contributed|\s+written)?)\s+)?by|authors?|author\(s\)|byline|from|via|"
    r"von|par|por|di|da|door|av|af|autor(?:a|es|en)?|auteurs?|autore|"
    r"автор|текст|przez|yazan|作者|文|記者|筆者|撰文|نویسنده|بقلم|كتب|מאת)(?:\s*[:：/／|]\s*|\s+)",
    re.IGNORECASE,
)
# `da Silva` and `Di Maio` are names, `von Karajan` too: a lower-case lead-in is one, `Von` at the
# start of a line is the German «by».
_PARTICLES = frozenset({"da", "di", "von", "af"})

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_TAIL = re.compile(
    rf"(?:\s+[-–—|•·/]\s|\s[|•·]|[•·|]\s|\(|\[|\s+{_MONTH},?\s+\d|\s+\d|\s+{_WEEKDAY}\b|\s+@|\s+<|https?://|www\."
    r"|（|\s+(?:published|updated|posted|last updated|follow)\b"
    rf"|\s+on\s+(?:{_MONTH}|{_WEEKDAY}|\d))",
    re.IGNORECASE,
)
# «Ann Lee for the Daily», «Ann Lee on March 3»: behind a person; «Centers for Disease Control» is a body.
_FOR = re.compile(r"\s+(?:for|on)\s+(?:the\s+|behalf\s+)?(?=[A-Z\d])")
_BODY = re.compile(
    r"\b(?:cent(?:er|re)s?|institutes?|society|association|council|campaign|alliance|organi[sz]ation|foundation"
    r"|department|ministry|committee|fund|coalition|office|agency|bureau|network|partnership|union|university|academy"
    r"|college|school|group|llp|inc|ltd|reporters|doctors|students|citizens|friends|library|museum|project|initiative"
    r"|programme?|commission|board|federation|league|trust|administration|forum|laborator(?:y|ies)|press)\b",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[^\s@<>()\[\]]{1,100}@[\w-]{1,100}(?:\.[\w-]{1,60}){1,5}")
# «ann@example.org (Ann Lee)», as feeds name an author.
_NAMED_MAIL = re.compile(rf"^{_MAIL.pattern}\s*\(([^()]{{2,100}})\)$")
# «user48213», «a1b2c3d4e5», «uid:7»; «Deadmau5» and «The 1975» are names.
_USER_ID = re.compile(
    r"(?:user|uid|id|author|member|u)[-_:#/ ]?\d+|u/\S+|[\W\d_]+|\S*\d{4,}\S*|(?=\S*\d)[0-9a-f]{8,}|[0-9a-f]{4,}(?:-[0-9a-f]{4,}){2,}",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\s+in\s+[A-Z].*$")
# «March 3, 2016 by Ann Lee», «Posted on March 3 by Ann Lee».
_DATED = re.compile(
    rf"^(?:(?:posted|published|created|added|written)\s+)?(?:on\s+)?(?:{_WEEKDAY},?\s+)?(?:{_MONTH}\s+\d|\d).{{0,40}}?\s+by\s+(?=\S)",
    re.IGNORECASE,
)
# A line of dates, whatever its class says.
_DATE_LINE = re.compile(
    r"^(?:(?:first|last|originally)\s+)?(?:updated|published|modified|posted|reviewed|created|date)\b(?!\s+by\b)"
    rf"|^(?:{_MONTH}|{_WEEKDAY}),?\s+\d",
    re.IGNORECASE,
)
_DAY_OR_TIME = re.compile(rf"\b(?:19|20)\d\d\b|\d:\d\d|^(?:{_MONTH}|{_WEEKDAY})$", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:;|、|，|؛|\s+(?:and|und|et|y|e|en|och|og|ve|и)\s+)\s*", re.IGNORECASE)
_GOES_ON = re.compile(r"^(?:and|und|et|y|e|en|&|,)\s+", re.IGNORECASE)
_SUFFIXES = frozenset(
    {
        "jr",
        "jr.",
        "sr",
        "sr.",
        "ii",
        "iii",
        "iv",
        "phd",
        "ph.d.",
        "md",
        "m.d.",
        "esq",
        "esq.",
        "mph",
        "rn",
        "msc",
    }
)
_ROLE = re.compile(
    r"\b(?:staff|writer|editor|reporter|correspondent|contributor|columnist|technologist|journalist|director"
    r"|president|professor|analyst|producer|redakteur|journaliste|redactor)\b",
    re.IGNORECASE,
)
_NOT_NAMES = frozenset(
    [
        "admin",
        "administrator",
        "author",
        "authors",
        "anonymous",
        "unknown",
        "none",
        "null",
        "undefined",
        "user",
        "username",
        "guest",
        "editor",
        "editors",
        "staff",
        "webmaster",
        "root",
        "by",
        "posted",
        "written",
        "default",
        "facebook",
        "twitter",
        "linkedin",
        "email",
        "share",
        "comments",
        "profile",
        "view",
        "more",
        "read",
        "home",
        "n/a",
        "about",
        "archive",
        "login",
        "subscribe",
        "contributor",
    ]
)


def authors_of(value: object) -> tuple[str, ...]:
    """The names in one byline, in order, without repeats; empty where it holds none.

    >>> authors_of("By Ann Lee and Bo Chen, Staff Writers")
    ('Ann Lee', 'Bo Chen')
    >>> authors_of("Posted by Laura June Topolsky July 10, 2015")
    ('Laura June Topolsky',)
    >>> authors_of("Last Updated: January 7, 2025"), authors_of("https://example.org/ann")
    ((), ())
    """
    text = clean(value, MAX_NAME * 10)
    if text is None:
        return ()
    named = _NAMED_MAIL.match(text)
    line = _without_frame(named[1] if named else _MAIL.sub("", text).strip())
    names: list[str] = []
    # A body has its «and» in its name, and its commas too.
    parts = [line] if _BODY.search(line) and "," not in line and ";" not in line else _SPLIT.split(line)
    for part in parts:
        for piece in _by_ampersands(part):
            names.extend(_comma_parts(piece))
    return unique(name for name in map(_name, names) if name)


def printed_names(lines: str) -> tuple[str, ...]:
    r"""The names in a byline of several lines: of the first line that holds any, and of those that go on from it.

    >>> printed_names("JOÃO SILVA\nDE SÃO PAULO"), printed_names("By\nAnn Lee\nand Bo Chen")
    (('JOÃO SILVA',), ('Ann Lee', 'Bo Chen'))
    """
    names: tuple[str, ...] = ()
    for line in lines.split("\n"):
        if names and not _GOES_ON.match(line):
            break
        names = (*names, *authors_of(_GOES_ON.sub("", line) if names else line))
    return unique(names)


def listed_name(value: object) -> str | None:
    """One name as citation metadata lists it, `Family, Given` turned round; None for what is no name.

    >>> listed_name("Hinton, Geoffrey E."), listed_name("Ann Lee"), listed_name("King, Martin Luther, Jr.")
    ('Geoffrey E. Hinton', 'Ann Lee', 'Martin Luther King Jr.')
    """
    text = clean(value, MAX_NAME)
    if text is None:
        return None
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) == 2 and parts[1].casefold() not in _SUFFIXES:
        text = f"{parts[1]} {parts[0]}"
    elif len(parts) == 3 and parts[2].casefold() in _SUFFIXES:
        text = f"{parts[1]} {parts[0]} {parts[2]}"
    return _name(text)


def listed_names(values: Iterable[object]) -> tuple[str, ...]:
    """`listed_name` of each, without repeats, at most `MAX_AUTHORS`."""
    return unique(name for name in map(listed_name, values) if name)


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Names in order, each once (compared without case), at most `MAX_AUTHORS`.

    >>> unique(["Ann Lee", "ANN LEE", "Bo"])
    ('Ann Lee', 'Bo')
    """
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(name.casefold(), name)
        if len(seen) >= MAX_AUTHORS:
            break
    return tuple(seen.values())


def _without_frame(text: str) -> str:
    """A byline without its `By …` in front and the date, handle or place behind."""
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    if dated := _DATED.match(text):
        text = text[dated.end() :]
    for _ in range(2):  # «Posted by: By Ann»
        match = _LEAD.match(text)
        if not match or (match.group().split()[0] in _PARTICLES and len(text.split()) < 3):
            break
        text = text[match.end() :]
    if _DATE_LINE.match(text):
        return ""
    cut = _TAIL.search(text)
    text = text[: cut.start()] if cut else text
    behind = _FOR.search(text)
    if behind and _many_words(text[: behind.start()]) and not _BODY.search(text[: behind.start()]):
        text = text[: behind.start()]
    return _PLACE.sub("", text).strip(" ,.-–—|:")


def _by_ampersands(text: str) -> list[str]:
    """`Ann Lee & Bo Chen` parted; `Marks & Spencer` and `Ann & Bo Lee` have a single word before the sign, and stay."""
    parts = re.split(r"\s+&\s+", text)
    return parts if len(parts) > 1 and all(_many_words(part) for part in parts) else [text]


def _many_words(text: str) -> bool:
    return len(text.split()) > 1 or not text.isascii()


def _comma_parts(part: str) -> list[str]:
    """Names parted by commas; what follows a comma and is no name (a role, a body) is dropped."""
    pieces = [piece.strip() for piece in part.split(",")]
    names = pieces[:1]
    for piece in pieces[1:]:
        if piece.casefold() in _SUFFIXES:
            names[-1] = f"{names[-1]} {piece}"
        elif _ROLE.search(piece):
            break
        elif 2 <= len(piece.split()) <= 4 and piece[:1].isupper():
            names.append(piece)
    return names


def _name(text: str) -> str | None:
    """`text` where it can be a name, else None."""
    text = re.sub(r"^(?:by|author)\s*:?\s+", "", text.strip(" ,;:|*"), flags=re.IGNORECASE)
    words = text.casefold().split()
    if (
        not 1 < len(text) <= MAX_NAME
        or len(words) > 10
        or "://" in text
        or text.startswith(("@", "/", "#", "{"))
    ):
        return None
    if all(word.strip(".,:") in _NOT_NAMES for word in words) or _DAY_OR_TIME.search(text):
        return None
    if _MAIL.search(text) or _USER_ID.fullmatch(text):
        return None
    return text if any(character.isalpha() for character in text) else None
