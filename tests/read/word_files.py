"""Word files for tests, made of the XML that matters: paragraphs as one writes them in a test, parts by name."""

import io
import json
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

_W = 'xmlns:w="w" xmlns:r="r" xmlns:m="m" xmlns:mc="mc" xmlns:wps="wps"'
_RELATIONS = '<Relationships xmlns="rels">{}</Relationships>'


def run(text: str, how: str = "") -> str:
    """Text set alike; `how` is the name of a property: `b`, `i`, `vanish`."""
    properties = f"<w:rPr><w:{how}/></w:rPr>" if how else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", number: str = "", level: int = 0) -> str:
    """A paragraph of runs; what is no XML is text."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    inner = "".join(r if r.startswith("<w:") else run(r) for r in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def field(instruction: str, result: str) -> str:
    """A field as Word writes it: its instruction, and what it prints."""
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    told = f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
    return sign("begin") + told + sign("separate") + run(result) + sign("end")


def zotero(result: str, *items: Mapping[str, object]) -> str:
    """A citation as Zotero keeps it."""
    rows = [
        {"id": i["id"], "uris": [f"http://zotero.org/users/1/items/{i['id']}"], "itemData": i} for i in items
    ]
    told = json.dumps({"citationID": "a", "properties": {}, "citationItems": rows})
    return field(f" ADDIN ZOTERO_ITEM CSL_CITATION {told} ", result)


def note(kind: str, name: str) -> str:
    """The mark of a footnote or an endnote."""
    return f'<w:r><w:{kind}Reference w:id="{name}"/></w:r>'


def notes(kind: str, **texts: str) -> str:
    """The part that holds the notes of a kind: `n2` names the note 2."""
    each = "".join(f'<w:{kind} w:id="{name[1:]}">{text}</w:{kind}>' for name, text in texts.items())
    return (
        f'<w:{kind}s {_W}><w:{kind} w:type="separator" w:id="0">{paragraph("—")}</w:{kind}>{each}</w:{kind}s>'
    )


def styles(**names: str) -> str:
    """The styles of a file: id → name."""
    each = "".join(
        f'<w:style w:styleId="{i}"><w:name w:val={quoteattr(n)}/></w:style>' for i, n in names.items()
    )
    return f"<w:styles {_W}>{each}</w:styles>"


def numbering(format: str = "decimal", start: int = 1) -> str:
    """List 1 on two levels, which count from `start`; list 2 is one of bullets."""
    level = '<w:lvl w:ilvl="{}"><w:start w:val="{}"/><w:numFmt w:val="{}"/></w:lvl>'.format
    first = level(0, start, format) + level(1, 1, "lowerLetter")
    return (
        f'<w:numbering {_W}><w:abstractNum w:abstractNumId="0">{first}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1">{level(0, 1, "bullet")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )


def links(**addresses: str) -> str:
    """Relations to pages outside: id → address."""
    row = '<Relationship Id="{}" Type="x/hyperlink" TargetMode="External" Target={}/>'.format
    return _RELATIONS.format("".join(row(i, quoteattr(a)) for i, a in addresses.items()))


def hyperlink(name: str, text: str, anchor: str = "") -> str:
    """A link to the page of a relation, or to a bookmark."""
    where = f'w:anchor="{anchor}"' if anchor else f'r:id="{name}"'
    return f"<w:hyperlink {where}>{run(text)}</w:hyperlink>"


def word(*blocks: str, **parts: str) -> bytes:
    """A Word file; the names of `parts` are those of `_PARTS`."""
    body = "".join(b if b.startswith("<") else paragraph(b) for b in blocks)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
        for name, part in parts.items():
            archive.writestr(_PARTS[name], part)
    return made.getvalue()


def packed(text: str) -> bytes:
    """A Word file out of one text: what is in its body, and below lines `--- NAME` its other parts."""
    body, *others = _PART.split(text)
    parts = dict(zip(others[::2], others[1::2], strict=True))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {_W}><w:body>{body.strip()}</w:body></w:document>"
        )
        for name, part in parts.items():
            archive.writestr(name, part.strip())
    return made.getvalue()


_PART = re.compile(r"^--- (\S+)$", re.MULTILINE)
_PARTS = {
    "footnotes": "word/footnotes.xml", "endnotes": "word/endnotes.xml", "styles": "word/styles.xml",
    "numbering": "word/numbering.xml", "relations": "word/_rels/document.xml.rels", "core": "docProps/core.xml",
    "sources": "customXml/item1.xml", "settings": "word/settings.xml",
}  # fmt: skip
