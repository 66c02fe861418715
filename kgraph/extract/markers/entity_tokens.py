"""Tokens with which one vendor's page sets names and pictures: names are words of the text, pictures nothing; neither cites."""

from collections.abc import Iterator

from kgraph import late_re as re
from kgraph.extract.text.places import Marks
from kgraph.extract.values import Declared, Token

OPENS, PARTS, CLOSES = r"(?:\ue200|\\ue200)", r"(?:\ue202|\\ue202)", r"(?:\ue201|\\ue201)"
"""The signs of the token: characters of the private use area, and their names where a copy wrote them out."""
_STRING = r"(?:[^\"\\\n]|\\.)"
_COMMA = r"\s?,\s?"
_HEAD = rf"(?<!\w){OPENS}?(?:product_)?entity{PARTS}?\[\"{_STRING}{{0,80}}\"{_COMMA}\""
_TAIL = rf"\"(?:{_COMMA}\"{_STRING}{{0,300}}\"){{0,4}}\s?\]{CLOSES}?"
ENTITY = re.compile(rf"{_HEAD}(?P<words>{_STRING}{{1,200}}){_TAIL}")
"""`entity["city","Rome","capital of Italy"]`, between its signs or without them."""
_SIGNED = rf"{OPENS}(?:i|image|image_group){PARTS}[^\ue200\ue201\n]{{0,600}}{CLOSES}"
_UNSIGNED = r"(?<!\w)image_group\{\"[^{}\n]{1,1500}\}"
_EMBEDDED = r"【\d{1,4}†embed_image】"
PICTURE = re.compile(f"{_SIGNED}|{_UNSIGNED}|{_EMBEDDED}")
"""`image_group{"query":["harbour"]}`, between its signs or without them, and `【55†embed_image】`."""


def entity(marks: Marks, declared: Declared) -> Iterator[Token]:
    """What stands around the name in `entity["city","Rome"]`: it is no text, the name is. Not `entity["city"]`."""
    for match in ENTITY.finditer(marks.text):
        yield _tag(match.start(), match.start("words"))
        yield _tag(match.end("words"), match.end())


def picture(match: re.Match[str], block: Marks, known: Declared) -> Token | None:
    """`image_group{"query":["harbour"]}`: it is no text. Not `image_group`."""
    return _tag(*match.span())


def _tag(start: int, end: int) -> Token:
    return Token(-1, start, end, (), "opaque", reason="generator-tag")
