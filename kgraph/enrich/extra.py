"""The libraries of the extra `enrich`: which of them are not installed."""

from importlib.util import find_spec

_LIBRARIES = {
    "protego": "protego",
    "trafilatura": "trafilatura",
    "lxml-html-clean": "lxml_html_clean",
    "pypdf": "pypdf",
}
"""Distribution → module. trafilatura cannot be imported without lxml-html-clean, which some pips leave out."""


def missing() -> tuple[str, ...]:
    """The names of those that are not there, sorted; each can be installed by that name."""
    return tuple(sorted(name for name, module in _LIBRARIES.items() if find_spec(module) is None))
