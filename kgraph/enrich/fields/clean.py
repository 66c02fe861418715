"""Text from the network made fit to be kept: entities, tags, controls and lengths."""

import html
import re

MAX_TITLE = 500
MAX_NAME = 200
MAX_DESCRIPTION = 1000

# Controls, and what turns or hides text: bidi embeddings and isolates, zero-width marks, the BOM,
# lone surrogates and noncharacters, none of which RDF, XML or a terminal wants.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069"
    "\ufeff\ufdd0-\ufdef\ud800-\udfff\ufffe\uffff]"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_BLANKS = re.compile(r"\s+")


def clean(value: object, limit: int = MAX_TITLE) -> str | None:
    r"""One line of plain text of at most `limit` code points; None where nothing readable is left.

    Anything but a string or a number gives None: an API may send any JSON where a text is due.

    >>> clean("  AT&amp;amp;T\n\u202e news ")
    'AT&T news'
    >>> clean({"a": 1}) is None
    True
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value)[: limit * 8]
    for _ in range(2):  # pages escape twice
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    text = _BLANKS.sub(" ", _UNWANTED.sub("", text)).strip()
    if not any(character.isalnum() for character in text):
        return None
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def clean_markup(value: object, limit: int = MAX_TITLE) -> str | None:
    """`clean` for APIs that put HTML or JATS tags into titles and abstracts.

    >>> clean_markup("The <i>E. coli</i> &lt;b&gt;genome&lt;/b&gt;: 2 < 3")
    'The E. coli genome: 2 < 3'
    """
    if not isinstance(value, str):
        return clean(value, limit)
    text = value[: limit * 16]
    for _ in range(2):
        text = html.unescape(_TAG.sub("", text))
    return clean(_TAG.sub("", text), limit)


def language_tag(value: object) -> str | None:
    """A BCP 47 tag as a page or API gives it, its case normalised; None where it is none.

    Source: RFC 5646, section 2.1 (only the shape is checked, not the registry).

    >>> language_tag("en_us"), language_tag("zh-hant-TW"), language_tag("English, of course")
    ('en-US', 'zh-Hant-TW', None)
    """
    if not isinstance(value, str):
        return None
    parts = value.strip().replace("_", "-").split("-")
    if not re.fullmatch(r"[A-Za-z]{2,3}", parts[0]):
        return None
    tag = [parts[0].lower()]
    for part in parts[1:4]:
        if re.fullmatch(r"[A-Za-z]{4}", part):
            tag.append(part.title())
        elif re.fullmatch(r"[A-Za-z]{2}|\d{3}", part):
            tag.append(part.upper())
        else:
            break
    return "-".join(tag)
