"""MathML → TeX where an author gave it, else the letters and signs in a row, with the bars of fractions."""

from kgraph import late_re as re

_PIECE = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([a-z][\w:-]*+)([^<>]*)>|[^<]+", re.IGNORECASE | re.DOTALL)
_MOST_CHARS = 20_000
_ANNOTATIONS = frozenset({"annotation", "annotation-xml"})
_SCRIPTS = {"msup": "^", "msub": "_", "msubsup": "_^"}
"""Elements whose parts behind the first are raised or lowered."""
_RAISED = "′″‴⁗'°"
"""Signs that stand high by themselves."""


def in_a_row(parts: list[str]) -> str:
    """The parts of a fraction with a bar between them.

    >>> in_a_row(["a+b", "2"])
    '(a+b)/2'
    """
    return "/".join(part if part.isalnum() else f"({part})" for part in parts)


def scripted(base: str, *scripts: tuple[str, str]) -> str:
    """What is raised or lowered behind `base`, as TeX writes it; primes as they are.

    >>> scripted("x", ("^", "2")), scripted("a", ("_", "ij"), ("^", "2")), scripted("f", ("^", "′"))
    ('x^2', 'a_{ij}^2', 'f′')
    """
    for sign, part in scripts:
        before, behind = around(sign, part)
        base += before + part + behind
    return base


def around(sign: str, part: str) -> tuple[str, str]:
    """What TeX sets before and behind a part that is raised (`^`) or lowered (`_`)."""
    if not part.strip(_RAISED).strip():
        return "", ""
    return (sign, "") if len(part) == 1 else (f"{sign}{{", "}")


def formula_text(raw: str) -> str:
    """What `<math>…</math>` says, character references as they stand.

    >>> formula_text("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>"), formula_text("<math><msup><mi>x</mi><mn>2</mn></msup></math>")
    ('1/2', 'x^2')
    """
    open_: list[tuple[str, str, list[str]]] = [("", "", [])]
    for piece in _PIECE.finditer(raw[:_MOST_CHARS]):
        closes, name, rest = piece[1], (piece[2] or "").lower(), piece[3]
        if not name:
            if not piece[0].startswith("<!--") and (piece[0].strip() or open_[-1][0] == "mtext"):
                open_[-1][2].append(piece[0])
        elif not closes and not rest.endswith("/"):
            open_.append((name, rest, []))
        elif closes and open_[-1][0] == name:
            _, attributes, parts = open_.pop()
            text = " ".join("".join(parts).split())
            if name in _ANNOTATIONS:
                if text and "application/x-tex" in attributes:
                    return text
                continue
            signs = _SCRIPTS.get(name.rpartition(":")[2], "")
            if signs and len(parts) == len(signs) + 1:
                text = scripted(parts[0], *zip(signs, parts[1:], strict=True))
            is_fraction = name == "mfrac" and len(parts) == 2 and "linethickness" not in attributes
            open_[-1][2].append(in_a_row(parts) if is_fraction else text)
    return " ".join("".join(part for _, _, parts in open_ for part in parts).split())
