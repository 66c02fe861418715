"""The codes that people meet: `PROBLEMS` of articles, and `REASONS` why a token that looks like a marker is none.

Docs, `kgraph info` and reports are made from these tables. To add a code: a row here, its heading in `docs/semantics`, and
a case that shows it.
"""

from dataclasses import dataclass, replace

from kgraph.model import Problem, ReferenceEntry, Severity
from kgraph.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemKind:
    """One kind of flaw, what it means, and what a writer does about it.

    `rule` is its number in `docs/semantics/problems.md`.
    """

    code: str
    rule: str
    severity: Severity
    means: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonKind:
    """One reason why a token cites nothing, with an example of such a token.

    `rule` is its number in `docs/semantics/ignored.md`.
    """

    code: str
    rule: str
    means: str
    example: str


PROBLEMS = (
    ProblemKind(code="marker-dangling", rule="P1", severity="warning", means="a marker names no entry", hint="add the entry or correct the label"),
    ProblemKind(code="marker-ambiguous", rule="P17", severity="warning", means="two entries have the author and the year that a marker names, and nothing tells which is meant", hint="put letters behind the years, here and in the list (2010a, 2010b)"),
    ProblemKind(code="marker-unresolvable", rule="P2", severity="warning", means="only the tool that wrote the article knows what the marker names", hint="add the source to the list and cite its label"),
    ProblemKind(code="tokens-unexplained", rule="P41", severity="warning", means="most citations of an article are tokens of a tool, and none of them names a source", hint="export the answer again with its links, or give the chat's own export (JSON)"),
    ProblemKind(code="list-missing", rule="P42", severity="warning", means="numbers behind the stops of an article count up as markers do, and it has no list of sources", hint="copy the answer again with its list"),
    ProblemKind(code="marker-target-mismatch", rule="P3", severity="warning", means="the printed number and the link's target disagree; the target wins, as a reader's click does", hint="correct the number or the link"),
    ProblemKind(code="key-without-at", rule="P4", severity="warning", means="a bracketed word equals a bibliography key but lacks its `@`", hint="write the key with its @"),
    ProblemKind(code="label-anchor-mismatch", rule="P5", severity="warning", means="an entry's printed label and its anchor disagree", hint="correct the label or the anchor"),
    ProblemKind(code="label-duplicate", rule="P6", severity="warning", means="two entries of a list carry one label", hint="give one of the entries another label"),
    ProblemKind(code="reference-uncited", rule="P7", severity="note", means="nothing cites an entry", hint="cite the entry where it bears the text out, or remove it"),
    ProblemKind(code="reference-without-link", rule="P8", severity="note", means="an entry has neither link nor identifier", hint="add an address or an identifier such as a DOI"),
    ProblemKind(code="address-broken", rule="P18", severity="warning", means="a space or the end of a line breaks the address of an entry; it is not read", hint="take the space out"),
    ProblemKind(code="source-duplicate", rule="P9", severity="note", means="two entries are one source", hint="cite one of the entries and remove the other"),
    ProblemKind(code="reference-unclear", rule="P19", severity="warning", means="a note refers back to a work that is not found, or to one of several; it is linked to none of them", hint="name the work, or give its full title and year"),
    ProblemKind(code="title-unread", rule="P40", severity="note", means="what stands where the title of an entry would is an identifier, or longer than a title can be", hint="write the title behind the authors"),
    ProblemKind(code="text-repaired", rule="P10", severity="note", means="mojibake in a title was undone; the title as written is kept", hint="correct the title"),
    ProblemKind(code="decode-replaced", rule="P11", severity="warning", means="bytes that are no UTF-8 were replaced", hint="save the file as UTF-8"),
    ProblemKind(code="markup-broken", rule="P60", severity="warning", means="the file breaks, or holds more than is read: what stands before is read, what follows is not", hint="mend the file there, or export it again"),
    ProblemKind(code="entity-unread", rule="P61", severity="warning", means="an entity of the file stands for another file or for markup, or for nothing; it is left out", hint="write what it stands for"),
    ProblemKind(code="layout-unread", rule="P71", severity="note", means="of a file that only says where its letters stand, the text is read, and no more", hint="give a GROBID server (--grobid), or the article in another format"),
    ProblemKind(code="article-copy", rule="P70", severity="warning", means="the text of an article is that of a file beside it, in another format", hint="leave one of the two out (--exclude)"),
    ProblemKind(code="page-cut", rule="P55", severity="warning", means="a page is broken or too large, and not all of it was read", hint="save the page again, whole"),
    ProblemKind(code="front-matter-unread", rule="P12", severity="warning", means="the front matter is no plain YAML or TOML, or too large", hint="correct the front matter"),
    ProblemKind(code="too-dense", rule="P13", severity="warning", means="more than is taken from an article of this size: labels of ranges, sources, surroundings or problems are left out from here on", hint="split the article"),
    ProblemKind(code="bibliography-missing", rule="P14", severity="warning", means="a bibliography that the article names is not there", hint="check its name in the front matter"),
    ProblemKind(code="bibliography-unread", rule="P15", severity="warning", means="a bibliography, or an entry of it, cannot be read", hint="correct it"),
    ProblemKind(code="include-unread", rule="P50", severity="note", means="an article takes in another file, which is not followed", hint="read that file as well, or one that holds all of the text"),
    ProblemKind(code="bibliography-outside", rule="P16", severity="warning", means="a bibliography that the article names lies outside of what was given to read", hint="allow it with --bibliography FILE, or name a folder that holds both"),
)  # fmt: skip
"""Every kind of flaw, the worst and most frequent first; a `Problem` has one of their codes."""

