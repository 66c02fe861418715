"""PDF files for tests, written by hand: lines of text at their places, and links."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Set:
    """Text that is set at a place of a page; `up` is a link's address."""

    text: str
    x: float
    y: float
    size: float = 10
    is_bold: bool = False
    link: str = ""


def page(*lines: str | Sequence[Set], top: float = 700, size: float = 10) -> list[Set]:
    """Lines one below the other; "" leaves the distance of a paragraph."""
    out: list[Set] = []
    y = top
    for line in lines:
        if isinstance(line, str):
            out += [Set(line, 72, y, size)] if line else []
            y -= 12 if line else 8
        else:
            out += list(line)
            y -= 12
    return out


def pdf(*pages: Sequence[Set], title: str = "") -> bytes:
    """A PDF of these pages."""
    objects: list[bytes] = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>"]  # fmt: skip
    kids = []
    for content in pages:
        stream = b"\n".join(_drawn(each) for each in content)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        notes = [
            f"<< /Type /Annot /Subtype /Link /Rect [{e.x} {e.y - 2} {e.x + 0.5 * e.size * len(e.text)} {e.y + e.size}] /A << /S /URI /URI ({e.link}) >> >>"
            for e in content
            if e.link
        ]
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Annots [{' '.join(notes)}] >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    objects.append(f"<< /Title ({title}) >>".encode())
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(objects), start)  # fmt: skip
    return bytes(out)


def _drawn(each: Set) -> bytes:
    words = (
        each.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252", "replace")
    )
    font = b"F2" if each.is_bold else b"F1"
    return b"BT /%s %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET" % (font, each.size, each.x, each.y, words)
