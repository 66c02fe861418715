"""An article → its findings, by the codes that were chosen."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from kgraph.audit.article import Article, Found
from kgraph.audit.checks import CHECKS, SPECIAL, Check
from kgraph.audit.silence import is_of, silences
from kgraph.edits import Edit
from kgraph.model import Severity
from kgraph.spans import Span

_LONGEST_LINE = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong, where, and what mends it; `line` and `column` from 1, of `file`."""

    file: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    hint: str
    fix: str
    """`safe`, `asks` or `no`: whether a fix is known here, and may be made unasked."""
    edits: tuple[Edit, ...]
    text: str
    """The line, as it stands; of a very long one what lies around `column`."""
    width: int
    """How much of the line it is about, from `column` on."""
    cell: int | None = None
    text_column: int = 1
    """At which column of the line `text` begins."""
    renumbers: bool = False
    """Whether `kgraph author renumber` mends it, with edits that are not those of one finding."""

    def row(self) -> dict[str, Any]:
        """What `--format jsonl` prints."""
        fix = None
        if self.fix != "no":
            fix = {
                "safe": self.fix == "safe",
                "edits": [{"start": e.start, "end": e.end, "text": e.text} for e in self.edits],
            }
        row: dict[str, Any] = {
            "file": self.file, "line": self.line, "column": self.column, "code": self.code, "severity": self.severity,
            "message": self.message, "hint": self.hint, "fix": fix,
        }  # fmt: skip
        return row if self.cell is None else {**row, "cell": self.cell}


def chosen(
    select: Sequence[str], ignore: Sequence[str], *, coverage: bool = False, share: bool = False
) -> frozenset[str]:
    """The codes to look for: those of `select` or the default set, and those whose threshold is given, without `ignore`.

    Errors: `ValueError` with the name that is none.
    """
    for name in (*select, *ignore):
        if name not in ("all", "default") and not any(is_of(check.code, name) for check in CHECKS):
            raise ValueError(name)
    default = {check.code for check in CHECKS if check.on != "asked"}
    wanted = set() if select else set(default)
    for name in select:
        wanted |= (
            default if name == "default" else {c.code for c in CHECKS if name == "all" or is_of(c.code, name)}
        )
    wanted |= ({"coverage-low"} if coverage else set()) | ({"site-dominant"} if share else set())
    return frozenset(code for code in wanted if not any(is_of(code, name) for name in ignore))


def audit(article: Article, codes: frozenset[str]) -> tuple[Finding, ...]:
    """The findings of `codes`, in order of the text; those of special codes stand in for what is found less precisely."""
    needed = {special for special, general in SPECIAL if codes.intersection(general)}
    found = [
        (check, each) for check in CHECKS if check.code in codes | needed for each in check.find(article)
    ]
    found = _uncovered(found)
    comments = silences(article)
    findings = []
    for check, each in sorted(found, key=lambda row: (row[1].file or "", row[1].span, row[0].code)):
        if check.code not in codes:
            continue
        finding = _finding(article, check, each)
        silenced = [c for c in comments if each.file is None and c.takes(check.code, finding.line)]
        if not silenced:
            findings.append(finding)
    if "ignore-unused" in codes:
        findings += _unused(article, comments)
    return tuple(_once(findings))


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    seen = set()
    for finding in findings:
        key = (finding.file, finding.line, finding.column, finding.code)
        if key not in seen:
            seen.add(key)
            yield finding


Row = tuple[Check, Found]


def _uncovered(found: Sequence[Row]) -> list[Row]:
    """`found` without what a special finding stands at the place of."""
    special: dict[tuple[str, str | None], list[tuple[int, int]]] = {}
    for code, general in SPECIAL:
        for check, each in found:
            if check.code == code:
                for covered in general:
                    special.setdefault((covered, each.file), []).append(_reach(each.span))
    ends: dict[tuple[str, str | None], list[int]] = {}
    for key, spans in special.items():
        spans.sort()
        ends[key] = list(accumulate((end for _, end in spans), max))
    out = []
    for check, each in found:
        start, end = _reach(each.span)
        spans = special.get((check.code, each.file), [])
        before = bisect_left(spans, (end, 0))
        if not before or ends[check.code, each.file][before - 1] <= start:
            out.append((check, each))
    return out


def _reach(span: Span) -> tuple[int, int]:
    """A span, of one character at least."""
    return span.start, max(span.end, span.start + 1)


def _finding(article: Article, check: Check, found: Found) -> Finding:
    source = article.source
    place = source.place(found.span.start)
    line, column, text, width, cell = place.line, place.column, "", 1, place.cell
    text_column = 1
    file = place.file or source.name
    if found.file is not None:
        folder = source.name.rpartition("/")[0]
        file = f"{folder}/{found.file}" if folder and not found.file.startswith("/") else found.file
        line, column, cell = (found.place.line, found.place.column, None) if found.place else (1, 1, None)
    else:
        begin = max(source.text.rfind("\n", 0, found.span.start) + 1, found.span.start - _LONGEST_LINE)
        end = source.text.find("\n", found.span.start)
        end = min(len(source.text) if end < 0 else end, begin + 2 * _LONGEST_LINE)
        text = source.text[begin:end].rstrip("\r")
        width = max(1, min(found.span.end, begin + len(text)) - found.span.start)
        column = found.span.start - begin + 1 if source.cells and cell is None else column
        text_column = column - (found.span.start - begin)
    fix = ("asks" if found.asks else check.fix) if found.edits or found.renumbers else "no"
    return Finding(
        file=file, line=line, column=column, code=check.code, severity=check.severity, message=found.message,
        hint=found.hint or check.mend, fix=fix, edits=found.edits, renumbers=found.renumbers, text=text, width=width, cell=cell,
        text_column=text_column,
    )  # fmt: skip


def _unused(article: Article, comments: Sequence[Any]) -> Iterator[Finding]:
    check = next(c for c in CHECKS if c.code == "ignore-unused")
    for comment in comments:
        idle = [code for code in comment.codes if code not in comment.used]
        if idle:
            edits = (
                (Edit(comment.span.start, comment.span.end, ""),) if len(idle) == len(comment.codes) else ()
            )
            yield _finding(article, check, Found(comment.span, f"silences no {', '.join(idle)}", None, edits))
