"""Which encoding the bytes of a page are in that declares none: asked of charset-normalizer, of its text alone.

The only file that knows charset-normalizer.
"""

import re

_SAMPLE = 16_000
"""Bytes beyond ASCII, and what stands between them, that are looked at: time grows with their number."""

_ENCODINGS = {
    "ja": ("cp932", "euc_jp"),
    "ko": ("cp949",),
    "zh": ("gb18030", "big5hkscs"),
    "ru": ("cp1251", "koi8_r"),
    "uk": ("cp1251", "koi8_u"),
    "bg": ("cp1251",),
    "el": ("cp1253",),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    "fa": ("cp1256",),
    "tr": ("cp1254",),
    "th": ("cp874",),
    "cs": ("cp1250", "iso8859_2"),
    "pl": ("cp1250", "iso8859_2"),
    "hu": ("cp1250", "iso8859_2"),
}
"""Language of `<html lang>` → what its pages were written in before UTF-8, the commonest first."""
_ANY = (
    "cp932", "euc_jp", "cp949", "gb18030", "big5hkscs", "cp1251", "koi8_r", "cp1253", "cp1255", "cp1256",
)  # fmt: skip
"""What a page may be in that does not say its language; that of the Latin script is told by its few bytes."""
_LANGUAGE = re.compile(rb"<html[^>]{0,500}?\slang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
_LATIN_SHARE = 0.4
_SURE = 8
"""Bytes beyond ASCII that tell an encoding, where the page does not say its language."""
_FAULTS = 0.02
"""The share of characters that may be faulty in an encoding that is taken all the same."""


def detected(content: bytes) -> str | None:
    r"""The encoding of a page that says none and is not in UTF-8; None where nothing is sure.

    A text in the Latin script has few bytes beyond ASCII: it is Windows-1252, unless the page's language is another's.

    >>> detected("<title>Вести из города</title><p>Сегодня идёт снег".encode("cp1251"))
    'cp1251'
    >>> detected("<title>Une soirée au café</title><p>Il neige à côté de la forêt".encode("cp1252"))
    'cp1252'
    >>> detected(b"<title>\x93\xfa</title>") is None  # too little to tell
    True
    """
    language = _LANGUAGE.search(content[:4096])
    stated = _ENCODINGS.get(language[1].decode("ascii").lower()) if language else None
    sample = _sample(content)
    letters = sum(byte > 0x7F or chr(byte).isalpha() for byte in sample)
    beyond = len(sample) - len(sample.translate(None, bytes(range(0x80, 0x100))))
    if not stated and beyond < _LATIN_SHARE * letters:
        return "cp1252"
    return _of_text(sample, stated or _ANY) if stated or beyond >= _SURE else None


def _sample(content: bytes) -> bytes:
    """What stands between tags, and in them, and is more than ASCII; no byte of a character is a `<` or a `>`."""
    kept: list[bytes] = []
    size = 0
    for piece in re.split(rb"[<>]", content):
        if not piece.isascii():
            kept.append(piece.strip())
            size += len(piece)
        if size > _SAMPLE:
            break
    sample = b"\n".join(kept)
    end = max(sample.rfind(b" ", 0, _SAMPLE), sample.rfind(b"\n", 0, _SAMPLE))
    return sample if size <= _SAMPLE else sample[: end if end > 0 else _SAMPLE]


def _of_text(sample: bytes, encodings: tuple[str, ...]) -> str | None:
    # Imported here: most pages are in UTF-8, and most commands never read a page.
    from charset_normalizer import from_bytes

    known = [encoding for encoding in encodings if _fits(sample, encoding)]
    if not known:
        return None
    japanese = next((encoding for encoding in known if encoding == "euc_jp" and _hiragana(sample)), None)
    if japanese or len(known) == 1:
        return japanese or known[0]
    best = from_bytes(sample, cp_isolation=known, threshold=0.3, preemptive_behaviour=False).best()
    return best.encoding if best else None


def _fits(sample: bytes, encoding: str) -> bool:
    """Whether next to no character of the text is faulty in `encoding`."""
    text = sample.decode(encoding, "replace")
    faulty = sum(
        character == "\ufffd" or "\x80" <= character < "\xa0" or "\ue000" <= character < "\uf900"
        for character in text
    )
    return faulty <= _FAULTS * len(text)


def _hiragana(sample: bytes) -> bool:
    """Whether a tenth of the text is Hiragana, which EUC-JP has where Korean and Chinese have rare signs."""
    text = sample.decode("euc_jp", "replace")
    return sum("\u3041" <= character <= "\u3096" for character in text) * 10 > len(text)
