"""What is done with the elements of a vocabulary that need no word of their own."""

from kgraph.read.mathml import around
from kgraph.read.xml.tree import Element, Text
from kgraph.read.xml.walk import Act, Walk


def emphasised(kind: str) -> Act:
    """An act for text that is set as `kind`: `strong`, `emphasis`, `code`, `sup`."""

    def act(walk: Walk, element: Element) -> None:
        walk.inline(kind, element)

    return act


def left(reason: str) -> Act:
    """An act for what is no text, for `reason`."""

    def act(walk: Walk, element: Element) -> None:
        walk.leave(element, reason)

    return act


def scripts(*signs: str) -> Act:
    """An act for a part of a formula with what is raised (`^`) or lowered (`_`) behind it."""

    def act(walk: Walk, element: Element) -> None:
        parts = element.elements()
        if walk.prose is None or len(parts) != len(signs) + 1:
            walk.through(element)
            return
        for sign, part in zip(("", *signs), parts, strict=True):
            before, behind = around(sign, part.words()) if sign else ("", "")
            if before:
                walk.prose.add(before, part.start, part.start)
            walk.acts.get(part.name, Walk.through)(walk, part)
            if behind:
                walk.prose.add(behind, part.end, part.end)

    return act


def picture(walk: Walk, element: Element) -> None:
    """An act for a picture: the words that stand in for it are those of its description, if it has one."""
    told = next(iter(element.all("alt-text", "desc")), None)
    walk.show(element, "image", told.words() if told else "")


def listing(walk: Walk, element: Element) -> None:
    """An act for code on lines of its own."""
    walk.show(element, "code", lines_in(element).strip("\n"))


def lines_in(element: Element) -> str:
    """The text of an element, its lines as they are."""
    found: list[str] = []
    waiting: list[Element | Text] = [element]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Text):
            found.append(here.text)
        else:
            waiting += reversed(here.children)
    return "".join(found)


_CITING = ("xref", "ref", "ptr")
"""Elements that may cite."""


def nothing(walk: Walk, element: Element) -> None:
    """An act for what says nothing; it is named as left out where something in it may cite."""
    if element.children and element.all(*_CITING):
        walk.leave(element, "hidden")
