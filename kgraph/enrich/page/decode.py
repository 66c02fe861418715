"""What bytes from the network are, and the text of those that are a page."""

import codecs
import re
from typing import Literal, NamedTuple

from kgraph.enrich.page.charset import detected

ContentKind = Literal["html", "pdf", "image", "video", "audio", "json", "xml", "text", "binary", "empty"]

_MAGIC: tuple[tuple[bytes, ContentKind], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\x00\x00\x01\x00", "image"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"FLV\x01", "video"),
    (b"\x00\x00\x01\xba", "video"),
    (b"ID3", "audio"),
    (b"OggS", "audio"),
    (b"fLaC", "audio"),
    (b"PK\x03\x04", "binary"),
    (b"\x1f\x8b", "binary"),
    (b"BZh", "binary"),
    (b"\xfd7zXZ", "binary"),
    (b"7z\xbc\xaf", "binary"),
    (b"Rar!", "binary"),
    (b"\x7fELF", "binary"),
    (b"MZ\x90", "binary"),
    (b"%!PS", "binary"),
    (b"\xd0\xcf\x11\xe0", "binary"),
)
_RIFF: dict[bytes, ContentKind] = {b"WEBP": "image", b"AVI ": "video", b"WAVE": "audio"}
_HTML_START = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|div|p|h1|table|a|span|br|center|main|article)\b",
    re.IGNORECASE,
)
_CLAIMS: tuple[tuple[re.Pattern[str], ContentKind], ...] = (
    (re.compile(r"text/html|application/xhtml\+xml"), "html"),
    (re.compile(r"application/(?:x-)?pdf"), "pdf"),
    (re.compile(r"[^/]*/(?:.*\+)?json", re.DOTALL), "json"),
    (re.compile(r"image(?!/svg\+xml$)(?:/.*)?", re.DOTALL), "image"),
    (re.compile(r"video(?:/.*)?", re.DOTALL), "video"),
    (re.compile(r"audio(?:/.*)?", re.DOTALL), "audio"),
    (re.compile(r"[^/]*/(?:.*\+)?xml", re.DOTALL), "xml"),
    (re.compile(r"text(?:/.*)?", re.DOTALL), "text"),
    (re.compile(r"(?:application|font|model)(?:/.*)?", re.DOTALL), "binary"),
)
"""Media types that servers claim, the first that fits."""
_LOOKED_AT_BYTES = 2048
_META_CHARSET = re.compile(rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})[\"']")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

_CUT = frozenset({"unexpected end of data", "incomplete multibyte sequence", "truncated data"})
"""What Python says of a character that is cut in two."""
_BEYOND_CHANCE = 4
"""Characters beyond ASCII after which a text that is UTF-8 is nothing else."""

