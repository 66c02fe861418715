"""Which encoding a page says it is in; what a byte order mark says stands above that."""

import codecs
import re

_HEAD_BYTES = 4096
_DECLARED = re.compile(
    rb"<meta\b[^>]{0,200}?charset\s{0,3}=\s{0,3}[\"']?\s{0,3}([\w:.-]{1,40})|<\?xml\b[^>]{0,100}?encoding\s{0,3}=\s{0,3}[\"']([\w:.-]{1,40})",
    re.IGNORECASE,
)
_AS_BROWSERS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "iso-8859-9": "cp1254", "tis-620": "cp874", "big5": "big5hkscs"}  # fmt: skip
"""What browsers read under a name that says less. Source: https://encoding.spec.whatwg.org/#names-and-labels"""
_NEVER = re.compile(
    r"utf-?(?:16|32|7)|.*(?:codec|escape|punycode|idna|rot|base64|hex|uu|zip|zlib|bz2|quopri).*",
    re.IGNORECASE,
)


def charset_of(data: bytes) -> str | None:
    """The encoding that the head of a page declares; None for one that declares none that is known.

    >>> charset_of(b'<meta charset="iso-8859-1">'), charset_of(b'<p>charset')
    ('cp1252', None)
    """
    found = _DECLARED.search(data[:_HEAD_BYTES])
    # What could be read up to here is in none of the encodings that are never taken.
    return _codec_of((found[1] or found[2]).decode("ascii", "replace")) if found else None


def _codec_of(label: str) -> str | None:
    """What Python calls the encoding that browsers read under a label; None for one that is no page's, or not known.

    >>> _codec_of("ISO-8859-1"), _codec_of("windows-1251"), _codec_of("base64"), _codec_of("klingon")
    ('cp1252', 'cp1251', None, None)
    """
    name = _AS_BROWSERS.get(label.lower(), label.lower())
    if _NEVER.fullmatch(name):
        return None
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def encoding_of(data: bytes, told: str | None) -> str | None:
    """What a page is decoded with that has no byte order mark: by what its server `told`, else by its own head.

    None where neither says it; that is UTF-8.

    >>> encoding_of(b'<meta charset="utf-8">', "windows-1251"), encoding_of(b'<meta charset="utf-8">', "klingon")
    ('cp1251', 'utf-8')
    """
    return (_codec_of(told) if told else None) or charset_of(data)
