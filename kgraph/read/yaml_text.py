"""YAML of people one does not know, read as strings only: aliases and deep nesting are refused before a parser sees them.

The C loader can be made to crash by nesting, and aliases can be made to explode. Tags (`!r`, `!!float`) are passed
over: every scalar stays a string, so that `title: no` is not False.
"""

from kgraph import late_re as re

MAX_NESTING = 20
_ALIAS = re.compile(r"(?m)(?:^|[\s\[{,:-])[&*]\w")
_QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
_INDICATORS = re.compile(r"(?m)^ *(?:[-?:][ \t]+)+")
"""What begins items, keys and values, each a level deeper where several stand on one line (`- - ? a`)."""


def load(text: str) -> tuple[object, str | None]:
    """What `text` says, of dicts, lists and strings, and why it could not be read, if so.

    >>> load("title: no\\nlist: [a, !r b]")
    ({'title': 'no', 'list': ['a', 'b']}, None)
    >>> load("a: &x b\\nc: *x")
    (None, 'aliases are not read')
    """
    if re.search(r"[&*]", text) and _ALIAS.search(_QUOTED.sub("", text)):
        return None, "aliases are not read"
    if nesting(text) > MAX_NESTING:
        return None, f"nested deeper than {MAX_NESTING} levels"
    import yaml  # most articles have no front matter

    try:
        return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)), None
    except (yaml.YAMLError, ValueError, TypeError) as error:
        return None, "no YAML: " + " ".join(str(error).split())[:200]


def nesting(text: str) -> int:
    """How deep brackets and indents of YAML or TOML go at most."""
    depth = deepest = 0
    for char in re.findall(r"[\[\]{}]", text):
        depth += 1 if char in "[{" else -1
        deepest = max(deepest, depth)
    indents = _INDICATORS.findall(text)
    return max(deepest, max((len(i) // 2 for i in indents), default=0))
