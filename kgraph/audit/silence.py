"""Comments that silence findings: on a line, on the next one, in the file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kgraph.audit.article import Article
from kgraph.spans import Span

_COMMENT = re.compile(
    r"<!--\s{0,20}kgraph-audit:\s{0,20}(ignore(?:-file)?)\s{1,20}([\w, \t-]{1,400}?)\s{0,20}-->"
)
_CODE = re.compile(r"[a-z][a-z-]*")


@dataclass(slots=True)
class Silence:
    """One comment: the codes or families it names, and the lines it speaks of; none for the whole file."""

    span: Span
    codes: tuple[str, ...]
    line: int | None
    used: set[str] = field(default_factory=set)

    def takes(self, code: str, line: int) -> bool:
        """Whether a finding is silenced."""
        named = [c for c in self.codes if is_of(code, c)]
        if not named or (self.line is not None and line != self.line):
            return False
        self.used.update(named)
        return True


def is_of(code: str, chosen: str) -> bool:
    """Whether `code` is what was chosen, or of the family of that name.

    >>> is_of("marker-dangling", "marker"), is_of("marker-dangling", "mark")
    (True, False)
    """
    return code == chosen or code.startswith(chosen + "-")


def silences(article: Article) -> Sequence[Silence]:
    """The comments of the article, in order: not those in code."""
    source, text = article.source, article.text
    first = min((b.span.start for b in article.reading.document.blocks), default=len(text))
    comments = [(a, b) for a, b, reason in article.reading.document.dropped if reason == "comment"]
    found = []
    for match in _COMMENT.finditer(text) if "kgraph-audit:" in text else ():
        if (
            comments
            and not any(a <= match.start() < b for a, b in comments)
            and _in_code(article, match.start())
        ):
            continue
        codes = tuple(_CODE.findall(match[2]))
        line = source.place(match.start()).line
        begin = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        alone = not (text[begin : match.start()] + text[match.end() : end if end >= 0 else len(text)]).strip()
        if match[1] == "ignore-file":
            if match.start() <= first:
                found.append(Silence(Span(*match.span()), codes, None))
        else:
            found.append(Silence(Span(*match.span()), codes, line + alone))
    return found


def _in_code(article: Article, offset: int) -> bool:
    document = article.reading.document
    return any(a <= offset < b for a, b, reason in document.dropped if reason == "code") or any(
        i.kind == "code" and i.span.start <= offset < i.span.end for b in document.blocks for i in b.inlines
    )
