"""Parts of a page that a server sends late, hidden, for a script to put in their place: React's `<div hidden id="S:1">`."""

from kgraph import late_re as re
from kgraph.read.html.tree import Page

_PART = re.compile(r"S:([0-9a-f]{1,6})")
_PLACES = ("B:", "P:")
"""How the `<template>` is called that keeps the place of a part."""


def show_streamed(page: Page) -> None:
    """Makes text of the parts that a reader sees once the page is whole: those whose place a `<template>` keeps.

    `<template id="B:1"></template> … <div hidden id="S:1">Tides rise.</div>`. Not any other element with `hidden`.
    """
    for node in page.nodes:
        part = _PART.fullmatch(node.id) if node.name == "div" and "hidden" in node.attributes else None
        if part is None:
            continue
        places = (page.named.get(place + part[1]) for place in _PLACES)
        if any(place is not None and place.name == "template" for place in places):
            node.attributes = {name: value for name, value in node.attributes.items() if name != "hidden"}
