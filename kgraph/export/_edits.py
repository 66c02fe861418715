"""How one text comes out of another that is much like it: what to copy, to pass by and to add, in whole numbers and the text that is added.

A page has each sentence once; the text as written, and its blocks, are told by how they differ.
"""

_PROBE = 6
"""So many characters that agree are taken for the same place."""
_SIGHT = 2_000
"""A place is looked for so many characters ahead."""


def edits(base: str, target: str) -> tuple[list[int], str]:
    """Copy, pass by, add; again and again, in characters; and all that is added. Nothing at all where the two are one.

    >>> edits("Rain fell on the hills.", "Rain fell[4] on the hills.")
    ([9, 0, 3, 14, 0, 0], '[4]')
    """
    if base == target:
        return [], ""
    steps: list[int] = []
    added: list[str] = []
    at = to = 0
    while to < len(target) or not steps:
        copied = _alike(base, at, target, to)
        at, to = at + copied, to + copied
        passed, add = _apart(base, at, target, to)
        steps += copied, passed, add
        added.append(target[to : to + add])
        at, to = at + passed, to + add
    return steps, "".join(added)


def _alike(base: str, at: int, target: str, to: int) -> int:
    """How many characters agree from two places on."""
    most = min(len(base) - at, len(target) - to)
    same, step = 0, 32
    while same < most:
        step = min(step, most - same)
        if base[at + same : at + same + step] == target[to + same : to + same + step]:
            same, step = same + step, step * 2
        elif step == 1:
            break
        else:
            step //= 2
    return same


def _apart(base: str, at: int, target: str, to: int) -> tuple[int, int]:
    """How much to pass by, and to add, until the two agree again; not more than is in sight."""
    if to == len(target):
        return 0, 0
    if at == len(base):
        return 0, len(target) - to
    found = base.find(target[to : to + _PROBE], at, at + _SIGHT)
    passed = found - at if found >= 0 else _SIGHT
    found = target.find(base[at : at + _PROBE], to, to + _SIGHT)
    add = found - to if found >= 0 else _SIGHT
    if passed == add == _SIGHT:
        return min(_PROBE, len(base) - at), min(_PROBE, len(target) - to)
    return (passed, 0) if passed <= add else (0, add)
