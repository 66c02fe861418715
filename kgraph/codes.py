"""The codes that people meet: `PROBLEMS` of articles, and `REASONS` why a token that looks like a marker is none.

Docs, `kgraph info` and reports are made from these tables. To add a code: a row here, and a case that shows it.
"""

from dataclasses import dataclass

from kgraph.model import Problem, Severity
from kgraph.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemKind:
    """One kind of flaw, and what it means."""

    code: str
    severity: Severity
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonKind:
    """One reason why a token cites nothing, with an example of such a token."""

    code: str
    means: str
    example: str


PROBLEMS = (
    ProblemKind(code="marker-dangling", severity="warning", means="a marker names no entry"),
    ProblemKind(code="marker-ambiguous", severity="warning", means="two entries have the author and the year that a marker names, and nothing tells which is meant"),
    ProblemKind(code="marker-unresolvable", severity="warning", means="only the tool that wrote the article knows what the marker names"),
    ProblemKind(code="marker-target-mismatch", severity="warning", means="the printed number and the link's target disagree; the target wins, as a reader's click does"),
    ProblemKind(code="key-without-at", severity="warning", means="a bracketed word equals a bibliography key but lacks its `@`"),
    ProblemKind(code="label-anchor-mismatch", severity="warning", means="an entry's printed label and its anchor disagree"),
    ProblemKind(code="label-duplicate", severity="warning", means="two entries of a list carry one label"),
    ProblemKind(code="reference-uncited", severity="note", means="nothing cites an entry"),
    ProblemKind(code="reference-without-link", severity="note", means="an entry has neither link nor identifier"),
    ProblemKind(code="address-broken", severity="warning", means="a space or the end of a line breaks the address of an entry; it is not read"),
    ProblemKind(code="source-duplicate", severity="note", means="two entries are one source"),
    ProblemKind(code="text-repaired", severity="note", means="mojibake in a title was undone; the title as written is kept"),
    ProblemKind(code="decode-replaced", severity="warning", means="bytes that are no UTF-8 were replaced"),
    ProblemKind(code="front-matter-unread", severity="warning", means="the front matter is no plain YAML or TOML, or too large"),
    ProblemKind(code="too-dense", severity="warning", means="more than is taken from an article of this size: labels of ranges, sources, surroundings or problems are left out from here on"),
    ProblemKind(code="bibliography-missing", severity="warning", means="a bibliography that the article names is not there"),
    ProblemKind(code="bibliography-unread", severity="warning", means="a bibliography, or an entry of it, cannot be read"),
    ProblemKind(code="bibliography-outside", severity="warning", means="a bibliography that the article names lies outside of what was given to read"),
)  # fmt: skip
"""Every kind of flaw, the worst and most frequent first; a `Problem` has one of their codes."""

REASONS = (
    ReasonKind(code="code", means="it stands in code", example="`x[0]`"),
    ReasonKind(code="math", means="it stands in math", example="$x[1]$"),
    ReasonKind(code="comment", means="it stands in a comment", example="<!-- [1] -->"),
    ReasonKind(code="hidden", means="it stands in an element that is not shown", example='<span style="display:none">[1]</span>'),
    ReasonKind(code="image", means="it belongs to an image", example="![map [1]](map.png)"),
    ReasonKind(code="front-matter", means="it stands in the front matter", example="title: Kites [1]"),
    ReasonKind(code="template", means="it belongs to a template of a site generator", example="{{< note [1] >}}"),
    ReasonKind(code="html", means="it belongs to a tag, not to its text", example='<a title="[1]">'),
    ReasonKind(code="link", means="it is a link whose words are a number, or stands in a link", example="[12](notes.html)"),
    ReasonKind(code="local-link", means="it links to a part of the article that is no entry", example="Figure [1](#fig-one)"),
    ReasonKind(code="cross-reference", means="it names a figure, a table, an equation or a section", example="[@fig:tides]"),
    ReasonKind(code="definition", means="it is the head of a definition", example="[1]: https://example.org"),
    ReasonKind(code="entry", means="it stands in a reference entry", example="[1] Moss, A. Kites."),
    ReasonKind(code="back-link", means="it is the way back from a note to the text", example="[↩](#fnref1)"),
    ReasonKind(code="note", means="it names a note that explains and cites nothing", example="[^1] with [^1]: I use the word loosely."),
    ReasonKind(code="exponent", means="it is an exponent", example="10^2^"),
    ReasonKind(code="superscript", means="it is raised, and no list has it as a label", example="4<sup>th</sup>, km²"),
    ReasonKind(code="index", means="it is an index", example="x[0]"),
    ReasonKind(code="interval", means="it is an interval", example="[0, 1]"),
    ReasonKind(code="number", means="it is a number too large for a label", example="[1024]"),
    ReasonKind(code="year", means="it is a year or a day", example="[2021]"),
    ReasonKind(code="task-box", means="it is the box of a task", example="- [x] done"),
    ReasonKind(code="empty-link", means="it is a link without words that nothing leads to", example="[](https://example.org)"),
    ReasonKind(code="link-bracket", means="it is a bracket around the words of a link", example="[[site](https://example.org)][1]"),
    ReasonKind(code="generator-tag", means="a generator left it; it cites nothing", example="[cite_start]"),
    ReasonKind(code="maintenance-tag", means="an editor left it; it cites nothing", example="[citation needed]"),
    ReasonKind(code="rule", means="it belongs to a horizontal rule", example="---"),
    ReasonKind(code="other", means="no convention of the article reads it", example="[7] without a list"),
)  # fmt: skip
"""Every reason why a token is ignored; a token has one of their codes."""

MESSAGE_CHARS = 500
"""A longer message is cut."""
_SEVERITY: dict[str, Severity] = {kind.code: kind.severity for kind in PROBLEMS}


def problem(code: str, message: str, span: Span, hint: str | None = None) -> Problem:
    """A flaw of the kind `code`, its message on one line, cut where it is long.

    Errors: `KeyError` for a code that the table lacks.
    """
    line = " ".join(message.split())
    if len(line) > MESSAGE_CHARS:
        line = line[: MESSAGE_CHARS - 1] + "…"
    return Problem(code=code, severity=_SEVERITY[code], message=line, span=span, hint=hint)