REASONS = (
    ReasonKind(code="code", rule="R1", means="it stands in code", example="`x[0]`"),
    ReasonKind(code="math", rule="R2", means="it stands in math", example="$x[1]$"),
    ReasonKind(code="comment", rule="R3", means="it stands in a comment", example="<!-- [1] -->"),
    ReasonKind(code="hidden", rule="R4", means="it stands in an element that is not shown", example='<span style="display:none">[1]</span>'),
    ReasonKind(code="image", rule="R5", means="it belongs to an image", example="![map [1]](map.png)"),
    ReasonKind(code="chrome", rule="R55", means="it stands in a part of a page that is not the article", example="<nav>[1]</nav>"),
    ReasonKind(code="front-matter", rule="R6", means="it stands in the front matter", example="title: Kites [1]"),
    ReasonKind(code="template", rule="R7", means="it belongs to a template of a site generator", example="{{< note [1] >}}"),
    ReasonKind(code="html", rule="R8", means="it belongs to a tag, not to its text", example='<a title="[1]">'),
    ReasonKind(code="link", rule="R9", means="it is a link whose words are a number, or stands in a link", example="[12](notes.html)"),
    ReasonKind(code="local-link", rule="R10", means="it links to a part of the article that is no entry", example="Figure [1](#fig-one)"),
    ReasonKind(code="cross-reference", rule="R11", means="it names a figure, a table, an equation or a section", example="[@fig:tides]"),
    ReasonKind(code="definition", rule="R12", means="it is the head of a definition", example="[1]: https://example.org"),
    ReasonKind(code="entry", rule="R13", means="it stands in a reference entry", example="[1] Moss, A. Kites."),
    ReasonKind(code="back-link", rule="R14", means="it is the way back from a note to the text", example="[↩](#fnref1)"),
    ReasonKind(code="note", rule="R15", means="it names a note that explains and cites nothing", example="[^1] with [^1]: I use the word loosely."),
    ReasonKind(code="exponent", rule="R16", means="it is an exponent", example="10^2^"),
    ReasonKind(code="superscript", rule="R17", means="it is raised, and no list has it as a label", example="4<sup>th</sup>, km²"),
    ReasonKind(code="index", rule="R18", means="it is an index", example="x[0]"),
    ReasonKind(code="interval", rule="R19", means="it is an interval", example="[0, 1]"),
    ReasonKind(code="number", rule="R20", means="it is a number too large for a label, or a sum", example="[1024]"),
    ReasonKind(code="year", rule="R21", means="it is a year or a day", example="[2021]"),
    ReasonKind(code="task-box", rule="R22", means="it is the box of a task", example="- [x] done"),
    ReasonKind(code="empty-link", rule="R23", means="it is a link without words that nothing leads to", example="[](https://example.org)"),
    ReasonKind(code="link-bracket", rule="R24", means="it is a bracket around the words of a link", example="[[site](https://example.org)][1]"),
    ReasonKind(code="link-item", rule="R29", means="it stands in an item or a cell that is nothing but links", example="- [Moss, 2019](https://example.org)"),
    ReasonKind(code="generator-tag", rule="R25", means="a generator left it; it cites nothing", example="[cite_start]"),
    ReasonKind(code="maintenance-tag", rule="R26", means="an editor left it; it cites nothing", example="[citation needed]"),
    ReasonKind(code="sub-article", rule="R60", means="it stands in a text that is printed with the article: a review, a reply, another answer", example="<sub-article>… [1] …</sub-article>"),
    ReasonKind(code="rule", rule="R27", means="it belongs to a horizontal rule", example="---"),
    ReasonKind(code="other", rule="R28", means="no convention of the article reads it", example="[7] without a list"),
)  # fmt: skip
"""Every reason why a token is ignored; a token has one of their codes."""

MESSAGE_CHARS = 500
"""A longer message is cut."""
_KINDS = {kind.code: kind for kind in PROBLEMS}


def in_file(code: str, message: str, entry: ReferenceEntry, hint: str | None = None) -> Problem:
    """A flaw of the kind `code` of an entry, at its place: in the article, or in the bibliography it stands in."""
    return replace(problem(code, message, entry.span, hint), file=entry.file, place=entry.place)


def problem(code: str, message: str, span: Span, hint: str | None = None) -> Problem:
    """A flaw of the kind `code`, its message on one line, cut where it is long.

    `hint` says what to do where more is known than the hint of its kind.

    Errors: `KeyError` for a code that the table lacks.
    """
    line = " ".join(message.split())
    if len(line) > MESSAGE_CHARS:
        line = line[: MESSAGE_CHARS - 1] + "…"
    kind = _KINDS[code]
    return Problem(code=code, severity=kind.severity, message=line, span=span, hint=hint or kind.hint)
