"""What is said of bad files: a line each, on the terminal and in the file of `--report`."""

import json
from types import TracebackType

from kgraph.errors import UsageError

_TOLD = 50
"""Lines for people; of more there is a count, and the report."""


class Report:
    """Takes each bad file as it is met. A context manager: the file is written where the run ends well.

    A line of the file is an object with `path`, `status` (`skipped`, `flawed`, or `empty` for a folder or an archive in which
    nothing could be read) and `reason`; a file with several flaws has a line, and its reasons behind each other.
    Errors: `UsageError` for a report on standard output, which others write to; `OutputError`.
    """

    def __init__(self, file: str | None) -> None:
        if file == "-":
            raise UsageError("--report -: standard output is for what the command gives. Give a file.")
        self._file = file
        self._rows: dict[str, tuple[str, list[str]]] = {}
        self.count = 0
        """How many lines there were."""

    def __enter__(self) -> "Report":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            return
        from kgraph.cli._terminal import note

        if self.count > _TOLD:
            more = f"{self.count - _TOLD:,} more" + ("" if self._file else "; --report FILE names them all")
            note(f"… and {more}")
        if self._file is not None:
            self._write(self._file)

    def skipped(self, path: str, reason: str) -> None:
        """A file that was left out."""
        reason = reason.removeprefix(f"{path}: ").rstrip(".")
        self._add(path, "skipped", reason, f"skipped {path}: {reason}.")

    def empty(self, path: str, reason: str) -> None:
        """A folder or an archive in which nothing could be read."""
        self._add(path, "empty", reason, f"{path}: {reason}.")

    def flawed(self, path: str, flaw: str) -> None:
        """A file that was read, though something is wrong with it or beside it; `flaw` says where."""
        self._add(path, "flawed", flaw, flaw)

    def _add(self, path: str, status: str, reason: str, line: str) -> None:
        from kgraph.cli._terminal import note

        self.count += 1
        if self.count <= _TOLD:
            note(line)
        if self._file is not None:
            self._rows.setdefault(path, (status, []))[1].append(reason)

    def _write(self, file: str) -> None:
        from kgraph.outfile import replacing

        with replacing(file) as out:
            for path, (status, reasons) in self._rows.items():
                row = {"path": path, "status": status, "reason": " ".join(reasons)}
                out.write(json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
