"""MyST directives that hold prose: fenced as code is, and no code to a reader."""

from kgraph import late_re as re
from kgraph.model import BlockKind

_ADMONITIONS = "note|tip|hint|important|warning|caution|attention|danger|error|seealso|admonition"
_OTHERS = "dropdown|margin|sidebar|topic|epigraph|pull-quote|exercise|solution|figure|prf:[a-z]{1,20}"
_PROSE = re.compile(rf"\{{(?P<name>{_ADMONITIONS}|{_OTHERS})\}}")
_OPTIONS = re.compile(
    r"(?:[ \t]*:[\w-]{1,30}:[^\n]{0,300}\n){1,12}|[ \t]*---[ \t]*\r?\n(?:[^\n]{0,300}\n){0,12}?[ \t]*---[ \t]*\r?\n"
)
_MAX = 20_000


def prose(info: str, raw: str) -> tuple[int, int, BlockKind] | None:
    """Where in `raw`, a fenced block whose fence says `info`, its prose stands, and the kind of block it is.

    None for code, and for directives that hold none.

    >>> raw = "```{note}\\n:class: tip\\nKites fly.\\n```"
    >>> start, end, kind = prose("{note}", raw)
    >>> raw[start:end], kind
    ('Kites fly.\\n', 'paragraph')
    """
    found = _PROSE.match(info) if info[:1] == "{" else None
    start = raw.find("\n") + 1
    if found is None or not start or len(raw) > _MAX:
        return None
    options = _OPTIONS.match(raw, start)
    start = options.end() if options else start
    end = raw.rstrip().rfind("\n") + 1
    if raw[end:].strip(" \t\r\n`~:"):
        end = len(raw)  # a fence that nothing closes
    return (start, end, "caption" if found["name"] == "figure" else "paragraph") if end > start else None
