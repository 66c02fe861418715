"""What templates of the large Wikipedias are, by their names: the words of `templates.toml`, looked up."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kgraph import late_re as re

_NAME_CHARS = 60


@cache
def table() -> Mapping[str, Mapping[str, Any]]:
    """The words of the file, as it groups them."""
    return tomllib.loads((Path(__file__).parent / "templates.toml").read_text(encoding="utf-8"))


@cache
def role_of(name: str) -> tuple[str, str]:
    """What a template is, and how: `("cite", "")`, `("shown", "2")`; `("", "")` for one that nobody knows.

    >>> role_of("cite web"), role_of("lang-fr"), role_of("infobox town")
    (('cite', ''), ('shown', '1'), ('', ''))
    """
    words = table()
    if len(name) > _NAME_CHARS:
        return "", ""
    for group in ("short", "notes"):
        for kind, names in words[group].items():
            if name in names:
                return group, kind
    cite = words["cite"]
    if not name.startswith(tuple(cite["not"])) and (
        name in cite["exact"] or name.startswith(tuple(cite["begins"]))
    ):
        return "cite", ""
    if name in words["texts"]:
        return "texts", words["texts"][name]
    if name in words["lead"]:
        return "lead", words["lead"][name]
    for role in ("measures", "quotes"):
        if name in words[role]["names"]:
            return role, ""
    shown = words["shown"]
    if name in shown["all"]:
        return "shown", "all"
    for which in ("1", "2", "-1"):
        if name in shown[which]:
            return "shown", which
    return ("shown", "1") if name.startswith(tuple(shown["begins"])) else ("", "")


@cache
def fields() -> Mapping[str, tuple[str, ...]]:
    """Field → the parameters that hold it, the first that is given first."""
    return {field: tuple(names) for field, names in table()["fields"].items()}


@cache
def ranked() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Parameter → the fields that it may hold, each with its rank among those that do: 0 is looked at first."""
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for field, names in fields().items():
        for rank, name in enumerate(dict.fromkeys(names)):
            found[name] = (*found.get(name, ()), (field, rank))
    return found


def level(name: str) -> str:
    """A template's name as it is looked up.

    >>> level(" Cite_web\\n")
    'cite web'
    """
    name = re.sub(r"[\s_]{1,99}", " ", name[: 4 * _NAME_CHARS]).strip().lower()
    return (
        name.removeprefix("template:")
        .removeprefix("vorlage:")
        .removeprefix("modèle:")
        .removeprefix("шаблон:")
    )


@cache
def picture() -> re.Pattern[str]:
    """How the name of a picture begins: `File:`."""
    return re.compile(f"(?:{_any('pictures')})\\s?:", re.IGNORECASE)


@cache
def hidden() -> re.Pattern[str]:
    """How the name of a page begins whose link is not shown: `Category:`, `fr:`. Not `CSI: Miami`."""
    return re.compile(
        f"(?:{_any('hidden')})\\s?:|(?:[a-z]{{2,3}}(?:-[a-z]{{1,12}}){{0,2}}|simple):(?!//|\\s)",
        re.IGNORECASE,
    )


@cache
def option() -> re.Pattern[str]:
    """What says how a picture is set: `thumb`, `220px`, `alt=…`; nothing at all, too."""
    valued = f"(?:{_any('valued')})\\s?(?:=.*)?"
    return re.compile(
        f"\\s*(?:{_any('options')}|x?\\d{{1,4}}(?:x\\d{{1,4}})?\\s?px|{valued}|)\\s*",
        re.IGNORECASE | re.DOTALL,
    )


@cache
def further() -> frozenset[str]:
    """How the headings of lists are called whose works back nothing: `further reading`, `external links`."""
    return frozenset(table()["further"]["headings"])


def _any(group: str) -> str:
    return "|".join(re.escape(word) for word in table()["links"][group])
