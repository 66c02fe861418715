"""The head of an article, YAML between `---` and TOML between `+++`, read as strings only."""

import tomllib
from datetime import date

from kgraph import late_re as re
from kgraph.model import Metadata
from kgraph.read import yaml_text

MAX_BYTES = 64 * 1024

_EOL = r"(?:\r\n?|\n)"
_BLOCK = re.compile(rf"\A---[ \t]*{_EOL}(?:(.*?){_EOL})??(?:---|\.\.\.)[ \t]*(?:{_EOL}|\Z)", re.DOTALL)
_TOML = re.compile(rf"\A\+\+\+[ \t]*{_EOL}(?:(.*?){_EOL})??\+\+\+[ \t]*(?:{_EOL}|\Z)", re.DOTALL)
_DOTTED = re.compile(
    rf"(?<![\w.\"'-])(?:(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{yaml_text.MAX_NESTING}}}"
)
"""A key that goes as deep by its dots: TOML's parser takes quadratic time and memory over those."""
_R_PATH = re.compile(r"(?:here::)?(?:here|file\.path)\(\s*((?:[\"'][^\"'()]*[\"']\s*,?\s*){1,20})\)")
_SIMPLE_LINE = re.compile(r"([A-Za-z_][\w-]*):(?:[ \t]+([^\s\"'\[{|>&*!%@`#].*))?")

_OWN_ADDRESS = (
    "canonical",
    "canonical_url",
    "canonicalurl",
    "canonical-url",
    "permalink",
    "url",
    "original_url",
)
"""What front matter calls the address of the article itself, the most telling first."""


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
    body = match[1] or ""
    fields: object = _simple(body)
    wrong = None
    if fields is None:
        fields, wrong = yaml_text.load(body)
    return _metadata(fields) if isinstance(fields, dict) else Metadata(), wrong


def _parse_toml(text: str) -> tuple[Metadata, str | None]:
    match = _TOML.match(text)
    body = "\n".join(re.split(_EOL, match[1])) if match and match[1] else ""
    if yaml_text.nesting(body) > yaml_text.MAX_NESTING or _DOTTED.search(body):
        return Metadata(), f"nested deeper than {yaml_text.MAX_NESTING} levels"
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


def _metadata(fields: dict[str, object]) -> Metadata:
    lower = {str(key).lower(): value for key, value in fields.items()}
    return Metadata(
        title=_text(lower.get("title")),
        date=_text(lower.get("date")),
        language=_text(lower.get("lang") or lower.get("language")),
        authors=_names(lower.get("authors") or lower.get("author")),
        bibliography=tuple(as_path(name) for name in _names(lower.get("bibliography"))),
        url=next((url for key in _OWN_ADDRESS if (url := _address(lower.get(key)))), None),
    )


def _address(value: object) -> str | None:
    """A whole address; a path (`/posts/otters/`) tells no site."""
    text = _text(value)
    return text if text and text.startswith(("https://", "http://")) and " " not in text else None


def as_path(name: str) -> str:
    """The path in `here::here("data", "refs.bib")`; anything else as it is.

    >>> as_path('here::here("data", "refs.bib")')
    'data/refs.bib'
    """
    match = _R_PATH.fullmatch(name.strip())
    return "/".join(re.findall(r"[\"']([^\"']*)[\"']", match[1])) if match else name


def _text(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("plain") or value.get("name")
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _names(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(name for item in values[:200] if (name := _text(item)))