# Labels that mean another encoding than Python's of that name: https://encoding.spec.whatwg.org/
_WEB_LABELS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf-16": "utf-16-le",
}
# Python codecs that are no page encodings: they run state machines a page must not choose.
_NOT_ENCODINGS = frozenset(
    {"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
)


class _Head(NamedTuple):
    """How bytes begin, what the server claims them to be, and whether they begin with the mark of UTF-16."""

    start: bytes
    claimed: ContentKind | None
    wide: bool


class PageText(NamedTuple):
    """A page's markup as text, the encoding used, and what was wrong with the one it claimed."""

    text: str
    encoding: str
    note: str | None


def content_kind(content: bytes, content_type: str | None) -> ContentKind:
    """What `content` is: by its first bytes where they tell, else by the type the server claims.

    Source: the signatures of https://mimesniff.spec.whatwg.org/, and what servers get wrong most: a
    PDF or an error page in HTML under any type at all.

    >>> content_kind(b"%PDF-1.7 ...", "text/html"), content_kind(b"<!doctype html>", "application/pdf")
    ('pdf', 'html')
    """
    start = content[:_LOOKED_AT_BYTES].lstrip()
    if not start:
        return "empty"
    head = _Head(start, _claimed_kind(content_type), content.startswith((b"\xff\xfe", b"\xfe\xff")))
    found = (tells(head) for tells in _TELLS)
    return next((kind for kind in found if kind), "text")


def page_text(content: bytes, charset: str | None) -> PageText:
    r"""`content` as text: by byte order mark, else `charset` (the server's), else the page's own, else as detected.

    An encoding that does not exist, or in which the bytes are no text, is passed over with a note; UTF-8 that is whole
    goes before one that is not, and before any in which it would be another text by chance. Bytes that fit nothing
    give U+FFFD, with a note; never an exception.

    >>> page_text(b"caf\xe9 noir", "martian-8")
    PageText(text='café noir', encoding='cp1252', note='charset-unknown: martian-8')
    >>> page_text("Zoë, Chloé, naïve, señor".encode(), "iso-8859-1")
    PageText(text='Zoë, Chloé, naïve, señor', encoding='utf-8', note='charset-mismatch: cp1252')
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _decoded(content[len(bom) :], encoding)
    note = None
    claimed = [label for label in (charset, _declared(content)) if label]
    known = list(dict.fromkeys(filter(None, map(_encoding, claimed))))
    if unknown := next((label for label in claimed if not _encoding(label)), None):
        note = f"charset-unknown: {unknown[:40]}"
    for encoding in known:
        mismatch = note or (f"charset-mismatch: {known[0]}" if encoding != known[0] else None)
        if (text := _whole(content, encoding)) is None:
            continue
        if encoding != "utf-8" and _is_utf_8(content):
            return PageText(content.decode("utf-8"), "utf-8", note or f"charset-mismatch: {encoding}")
        return PageText(text, encoding, mismatch)
    mismatch = note or (f"charset-mismatch: {known[0]}" if known else None)
    if (text := _whole(content, "utf-8")) is not None:
        return PageText(text, "utf-8", mismatch)
    if known and (near := _decoded(content, known[0])).text.count("\ufffd") * 50 <= len(near.text):
        return near._replace(note=note or near.note)  # a few bytes of it are damaged
    if encoding_or_none := detected(content):
        return PageText(content.decode(encoding_or_none, "replace"), encoding_or_none, mismatch)
    return PageText(content.decode("utf-8", "replace"), "utf-8", "charset-undetected")


def _whole(content: bytes, encoding: str) -> str | None:
    """The text where every byte of `content` is of `encoding`; a character may be cut in two at the end."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        ends_early = error.start > len(content) - 4 and error.reason in _CUT
        return content.decode(encoding, "replace") if ends_early else None


def _is_utf_8(content: bytes) -> bool:
    """Whether `content` is UTF-8 beyond chance: a text in another encoding is not, after a few characters."""
    text = _whole(content, "utf-8")
    return text is not None and sum(character > "\x7f" for character in text) >= _BEYOND_CHANCE


def _decoded(content: bytes, encoding: str) -> PageText:
    """The text with U+FFFD for what is not of `encoding`, and a note of it."""
    text = _whole(content, encoding)
    if text is not None:
        return PageText(text, encoding, None)
    return PageText(content.decode(encoding, "replace"), encoding, f"charset-mismatch: {encoding}")


def _declared(content: bytes) -> str | None:
    head = content[:4096]
    match = _META_CHARSET.search(head) or _XML_CHARSET.search(head)
    label = match.group(1).decode("ascii") if match else None
    # A declaration that could be read as ASCII is not in UTF-16.
    return "utf-8" if label and label.casefold().startswith("utf-16") else label


def _encoding(label: str) -> str | None:
    """The name of a text encoding for a label, as browsers read it; None for what is none."""
    try:
        info = codecs.lookup(label.strip().strip("\"'"))
        "".encode(info.name)  # LookupError for codecs that are not text encodings (zlib, rot13)
    except (LookupError, ValueError, UnicodeError, TypeError):
        return None
    if info.name in _NOT_ENCODINGS:
        return None
    return _WEB_LABELS.get(info.name, info.name)


def _by_signature(head: _Head) -> ContentKind | None:
    """`%PDF-1.7` is a PDF whatever the server claims."""
    return next((kind for magic, kind in _MAGIC if head.start.startswith(magic)), None)


def _by_container(head: _Head) -> ContentKind | None:
    """`RIFF....WEBP` is an image, `....ftypavif` too: the brand of the container tells."""
    if head.start.startswith(b"RIFF"):
        return _RIFF.get(head.start[8:12], "binary")
    if head.start[4:8] != b"ftyp":
        return None
    brand = head.start[8:12]
    if brand[:3] in {b"avi", b"hei", b"mif"}:
        return "image"
    return "audio" if brand[:3] == b"M4A" else "video"


def _by_wide_mark(head: _Head) -> ContentKind | None:
    """The mark of UTF-16 says that it is text: a page, unless the server claims another kind of text."""
    if not head.wide:
        return None
    return head.claimed if head.claimed in {"html", "json", "xml", "text"} else "html"


def _by_nuls(head: _Head) -> ContentKind | None:
    """NULs are no text, but in a page that holds some."""
    if b"\x00" not in head.start or (head.claimed == "html" and _HTML_START.search(head.start)):
        return None
    return head.claimed if head.claimed in {"image", "video", "audio"} else "binary"


def _by_tags(head: _Head) -> ContentKind | None:
    """`<p>` is a page, unless a feed quotes it."""
    if not _HTML_START.search(head.start):
        return None
    feed = head.claimed in {"json", "xml"} and b"<html" not in head.start.lower()
    return head.claimed if feed else "html"


def _by_brackets(head: _Head) -> ContentKind | None:
    """`{"a": 1}` is JSON, unless the server claims a text that may begin so."""
    return "json" if head.start.startswith((b"{", b"[")) and head.claimed not in {"html", "text"} else None


def _by_prolog(head: _Head) -> ContentKind | None:
    """`<?xml version="1.0"?>` is XML."""
    return "xml" if head.start.startswith((b"<?xml", b"<svg")) else None


def _by_claim(head: _Head) -> ContentKind | None:
    """What the server claims; where it claims nothing, what holds a `<` is a page."""
    return head.claimed or ("html" if b"<" in head.start else None)


_TELLS = (
    _by_signature, _by_container, _by_wide_mark, _by_nuls, _by_tags, _by_brackets, _by_prolog, _by_claim,
)  # fmt: skip
"""What tells what bytes are, the surest first."""


def _claimed_kind(content_type: str | None) -> ContentKind | None:
    media_type = (content_type or "").split(";")[0].strip().casefold()
    return next((kind for claims, kind in _CLAIMS if claims.fullmatch(media_type)), None)
