"""Which files of a folder are meant: what a person asks for, what is passed over, and what is said of it."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kgraph.archives import Columns, archive_of
from kgraph.errors import UsageError
from kgraph.ignored import Globs, globs
from kgraph.many import many
from kgraph.read import FORMATS, SUFFIXES, bibliography, named_only, readers, takes

PASSED_OVER = {
    "node_modules": "packages of npm",
    "__pycache__": "what Python compiled",
    "venv": "an environment of Python",
    "_site": "what Jekyll, Eleventy and Quarto make",
    "public": "what Hugo, Gatsby and Hexo make",
    "dist": "what build tools make",
}
"""Folders, by name, whose articles are copies or other people's → what they are. One that is named itself is read."""
_PACKED = ("jats", "tei")
"""Formats that archives are looked through for, though folders are not."""
TWICE = "another file has this name in the graph. Rename one"
_MANY_KINDS = 1_000
_SHOWN = 5
_LONGEST_SUFFIX = 16


@dataclass(frozen=True, slots=True)
class Skipped:
    """Input that was left out, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a person asks for beyond the names of files and folders: globs, and the columns of tables."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    """Those that folders are walked for besides those that each is."""
    read_as: str = ""
    """The format that files which are named, and rows of tables, are read as; "" where each says so itself."""
    grobid: str = ""
    """The address of the GROBID server that PDFs are sent to; "" where none is."""
    columns: Columns = field(default_factory=Columns)

    def wants(self, name: str) -> bool:
        """Whether a file of this name is read where a folder or an archive holds it."""
        return not name.startswith(".") and (
            takes(name) or not set(self.formats).isdisjoint(named_only(name))
        )

    def check(self) -> None:
        """Errors: `UsageError` for one of the `formats` that kgraph does not read, and for such a `read_as`; for an address that is none."""
        for name in self.formats:
            if name not in FORMATS:
                raise UsageError(
                    f"--formats: unknown format {name!r} (expected some of {', '.join(FORMATS)})."
                )
        if self.grobid:
            from kgraph.remote import demand_plain

            demand_plain(self.grobid)
        if self.read_as:
            demand_format(self.read_as)

    def within_archives(self) -> "Choice":
        """What is asked for where an archive is looked through: journal articles and editions too, which are packed by the thousand."""
        return replace(self, formats=tuple(dict.fromkeys((*self.formats, *_PACKED))))

    @property
    def reading(self) -> str:
        """By what named files are read otherwise than their names say; "" where by nothing."""
        return "".join(f" {each}" for each in (self.read_as, "grobid" if self.grobid else "") if each)

    @property
    def globs(self) -> Globs:
        """The globs, read. Errors: `UsageError` for one that cannot be meant."""
        return globs(self.include, self.exclude)


def demand_format(name: str) -> None:
    """Errors: `UsageError` for a format to read files as that neither kgraph nor a plug-in reads."""
    known = FORMATS if name in FORMATS else [r.format for r in readers()]
    if name not in known:
        raise UsageError(f"--read-as: unknown format {name!r} (expected one of {', '.join(known)}).")


@dataclass(slots=True)
class Passed:
    """What was passed over in folders and archives: how many files of which kinds, and which folders as a whole.

    Hidden entries are not counted, nor what may be read beside an article: bibliographies, JSON, YAML.
    """

    kinds: Counter[str] = field(default_factory=Counter)
    folders: Counter[str] = field(default_factory=Counter)
    ignored: int = 0
    excluded: int = 0

    def note(self, name: str, why: str) -> None:
        """Count an entry: `kind` is a file of no kind that is read, `folder` a folder by its name, `ignored` says itself."""
        if why == "ignored":
            self.ignored += 1
        elif name.startswith("."):
            return
        elif why == "folder":
            self.folders[name] += 1
        elif not name.lower().endswith(bibliography.SUFFIXES):
            self.count(_kind(name))

    def note_other(self, name: str) -> None:
        """Count a file whose suffix is that of articles, though it is none."""
        if not name.lower().endswith(bibliography.SUFFIXES):
            self.count(f"{_kind(name)} of other kinds")

    def count(self, kind: str, many: int = 1) -> None:
        """Count what is of some kind."""
        self.kinds[kind if kind in self.kinds or len(self.kinds) < _MANY_KINDS else _OTHER] += many

    def take_back(self, name: str) -> None:
        """Count a file no longer whose kind is not read: something else names it, and it is."""
        kind = _kind(name)
        if self.kinds[kind] > 1:
            self.kinds[kind] -= 1
        else:
            del self.kinds[kind]

    def add(self, other: "Passed") -> None:
        """Count what another one has counted."""
        self.kinds.update(other.kinds)
        self.folders.update(other.folders)
        self.ignored += other.ignored
        self.excluded += other.excluded

    @property
    def total(self) -> int:
        """How many files were not read, without those in folders that were passed over."""
        return self.kinds.total() + self.ignored + self.excluded

    def told(self) -> str:
        """What was not read, in words: `12 .html, 3 .png; 2 ignored; node_modules passed over`; "" for nothing."""
        parts = [", ".join(self._counted()), f"{self.ignored} ignored" if self.ignored else ""]
        parts.append(f"{self.excluded} excluded" if self.excluded else "")
        if self.folders:
            names = sorted(self.folders)
            parts.append(f"{', '.join(names[:_SHOWN])}{', …' if len(names) > _SHOWN else ''} passed over")
        told = "; ".join(part for part in parts if part)
        return f"{told} (--formats {self.formats} reads more of them)" if self.formats else told

    @property
    def formats(self) -> str:
        """The formats that would read more of the kinds that were passed over, parted by commas; "" where none would."""
        return ",".join(sorted({name for kind in self.kinds for name in named_only(f"x{kind}")}))

    def _counted(self) -> Iterator[str]:
        ranked = sorted(self.kinds.items(), key=lambda row: (-row[1], row[0]))
        for kind, count in ranked[:_SHOWN]:
            yield f"{count} {kind}"
        if rest := sum(count for _, count in ranked[_SHOWN:]):
            yield f"{rest} of {many(len(ranked) - _SHOWN, 'other kind')}"


_OTHER = "with other suffixes"


def nothing_in(folder: str, passed: Passed) -> Skipped:
    """What is said of a folder or an archive in which nothing could be read; `passed` is what was found in it."""
    if passed.formats:
        return Skipped(folder, f"nothing in it is read (found {passed.told()}). Or name the files")
    found = passed.told() or "nothing"
    walked = " ".join(s for s in SUFFIXES if s.startswith(".") and not named_only(f"x{s}"))
    what = f"nothing in it can be read (found {found}; expected {walked})"
    if any(archive_of(f"x{kind}") for kind in passed.kinds):
        return Skipped(folder, f"{what}. Name its archives themselves to have them read")
    return Skipped(folder, f"{what}. Name another one")


def _kind(name: str) -> str:
    lower = name.lower()
    archive = archive_of(lower)
    if archive is not None:
        return next((suffix for suffix in archive.suffixes if lower.endswith(suffix)), archive.suffixes[0])
    suffix = os.path.splitext(lower)[1]  # noqa: PTH122 - a name, no path
    if not suffix:
        return "without a suffix"
    return suffix if len(suffix) <= _LONGEST_SUFFIX and suffix.isprintable() else _OTHER
