r"""`.bbl`, as biber and BibTeX write it for biblatex: its entries are written as BibTeX again, and read so.

`\entry{moss2010}{article}{} \field{title}{Elms} \verb{doi} \verb 10.1234/elms \endverb \endentry`. Source: the format that
biblatex.sty reads (`blx-dm.def`, biblatex manual 4.2).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kgraph import late_re as re
from kgraph.model import BibliographyEntry, Problem
from kgraph.read.bibliography.bibtex import read_bibtex
from kgraph.spans import Span

_ENTRY = re.compile(r"\\entry\{([^{}\n]{1,300})\}\{([A-Za-z]{1,40})\}")
_END = "\\endentry"
_FIELD = re.compile(r"\\field\{([a-z]{1,40})\}")
_LIST = re.compile(r"\\list\{([a-z]{1,40})\}\{\d{1,4}\}")
_NAME = re.compile(r"\\name\{([a-z]{1,40})\}\{\d{1,4}\}\{[^{}]{0,300}\}")
_VERB = re.compile(r"\\verb\{([a-z]{1,40})\}\s{0,40}\\verb ([^\n]{0,2000})\n")
_PART = re.compile(r"(family|given|prefix|suffix)=")
_INITIALS = re.compile(
    r"\\bibinitperiod|\\bibinitdelim|\\bibnamedelim[a-d]|\\bibrangedash|\\bibinithyphendelim"
)
_DATES = ("year", "month", "day")
_MOST_NAMES = 200
_KEPT = frozenset({
    "title", "subtitle", "journaltitle", "booktitle", "eventtitle", "howpublished", "note", "isbn", "eprinttype", "eprintclass",
})  # fmt: skip


def read_bbl(name: str, text: str) -> tuple[list[BibliographyEntry], list[Problem]]:
    """The entries of a list that biblatex prints, each once. A list of `\\bibitem`s is text of the article, and has none here."""
    found: dict[str, tuple[Span, str]] = {}
    at = 0
    while begin := _ENTRY.search(text, at):
        end = text.find(_END, begin.end())
        at = end + len(_END) if end >= 0 else len(text)
        found.setdefault(
            begin[1], (Span(begin.start(), at), _as_bibtex(begin[1], begin[2], text[begin.end() : at]))
        )
    entries, problems = read_bibtex(name, "\n".join(written for _, written in found.values()))
    return [replace(e, span=found[e.key][0]) for e in entries if e.key in found], problems


def _as_bibtex(key: str, kind: str, body: str) -> str:
    """An entry as BibTeX has it."""
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(body))
    return f"@{kind}{{{key},\n{lines}}}\n"


def _fields(body: str) -> Iterator[tuple[str, str]]:
    values = {m[1]: _group(body, m.end()) for m in _FIELD.finditer(body)}
    verbatim = {m[1]: m[2].strip() for m in _VERB.finditer(body)}
    for match in _NAME.finditer(body):
        if match[1] in ("author", "editor"):
            yield match[1], " and ".join(_names(_group(body, match.end())))
    for match in _LIST.finditer(body):
        if match[1] == "publisher":
            yield match[1], " and ".join(_groups(_group(body, match.end())))
    if date := _date(values, ""):
        yield "date", date
    if seen := _date(values, "url"):
        yield "urldate", seen
    for name, value in values.items():
        if name in _KEPT and value:
            yield name, value
    for name in ("url", "doi", "eprint"):
        if name in verbatim:
            yield name, verbatim[name].replace("{", "").replace("}", "")


def _date(values: Mapping[str, str], what: str) -> str:
    """`2019-04-03`, as far as it is told."""
    parts = []
    for name in _DATES:
        value = values.get(f"{what}{name}", "")
        if not value.isdigit():
            break
        parts.append(value.zfill(2))
    return "-".join(parts) or values.get(f"{what}year", "")


def _names(written: str) -> Iterator[str]:
    """`Moss, Ann`, of each name of a list."""
    for count, name in enumerate(_groups(written)):
        if count >= _MOST_NAMES:
            return
        parts = {m[1]: _group(name, m.end()) for m in _PART.finditer(name)}
        if not parts:  # biblatex before version 3: hash, family, initials, given, …
            older = list(_groups(name))
            parts = {
                "family": older[1] if len(older) > 1 else "",
                "given": older[3] if len(older) > 3 else "",
            }
        family = " ".join(each for each in (parts.get("prefix"), parts.get("family")) if each)
        shown = ", ".join(each for each in (family, parts.get("suffix"), parts.get("given")) if each)
        yield _INITIALS.sub(" ", shown) if parts.get("given") or parts.get("suffix") else f"{{{family}}}"


def _groups(written: str) -> Iterator[str]:
    """What stands in the outermost braces, one after the other."""
    at = written.find("{")
    while at >= 0:
        inner = _group(written, at)
        yield inner
        at = written.find("{", at + len(inner) + 2)


def _group(text: str, at: int) -> str:
    """What stands in the braces that open at `at`, or behind white space and signs of comments there; "" where none do."""
    while at < len(text) and text[at] in " \t\r\n%":
        at += 1
    if at >= len(text) or text[at] != "{":
        return ""
    depth, i = 0, at
    while i < len(text):
        sign = text[i]
        if sign == "\\":
            i += 1
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if not depth:
                return text[at + 1 : i]
        i += 1
    return ""
