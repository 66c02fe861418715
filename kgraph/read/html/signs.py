"""What tables know an element by: its name, its classes, its attributes and what some of them say."""

from collections.abc import Mapping
from functools import lru_cache

_MAX_CLASSES = 40
_TELLING = frozenset({
    "role", "rel", "rev", "epub:type", "type", "typeof", "itemprop", "data-component-name", "data-testid", "data-role",
    "data-message-author-role", "data-field", "aria-hidden", "aria-label", "data-mw-group", "property", "aria-describedby", "encoding",
})  # fmt: skip
"""Attributes whose values tell what an element is."""
_KEPT_CHARS, _KEPT_NAMES = 120, 8
"""Signs of longer classes, and of more attributes, are worked out anew for each element."""


def signs_of(name: str, attributes: Mapping[str, str]) -> frozenset[str]:
    """The signs of an element of that name, in lower case.

    >>> sorted(signs_of("a", {"class": "Note", "role": "doc-noteref", "href": "#n1"}))
    ['.note', '[class]', '[href]', '[role=doc-noteref]', '[role]', 'a', 'a.note']
    """
    classes = attributes.get("class", "")
    if _TELLING.isdisjoint(attributes) and len(classes) <= _KEPT_CHARS and len(attributes) <= _KEPT_NAMES:
        return _kept(name, classes, *attributes)
    return _all_signs(name, attributes)


@lru_cache(maxsize=2048)
def _kept(name: str, classes: str, *attributes: str) -> frozenset[str]:
    """The signs of elements that have the same classes and attributes, none of which tells more: a page has few of these."""
    return _all_signs(name, {each: classes if each == "class" else "" for each in attributes})


def _all_signs(name: str, attributes: Mapping[str, str]) -> frozenset[str]:
    found = [name]
    for each, value in attributes.items():
        found.append(f"[{each}]")
        if each == "class":
            for word in value.lower().split()[:_MAX_CLASSES]:
                found += (f".{word}", f"{name}.{word}")
        elif each in _TELLING:
            found += (f"[{each}={word}]" for word in value.lower().split()[:_MAX_CLASSES])
    return frozenset(found)
