"""Which bibliographies the project names that an article lies in: `_quarto.yml`, `_config.yml`, `book.toml` and their like.

Looked at are the folder of the article and those above it, up to what was named for reading or the repository. The
nearest settings that name a bibliography count (E17 in `docs/semantics/entries.md`).
"""

import ast
import configparser
import fnmatch
import json
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kgraph.late import late
from kgraph.read.bibliography import SUFFIXES
from kgraph.tree import DISK, Tree

_as_path = late("kgraph.read.front_matter", "as_path")
_load_yaml = late("kgraph.read.yaml_text", "load")

MAX_SETTINGS_BYTES = 256 * 1024
MAX_LEVELS = 40
"""Folders above an article that are looked at."""
USUAL_FOLDERS = ("_bibliography", "assets/bibliography", "bibliography")
"""Where sites keep what their articles name without a folder."""
_USUAL_NAMES = ("references", "bibliography", "refs", "library")
_LISTS_OF_WORKS = re.compile(r"bib|ref|csl|cit", re.IGNORECASE)
"""Names of `.json`, `.yaml` and `.ris` files that hold works, and not anything else."""
_SPHINX = re.compile(r"^bibtex_bibfiles\s*=\s*(\[[^\]]{0,4000}\])", re.MULTILINE)
_DIRECTIVE = re.compile(
    r"^[ \t]*(?:`{3,8}|:{3,8}|\.\. )\{?bibliography(?:\}|::)[ \t]+(\S[^\n]{0,500})", re.MULTILINE
)
_ANY_PAGE = "*.md"
_LIST_PAGE = re.compile(r"bibliograph|reference|literatur|r[ée]f[ée]rence", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Settings:
    """A kind of settings file: its names in a folder (patterns), and what reads the bibliographies it names.

    A name that is read may hold `*`; it counts from the folder that the settings lie in.
    """

    tool: str
    files: tuple[str, ...]
    read: Callable[[str], Iterable[object]]


def _yaml(*paths: str) -> Callable[[str], Iterable[object]]:
    def read(text: str) -> Iterable[object]:
        fields, _ = _load_yaml(text)
        return [value for path in paths for value in _at(fields, path)]

    return read


def _at(fields: object, path: str) -> list[object]:
    for name in path.split("/"):
        fields = fields.get(name) if isinstance(fields, dict) else None
    return fields if isinstance(fields, list) else [fields]


def _head(text: str) -> Iterable[object]:
    """`index.Rmd` of a bookdown book speaks for its chapters."""
    from kgraph.read import front_matter

    return front_matter.parse(text[: front_matter.find(text)])[0].bibliography


def _jekyll(text: str) -> Iterable[object]:
    """jekyll-scholar's `bibliography` below its `source`; Jupyter Book's `bibtex_bibfiles`."""
    fields, _ = _load_yaml(text)
    if not isinstance(fields, dict):
        return []
    scholar = fields.get("scholar")
    if isinstance(scholar, dict):
        source = str(scholar.get("source") or "_bibliography").strip("./")
        names = _at(scholar, "bibliography") if scholar.get("bibliography") else ["references.bib"]
        return [f"{source}/{name}" for name in names if isinstance(name, str)]
    return [v for path in ("bibtex_bibfiles", "sphinx/config/bibtex_bibfiles") for v in _at(fields, path)]


def _mkdocs(text: str) -> Iterable[object]:
    fields, _ = _load_yaml(text)
    found: list[object] = []
    for plugin in _at(fields, "plugins"):
        options = plugin.get("bibtex") if isinstance(plugin, dict) else None
        if isinstance(options, dict):
            folder = options.get("bib_dir")
            found += [options.get("bib_file"), f"{folder}/*.bib" if isinstance(folder, str) else None]
    return found


def _mdbook(text: str) -> Iterable[object]:
    fields = tomllib.loads(text)
    source = _at(fields, "book/src")[0] or "src"
    return [
        f"{source}/{name}" for name in _at(fields, "preprocessor/bib/bibliography") if isinstance(name, str)
    ]


def _sphinx(text: str) -> Iterable[object]:
    match = _SPHINX.search(text)
    names = ast.literal_eval(match[1]) if match else []
    return names if isinstance(names, list) else []


def _d2lbook(text: str) -> Iterable[object]:
    parser = configparser.ConfigParser(interpolation=None, strict=False, delimiters=("=",))
    parser.read_string(text)
    return [parser.get("pdf", "bibfile", fallback=None)]


def _obsidian(text: str) -> Iterable[object]:
    """The citation plug-in's export, the reference list's bibliography; counted from the vault."""
    fields = json.loads(text)
    names = [v for key in ("citationExportPath", "pathToBibliography") for v in _at(fields, key)]
    return [
        f"../../../{name}" if isinstance(name, str) and not os.path.isabs(name) else name for name in names
    ]


def _list_page(text: str) -> Iterable[object]:
    """The `{bibliography} refs.bib` directive of the page that lists the works of a book."""
    return [name for match in _DIRECTIVE.finditer(text) for name in match[1].split()]


SETTINGS = (
    Settings("Quarto", ("_quarto.yml", "_quarto.yaml", "_metadata.yml"), _yaml("bibliography", "book/bibliography")),
    Settings("bookdown", ("_bookdown.yml",), _yaml("bibliography")),
    Settings("bookdown", ("index.rmd",), _head),
    Settings("MyST", ("myst.yml", "myst.yaml"), _yaml("project/bibliography")),
    Settings("Jekyll and Jupyter Book", ("_config.yml", "_config.yaml"), _jekyll),
    Settings("Sphinx", ("conf.py",), _sphinx),
    Settings("D2L-Book", ("config.ini",), _d2lbook),
    Settings("mdBook", ("book.toml",), _mdbook),
    Settings("MkDocs", ("mkdocs.yml", "mkdocs.yaml"), _mkdocs),
    Settings(
        "Pandoc and Manubot",
        ("defaults.yaml", "defaults.yml", "metadata.yaml", "metadata.yml", "pandoc.yaml", "pandoc.yml"),
        _yaml("bibliography", "metadata/bibliography"),
    ),
    Settings("Obsidian", (".obsidian/plugins/*/data.json",), _obsidian),
    Settings("a page of references", (_ANY_PAGE,), _list_page),
)  # fmt: skip
"""How projects name their bibliographies; the first that fits in the nearest folder counts."""


_LAST_PARTS = tuple(dict.fromkeys(file.rpartition("/")[2] for row in SETTINGS for file in row.files))


def named(folder: str, top: str, tree: Tree = DISK) -> tuple[str, ...]:
    """The bibliographies that the nearest settings name, as paths, from `folder` up to `top`; none where none do.

    `folder` and `top` are real paths of the `tree`. Settings that cannot be read name nothing.
    """
    for place in _upwards(folder, top):
        found = [
            path
            for row in SETTINGS
            for file in _files(place, row, tree)
            for path in _named_in(row, file, tree)
        ]
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def lying_about(folder: str, top: str, tree: Tree = DISK) -> tuple[str, ...]:
    """The bibliographies in `folder`; else those of usual names and places, or the only one, in the nearest above.

    Errors: `OSError` where `folder` cannot be listed.
    """
    here = sorted(_lists_in(tuple(tree.names(folder))), key=lambda n: not n.lower().endswith(".bib"))
    if here:
        return tuple(_join(folder, name) for name in here)
    for place in _upwards(folder, top):
        try:
            names = _lists_in(tuple(tree.names(place)))
        except OSError:
            continue
        usual = (*_USUAL_NAMES, os.path.basename(place).lower())
        known = [name for name in names if os.path.splitext(name.lower())[0] in usual]
        if place != folder and (known or len(names) == 1):
            return tuple(_join(place, name) for name in known or names)
        below = [path for name in USUAL_FOLDERS for path in _matching(_join(place, name), "*.bib", tree)]
        if below:
            return tuple(below)
    return ()


def places_of(name: str, folder: str, top: str) -> Iterator[str]:
    """Where a bibliography that an article names may lie: beside it, and in the usual places of the folders above."""
    yield os.path.join(folder, name)
    if not os.path.isabs(name):
        for place in _upwards(folder, top):
            for usual in ("", *USUAL_FOLDERS):
                yield os.path.join(place, usual, name)


def _is_list(name: str) -> bool:
    lower = name.lower()
    return lower.endswith(SUFFIXES) and (lower.endswith(".bib") or bool(_LISTS_OF_WORKS.search(lower)))


def _upwards(folder: str, top: str) -> Iterator[str]:
    """`folder` and those above it, up to `top`."""
    for _ in range(MAX_LEVELS):
        yield folder
        above = os.path.dirname(folder)
        if folder == top or above == folder:
            return
        folder = above


def may_tell(path: str) -> bool:
    """Whether a file of this path may be a bibliography, or settings that name one."""
    lower = path.lower()
    return lower.endswith(SUFFIXES) or any(
        fnmatch.fnmatchcase(lower, f"*/{pattern}") and (pattern != _ANY_PAGE or _LIST_PAGE.search(os.path.basename(lower)))
        for row in SETTINGS
        for pattern in row.files
    )  # fmt: skip


def _join(folder: str, name: str) -> str:
    return f"{folder.rstrip('/')}/{name}"


def _files(place: str, row: Settings, tree: Tree) -> list[str]:
    found: list[str] = []
    for pattern in row.files:
        folder, _, last = pattern.rpartition("/")
        if "*" in folder:
            base = _join(place, folder.partition("*")[0])
            folders = [f"{base}{name}" for name in _in(base, tree.folders)[:100]]
        else:
            folders = [_join(place, folder) if folder else place]
        for one in folders:
            found += (_join(one, name) for name in _settings_in(_in(one, tree.names)).get(last, ()))
    return found


def _in(folder: str, listed: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    """The names in a folder, as a tree has `listed` them; none of one that cannot be."""
    try:
        return tuple(listed(folder))
    except OSError:
        return ()


@lru_cache(maxsize=32)  # every article of a folder asks of all the names in it
def _settings_in(names: tuple[str, ...]) -> Mapping[str, Sequence[str]]:
    """The pattern of each settings file → those of the `names` that fit it; of pages only what may list references."""
    found: dict[str, list[str]] = {}
    for name in names:
        for pattern in _LAST_PARTS:
            tells = pattern != _ANY_PAGE or _LIST_PAGE.search(name)
            if tells and fnmatch.fnmatchcase(name.lower(), pattern):
                found.setdefault(pattern, []).append(name)
    return found


@lru_cache(maxsize=32)
def _lists_in(names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the `names` that may be bibliographies."""
    return tuple(name for name in names if _is_list(name))


def _matching(folder: str, pattern: str, tree: Tree) -> list[str]:
    return [_join(folder, n) for n in _in(folder, tree.names) if fnmatch.fnmatchcase(n.lower(), pattern)]


def _named_in(row: Settings, file: str, tree: Tree) -> list[str]:
    try:
        names = _read(row, file, tree, tree.state(file))
    except OSError:
        return []
    found: list[str] = []
    for name in names:
        path = os.path.normpath(os.path.join(os.path.dirname(file), _as_path(name)))
        if "*" in name:
            found += _matching(os.path.dirname(path), os.path.basename(path).lower(), tree)
        else:
            found.append(path)
    return found


@lru_cache(maxsize=256)
def _read(row: Settings, file: str, tree: Tree, state: tuple[int, ...]) -> tuple[str, ...]:
    """The names in a settings file, remembered while it stays as it is."""
    try:
        text = tree.read(file, MAX_SETTINGS_BYTES).decode("utf-8", "replace")
        return tuple(name for name in row.read(text) if isinstance(name, str) and name.strip())[:20]
    except (ValueError, SyntaxError, TypeError, RecursionError, configparser.Error):
        return ()
