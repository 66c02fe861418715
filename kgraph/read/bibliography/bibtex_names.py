"""The names in a field of BibTeX: parted before TeX is undone, told apart behind it."""

from kgraph import late_re as re

_NAMES_APART, _BODY = "\U000f1001", "\U000f1002"
"""Stand between the names of a field, and before a name that is a body's."""
_NAME_BREAK = re.compile(r"[{}]|(?<!\s)\s++and\s+")

_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?){1,4}")
_TWO_NAMES = 4
"""So many fields have two names with a comma in each."""


def parted(names: str) -> str:
    """`A and {B and C}` with the `and` between names as a sign of its own, and bodies, whole in braces, marked."""
    parts: list[str] = []
    depth = start = 0
    for match in _NAME_BREAK.finditer(names):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0 and match[0] not in "{}":
            parts.append(names[start : match.start()])
            start = match.end()
    parts.append(names[start:])
    return _NAMES_APART.join(
        f"{_BODY}{part}" if part.strip().startswith("{") and part.strip().endswith("}") else part
        for part in parts
    )


def _family(name: str) -> str:
    """`van der Maaten` of `Laurens van der Maaten` and of `van der Maaten, Laurens`; a body's whole name; `others`."""
    if name.startswith(_BODY):
        return name.strip(f"{_BODY} ")
    before, comma, _ = name.partition(",")
    if comma:
        return before.strip()
    words = name.split()
    first = next((i for i, word in enumerate(words[1:-1], 1) if word[0].islower()), len(words) - 1)
    return " ".join(words[first:])


def people(names: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Each name that `parted` parted, but for `others`, and the family name of each."""
    parts = [
        (name, tidy)
        for together in names.split(_NAMES_APART)
        for name in _by_commas(together)
        if (tidy := name.strip(f"{_BODY} "))
    ]
    authors = tuple(tidy for _, tidy in parts if tidy.lower() != "others")
    return authors, tuple(_family(name) for name, _ in parts)


def _by_commas(name: str) -> list[str]:
    """The names that commas part, where it should be `and`: `Moss, A., Roe, B.,`. Not `Moss, Jr, A.`"""
    fields = [field.strip() for field in name.rstrip(" ,").split(",")]
    if name.startswith(_BODY) or len(fields) < _TWO_NAMES or len(fields) % 2:
        return [name]
    if not all(_INITIALS.fullmatch(given) for given in fields[1::2]):
        return [name]
    return [f"{family}, {given}" for family, given in zip(fields[::2], fields[1::2], strict=True)]
