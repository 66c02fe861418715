"""What a PDF says of itself."""

from typing import Any

from kgraph import late_re as re
from kgraph.read.pdf.pieces import CONTROLS

_FILE_NAME = re.compile(r"[^\s/\\]+\.(?:docx?|dvi|tex|pdf|pptx?|indd|qxd|rtf|odt|ps)", re.IGNORECASE)
_NO_TITLES = frozenset({"", "untitled", "title", "document", "none", "null"})


def about_of(reader: Any) -> tuple[str | None, tuple[str, ...]]:
    """Title and authors as the document's information has them; a name of a file is no title."""
    try:
        info = reader.metadata or {}
        title, author = str(info.get("/Title") or ""), str(info.get("/Author") or "")
    except MemoryError:
        raise
    except Exception:  # a broken table beside readable pages is common
        return None, ()
    title, author = (" ".join(CONTROLS.sub(" ", words).split())[:500] for words in (title, author))
    is_none = title.casefold() in _NO_TITLES or _FILE_NAME.fullmatch(title)
    names = tuple(name for part in re.split(r";| and ", author) if (name := part.strip(" ,")))
    return None if is_none else title, names
