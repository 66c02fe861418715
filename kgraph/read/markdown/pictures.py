"""Pictures: no text, but for the words that stand in for them."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from kgraph.known import Exhibit


class Pictures(ABC):
    """The part of the reader that knows pictures, and keeps what is no body text."""

    def __init__(self) -> None:
        self.dropped: list[tuple[int, int, str]] = []
        self.exhibits: list[Exhibit] = []
        self._images = 0
        self._instead: list[str] = []
        """The words that stand in for the picture at hand."""
        self._hidden: list[int] = []
        """Where elements of the block begin that hide what is in them."""

    def _open_image(self, _: Any, start: int, end: int) -> None:
        self._images += 1
        if self._images == 1:
            self.dropped.append((start, end, "image"))
            self._instead.clear()

    def _close_image(self, _: Any, start: int, end: int) -> None:
        self._images -= 1
        if not self._images:
            self._show_image("".join(self._instead), start, end)

    def _show_tag(self, name: str, attributes: Mapping[str, str], start: int, end: int) -> None:
        """An element of HTML, if it is a picture."""
        if name == "img":
            self._show_image(attributes.get("alt", ""), start, end)

    @abstractmethod
    def _show_image(self, words: str, start: int, end: int) -> None:
        """A picture that these words stand in for, unless nobody sees it."""
