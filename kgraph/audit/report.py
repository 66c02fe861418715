"""Findings for people and for machines: text, JSON, SARIF, annotations of GitHub."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from kgraph import __version__
from kgraph.audit.checks import CHECKS
from kgraph.audit.run import Finding
from kgraph.many import many
from kgraph.model import Severity

FOLDED_BEYOND = 3
"""So many findings of one code in one article are shown; the rest are counted."""
_SHOWN_CHARS = 100
"""So much of a line is shown, around what is found."""
_LINES_NAMED = 12
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SARIF_LEVELS = {"error": "error", "warning": "warning", "note": "note"}
_GITHUB_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


def text(findings: Sequence[Finding], *, folded: bool = True) -> Iterator[str]:
    """Lines for people: place, severity, code, message; the line with a caret below; how to mend it."""
    shown: Counter[tuple[str, str]] = Counter()
    more: dict[tuple[str, str], list[Finding]] = {}
    every = Counter((f.file, f.code) for f in findings)
    for number, finding in enumerate(findings):
        key = (finding.file, finding.code)
        if folded and shown[key] >= FOLDED_BEYOND and every[key] > FOLDED_BEYOND + 1:
            more.setdefault(key, []).append(finding)
        else:
            shown[key] += 1
            yield from _shown(finding)
        if number + 1 == len(findings) or findings[number + 1].file != finding.file:
            yield from _folded(more)
            more.clear()


def _shown(finding: Finding) -> Iterator[str]:
    place = f"{finding.file}:{finding.line}:{finding.column}"
    if finding.cell is not None:
        place = f"{finding.file}: cell {finding.cell}, line {finding.line}"
    yield f"{place} {finding.severity} {finding.code} {finding.message}"
    if finding.text.strip():
        line, column, width = _cut(finding)
        number = str(finding.line)
        yield f"  {number} | {line}"
        yield f"  {' ' * len(number)} | {' ' * column}{'^' * width}"
    yield f"    {'--fix: ' if finding.fix == 'safe' else ''}{finding.hint}"


def _cut(finding: Finding) -> tuple[str, int, int]:
    """The line, around what is found where it is long; where that begins, and how wide it is."""
    line, column = finding.text.replace("\t", " ").replace("\r", " "), finding.column - finding.text_column
    width = min(finding.width, max(1, len(line) - column))
    if len(line) <= _SHOWN_CHARS:
        return line, column, width
    begin = max(0, min(column - 30, len(line) - _SHOWN_CHARS))
    end = min(len(line), begin + _SHOWN_CHARS)
    width = max(1, min(width, end - column))
    head, tail = "…" if begin else "", "…" if end < len(line) else ""
    return f"{head}{line[begin:end]}{tail}", column - begin + len(head), width


def _folded(more: dict[tuple[str, str], list[Finding]]) -> Iterator[str]:
    for (file, code), findings in more.items():
        lines = list(dict.fromkeys(str(f.line) for f in findings))
        told = ", ".join(lines[:_LINES_NAMED]) + (", …" if len(lines) > _LINES_NAMED else "")
        yield f"{file}: and {len(findings)} more {code}: {'line' if len(lines) == 1 else 'lines'} {told}"


def counts(findings: Sequence[Finding]) -> str:
    """`1 error, 2 warnings, 3 notes`; severities without any are left out."""
    found = Counter(f.severity for f in findings)
    told = [many(n, name) for name in _SEVERITIES if (n := found[name])]
    return ", ".join(told) or "nothing"


def sarif(findings: Sequence[Finding]) -> dict[str, Any]:
    """A log of SARIF 2.1.0: one run, a rule for each check, a result for each finding."""
    number = {check.code: i for i, check in enumerate(CHECKS)}
    rules = [
        {
            "id": check.code,
            "shortDescription": {"text": check.says},
            "help": {"text": f"{check.mend[:1].upper()}{check.mend[1:]}."},
            "defaultConfiguration": {"level": _SARIF_LEVELS[check.severity]},
        }
        for check in CHECKS
    ]
    results = [
        {
            "ruleId": f.code,
            "ruleIndex": number[f.code],
            "level": _SARIF_LEVELS[f.severity],
            "message": {"text": f"{f.message}. {f.hint[:1].upper()}{f.hint[1:]}."},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": _uri(f.file)},
                        "region": {
                            "startLine": f.line,
                            "startColumn": f.column,
                            "endColumn": f.column + f.width,
                        },
                    }
                }
            ],
        }
        for f in findings
    ]
    driver = {"name": "kgraph", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _uri(file: str) -> str:
    path = quote(file, safe="/:@!$&'()*+,;=~-._")
    return f"file://{path}" if path.startswith("/") else path


def github(findings: Sequence[Finding]) -> Iterator[str]:
    """Workflow commands that GitHub shows beside the lines of a pull request."""
    for f in findings:
        where = f"file={_property(f.file)},line={f.line},col={f.column},title={_property(f.code)}"
        yield f"::{_GITHUB_LEVELS[f.severity]} {where}::{_data(f'{f.message}. {f.hint}')}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def jsonl(findings: Sequence[Finding]) -> Iterator[str]:
    """One object a finding."""
    for finding in findings:
        yield json.dumps(finding.row(), ensure_ascii=False)


def explained(code: str) -> Iterator[str]:
    """What a check means, in lines for people."""
    check = next(c for c in CHECKS if c.code == code)
    fixes = {"safe": "--fix does it", "asks": "--fix --unsafe asks", "no": "a person must"}
    on = {
        "on": "by default",
        "data": "by default, where a store knows of the sources",
        "asked": "only where it is asked for",
    }
    yield f"{check.code} ({check.severity}): {check.says}"
    for name, told in (("found", f"{check.example}"), ("not", check.not_), ("to mend", check.mend), ("fix", fixes[check.fix]), ("on", on[check.on])):  # fmt: skip
        yield f"  {name:8} {told}"
