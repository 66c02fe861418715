"""Pages that were fetched, in folders on disk: each is called by its address, not by its file."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from kgraph import pages
from kgraph.errors import InputError
from kgraph.jobs.chosen import Skipped
from kgraph.jobs.paths import graph_path
from kgraph.pages import Row


def page_at(file: str) -> Row | None:
    """The row of a page by the path of its file; None for a file that no manifest beside it names, or none that is whole."""
    folder, name = os.path.split(file)
    try:
        status = os.stat(os.path.join(folder, pages.NAME))  # noqa: PTH116, PTH118 - of any length
        return _files_of(folder, status.st_mtime_ns, status.st_size).get(name)
    except (OSError, InputError):
        return None


@lru_cache(maxsize=4)
def _files_of(folder: str, time_ns: int, size: int) -> Mapping[str, Row]:
    """The rows of a manifest by their files, read once while it stays as it is. Errors: `InputError`."""
    return {row.file: row for row in pages.load(folder or ".") or () if row.file is not None}


@dataclass(slots=True)
class Pages:
    """The manifests that were met, each read once; `skipped` is told what is wrong with them and with their pages."""

    skipped: list[Skipped]
    _folders: dict[str, Mapping[str, Row]] = field(default_factory=dict)

    def of_file(self, file: str) -> Row | None:
        """The row of a page by the path of its file; None for a file that no manifest beside it names."""
        folder, name = os.path.split(file)
        return self._rows(folder).get(name)

    def in_folder(self, folder: str) -> Iterator[str]:
        """The files of the pages that a folder's manifest names and that are there, sorted."""
        for name, row in sorted(self._rows(folder).items()):
            file = os.path.join(folder, name)  # noqa: PTH118 - of any length
            if os.path.islink(file):  # noqa: PTH114
                self._leave_out(row, f"its page {file} is a link, which is not followed")
            elif not os.path.lexists(file):
                self._leave_out(row, f"its page {file} is not there. Fetch it again, or take its row out of the manifest")  # fmt: skip
            else:
                yield file

    def _leave_out(self, row: Row, why: str) -> None:
        self.skipped.append(Skipped(row.article or row.address, why))

    def _rows(self, folder: str) -> Mapping[str, Row]:
        if folder not in self._folders:
            self._folders[folder] = {}
            try:
                rows = pages.load(folder or ".") or ()
                self._folders[folder] = {row.file: row for row in rows if row.file is not None}
            except InputError as error:
                # All that lies in the folder may be what the manifest names: nothing of it counts as gone.
                self.skipped.append(
                    Skipped(graph_path(folder), str(error).removeprefix(f"{folder or '.'}/").rstrip("."))
                )
        return self._folders[folder]
