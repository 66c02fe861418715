"""The head of an article, YAML between `---` and TOML between `+++`, read as strings only.

YAML is untrusted here: aliases, tags and deep nesting are refused before the parser sees them (the C
loader can be made to crash by nesting, and aliases can be made to explode), and every scalar stays a
string, so that `title: no` is not False.
"""

import re
import tomllib
from datetime import date

import yaml

from kgraph.model import Metadata

MAX_BYTES = 64 * 1024
_MAX_NESTING = 20

_BLOCK = re.compile(
    r"\A---[ \t]*\r?\n(.*?)(?:^|\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_TOML = re.compile(r"\A\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_REFUSED = re.compile(r"(?m)(?:^|[\s\[{,:-])[&*!][\w!]")
_INDICATORS = re.compile(r"(?m)^ *(?:[-?:][ \t]+)+")
"""What begins items, keys and values, each a level deeper where several stand on one line (`- - ? a`)."""
_DOTTED = re.compile(
    rf"(?<![\w.\"'-])(?:(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{_MAX_NESTING}}}"
)
"""A key that goes as deep by its dots: TOML's parser takes quadratic time and memory over those."""
_SIMPLE_LINE = re.compile(r"([A-Za-z_][\w-]*):(?:[ \t]+([^\s\"'\[{|>&*!%@`#].*))?")


def find(text: str) -> int:
    """The offset at which the front matter of `text` ends; 0 where there is none."""
    if not text.startswith(("---", "+++")):
        return 0
    match = (_BLOCK if text[0] == "-" else _TOML).match(text, 0, MAX_BYTES)
    return match.end() if match else 0


def parse(text: str) -> tuple[Metadata, str | None]:
    """Metadata of the front matter `text` (delimiters included), and why it could not be read, if so.

    >>> parse("---\\ntitle: No\\nauthor: [Ada, Alan]\\n---\\n")[0].authors
    ('Ada', 'Alan')
    """
    if text.startswith("+++"):
        return _parse_toml(text)
    match = _BLOCK.match(text)
    if not match:
        return Metadata(), None
    body = match[1]
    if re.search(r"[&*!]", body) and _REFUSED.search(_without_quoted(body)):
        return Metadata(), "aliases and tags are not read"
    if _nesting(body) > _MAX_NESTING:
        return Metadata(), f"nested deeper than {_MAX_NESTING} levels"
    fields = _simple(body)
    if fields is None:
        try:
            fields = yaml.load(body, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
        except (yaml.YAMLError, ValueError) as error:
            return Metadata(), "no YAML: " + " ".join(str(error).split())[:200]
    return (_metadata(fields), None) if isinstance(fields, dict) else (Metadata(), None)


def _parse_toml(text: str) -> tuple[Metadata, str | None]:
    match = _TOML.match(text)
    body = match[1].replace("\r\n", "\n") if match else ""
    if _nesting(body) > _MAX_NESTING or _DOTTED.search(body):
        return Metadata(), f"nested deeper than {_MAX_NESTING} levels"
    try:
        fields = tomllib.loads(body)
    except (ValueError, RecursionError) as error:
        return Metadata(), "no TOML: " + " ".join(str(error).split())[:200]
    return _metadata({k: str(v) if isinstance(v, date) else v for k, v in fields.items()}), None


def _simple(body: str) -> dict[str, object] | None:
    """The fields where every line is `key: plain words`; None where the YAML parser must look."""
    fields: dict[str, object] = {}
    for line in body.splitlines():
        if not line.strip():
            continue
        match = _SIMPLE_LINE.fullmatch(line.rstrip(" \t"))
        value = match and (match[2] or "")
        if not match or value is None or ": " in value or " #" in value or value.endswith(":"):
            return None
        fields[match[1]] = value
    return fields


def _without_quoted(body: str) -> str:
    return re.sub(r"\"[^\"\n]*\"|'[^'\n]*'", "", body)


def _nesting(body: str) -> int:
    depth = deepest = 0
    for char in re.findall(r"[\[\]{}]", body):
        depth += 1 if char in "[{" else -1
        deepest = max(deepest, depth)
    indents = _INDICATORS.findall(body)
    return max(deepest, max((len(i) // 2 for i in indents), default=0))


def _metadata(fields: dict[str, object]) -> Metadata:
    lower = {str(key).lower(): value for key, value in fields.items()}
    return Metadata(
        title=_text(lower.get("title")),
        date=_text(lower.get("date")),
        language=_text(lower.get("lang") or lower.get("language")),
        authors=_names(lower.get("authors") or lower.get("author")),
        bibliography=_names(lower.get("bibliography")),
    )


def _text(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("plain") or value.get("name")
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _names(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(name for item in values[:200] if (name := _text(item)))
