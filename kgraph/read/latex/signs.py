"""Commands that are characters: symbols, accents, quotation marks."""

import unicodedata

SYMBOLS = {
    "%": "%", "&": "&", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", " ": " ", "\n": " ", ",": " ", ";": " ",
    ":": " ", "quad": " ", "qquad": " ", "enspace": " ", "thinspace": " ", "space": " ", "hfill": " ", "hspace*": " ", "nobreakspace": " ",
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l": "ł",
    "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "S": "§", "P": "¶",
    "dots": "…", "ldots": "…", "textellipsis": "…", "textendash": "–", "textemdash": "—", "copyright": "©",
    "textcopyright": "©", "textregistered": "®", "texttrademark": "™", "pounds": "£", "textsterling": "£", "euro": "€",
    "texteuro": "€", "EUR": "€", "textdegree": "°", "degree": "°", "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^",
    "textbar": "|", "textless": "<", "textgreater": ">", "textunderscore": "_", "textdollar": "$", "textmu": "µ", "texttimes": "×",
    "textquotedblleft": "“", "textquotedblright": "”", "textquoteleft": "‘", "textquoteright": "’", "textquotesingle": "'",
    "quotedblbase": "„", "glqq": "„", "grqq": "“", "guillemotleft": "«", "guillemotright": "»", "flqq": "«", "frqq": "»",
    "og": "«", "fg": "»", "lq": "‘", "rq": "’", "textbullet": "•", "textsection": "§", "slash": "/", "textperiodcentered": "·",
    "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "BibTeX": "BibTeX", "XeTeX": "XeTeX", "LuaTeX": "LuaTeX",
    "ie": "i.e.", "eg": "e.g.", "etal": "et al.", "etc": "etc.",
}  # fmt: skip
"""What a command without arguments shows; an article's own macro of that name comes first."""

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
ACCENTS = frozenset(_ACCENTS)
QUOTES = {"``": "“", "''": "”", "`": "‘", ",,": "„"}
DASHES = {"--": "–", "---": "—"}
_DOTLESS = {"ı": "i", "ȷ": "j"}


def accented(command: str, letter: str) -> str:
    """The letter under the accent that `command` sets.

    >>> accented("'", "e"), accented("c", "c"), accented('"', "ı")
    ('é', 'ç', 'ï')
    """
    return unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + _ACCENTS[command])
