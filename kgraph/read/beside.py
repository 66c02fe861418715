"""What a reader may see of the folder that an article lies in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A bibliography that was not read: the code of the problem, what is wrong, and what to do."""

    code: str
    message: str
    hint: str


class Beside(Protocol):
    """The folder an article lies in, as far as a reader may see it."""

    def project(self) -> Sequence[str]:
        """Names of the bibliographies that the settings of its project name."""

    def names(self) -> Sequence[str] | Unread:
        """Names of the bibliographies that lie beside the article or above it, or why nobody knows."""

    def given(self) -> Sequence[str]:
        """Names of the bibliographies that were given for all articles."""

    def companions(self) -> Sequence[str]:
        """Names of the files in which the tool that wrote the article may keep its sources."""

    def load(self, name: str) -> bytes | Unread:
        """The bytes of the file `name`, a path relative to the article, or why it was not read."""

    def part(self, name: str) -> bytes | None:
        """The bytes of a file in the folder of the article or below it that is part of it; None where it is not read."""
