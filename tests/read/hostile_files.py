"""Files that mean harm, one a line of the table, and what reading each takes: run as a program, it says so as JSON, a line a file."""

import io
import json
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from kgraph.errors import InputError
from kgraph.extract import extract
from kgraph.read import read

DEEP = 100_000
MOST_SECONDS = 2.0
"""Of CPU time."""
MOST_MEGABYTES = 300
_ENTITIES = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
_LAUGHS = f'<?xml version="1.0"?><!DOCTYPE article [<!ENTITY l0 "ha">{_ENTITIES}]>'
_OUTSIDE = '<?xml version="1.0"?><!DOCTYPE article [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY % b SYSTEM "http://127.0.0.1:9/b.dtd"> %b;]>'
_JATS = "<article><body><p>Tides rise &{};.</p></body></article>"
_TEI = "<TEI><text><body><p>Tides rise &{};.</p></body></text></TEI>"
_W = 'xmlns:w="w" xmlns:r="r"'


def _archive(**parts: str | bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("-dot-", "."), data)
    return made.getvalue()


def _bomb(piece: str, *parts: str) -> bytes:
    """A Word file of parts that are 60 MB each once they are unpacked."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            with archive.open(part, "w") as file:
                for _ in range(100):
                    file.write(piece.encode() * 100_000)
    return made.getvalue()


def _word(body: str, **parts: str) -> bytes:
    return _archive(**{"word__document-dot-xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>", **parts})  # fmt: skip


def _relation(target: str, mode: str = "") -> dict[str, str]:
    row = f'<Relationships><Relationship Id="r1" Type="x/hyperlink" Target="{target}"{mode}/></Relationships>'
    return {"word___rels__document-dot-xml-dot-rels": row}


_LINKED = '<w:p><w:r><w:t xml:space="preserve">Tides rise </w:t></w:r><w:hyperlink r:id="r1"><w:r><w:t>here</w:t></w:r></w:hyperlink></w:p>'

HOSTILE: dict[tuple[str, str], Callable[[], bytes]] = {
    ("a.nxml", "entities that grow"): lambda: (_LAUGHS + _JATS.format("l9")).encode(),
    ("a.tei", "entities that grow"): lambda: (_LAUGHS.replace("article", "TEI") + _TEI.format("l9")).encode(),
    ("a.nxml", "entities from outside"): lambda: (_OUTSIDE + _JATS.format("a")).encode(),
    ("a.tei", "entities from outside"): lambda: (_OUTSIDE.replace("article", "TEI") + _TEI.format("a")).encode(),
    ("a.nxml", "nested"): lambda: ("<article><body>" + "<sec>" * DEEP + "<p>Tides rise.</p>").encode(),
    ("a.nxml", "nested in words"): lambda: ("<article><body><p>Tides rise. " + "<italic>" * DEEP).encode(),
    ("a.tei", "nested"): lambda: ("<TEI><text><body>" + "<div>" * DEEP + "<p>Tides rise.</p>").encode(),
    ("a.html", "nested"): lambda: ("<p>Tides rise twice.</p>" + "<div>" * DEEP + "deep").encode(),
    ("a.html", "lists"): lambda: ("<p>Tides rise twice.</p>" + "<ul><li>" * (DEEP // 2) + "deep").encode(),
    ("a.html", "tables"): lambda: ("<p>Tides rise twice.</p>" + "<table><tr><td>" * (DEEP // 3)).encode(),
    ("a.html", "marks"): lambda: ("<p>Tides rise twice.</p><p>" + "<sup><b>" * (DEEP // 2)).encode(),
    ("a.tex", "groups"): lambda: ("Tides rise twice.\n\n" + "{" * DEEP).encode(),
    ("a.tex", "notes"): lambda: ("Tides rise twice.\n\n" + "\\footnote{a " * DEEP).encode(),
    ("a.tex", "lists"): lambda: ("Tides rise twice.\n\n" + "\\begin{itemize}" * DEEP).encode(),
    ("a.wiki", "templates"): lambda: ("Tides rise twice.\n\n" + "{{a|" * DEEP + "}}" * DEEP).encode(),
    ("a.wiki", "links"): lambda: ("Tides rise twice.\n\n" + "[[a|" * DEEP + "]]" * DEEP).encode(),
    ("a.wiki", "tables"): lambda: ("Tides rise twice.\n\n" + "{|\n" * DEEP).encode(),
    ("a.wiki", "notes"): lambda: ("Tides rise twice.\n\n" + "<ref>a" * DEEP).encode(),
    ("a.rst", "lists"): lambda: ("Tides rise twice.\n\n" + "* " * DEEP + "a").encode(),
    ("a.rst", "quotes"): lambda: ("Tides rise twice.\n\n" + "\n\n".join(" " * n + "a" for n in range(1_400))).encode(),
    ("a.org", "quotes"): lambda: ("Tides rise twice.\n\n" + "#+begin_quote\n" * DEEP).encode(),
    ("a.org", "notes"): lambda: ("Tides rise twice.\n\n" + "[fn:: a " * DEEP + "]" * DEEP).encode(),
    ("a.adoc", "blocks"): lambda: ("Tides rise twice.\n\n" + "====\n" * DEEP).encode(),
    ("a.adoc", "notes"): lambda: ("Tides rise twice.\n\n" + "footnote:[a " * DEEP + "]" * DEEP).encode(),
    ("a.ipynb", "nested"): lambda: b'{"cells": ' + b"[" * DEEP,
    ("a.json", "nested"): lambda: b'{"mapping": ' + b'{"a": ' * DEEP,
    ("a.md", "quotes"): lambda: ("Tides rise twice.\n\n" + "> " * DEEP + "a").encode(),
    ("a.md", "lists"): lambda: ("Tides rise twice.\n\n" + "- " * DEEP + "a").encode(),
    ("a.docx", "bomb"): lambda: _bomb("<w:p/>", "word/document.xml"),
    ("a.docx", "bombs"): lambda: _bomb(" " * 6, "word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "word/document.xml"),
    ("a.docx", "nested"): lambda: _word("<w:p><w:r><w:t>Tides rise.</w:t></w:r></w:p>" + "<w:tbl><w:tr><w:tc>" * (DEEP // 3)),
    ("a.docx", "nested controls"): lambda: _word("<w:sdt><w:sdtContent>" * (DEEP // 2) + "<w:p><w:r><w:t>Tides</w:t></w:r></w:p>"),
    ("a.docx", "entities that grow"): lambda: _archive(
        **{"word__document-dot-xml": f"{_LAUGHS.replace('article', 'w:document')}<w:document {_W}><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>"}
    ),
    ("a.docx", "a file of the machine"): lambda: _word(_LINKED, **_relation("file:///etc/passwd", ' TargetMode="External"')),
    ("a.docx", "a script"): lambda: _word(_LINKED, **_relation("javascript:alert(1)", ' TargetMode="External"')),
    ("a.docx", "a part above"): lambda: _word(_LINKED, **_relation("../../../../etc/passwd")),
    ("a.docx", "a host inside"): lambda: _word(_LINKED, **_relation("http://169.254.169.254/latest", ' TargetMode="External"')),
}  # fmt: skip
"""Name of the file, and what is wrong with it → its bytes."""


def became(name: str, data: bytes) -> dict[str, object]:
    """What became of a file: why it was refused, or what was read of it, and the seconds of CPU that it took."""
    began = time.process_time()
    try:
        found = extract(read(name, data))
        said: dict[str, object] = {
            "claims": [c.text for c in found.claims],
            "problems": [p.code for p in found.problems],
            "urls": [url for source in found.sources for url in source.urls],
        }
    except InputError as error:
        said = {"refused": str(error)}
    return {**said, "seconds": time.process_time() - began}


def _peak_megabytes() -> float:
    """Of this process alone: what `getrusage` says counts in the one that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    """Read each; print a line of JSON for what became of it, with the most memory that was taken so far, in megabytes."""
    became("a.md", b"Warm up: tides rise [1].\n\n[1] https://example.org/a\n")
    for (name, _), make in HOSTILE.items():
        data = make()
        told = became(name, data)
        if float(str(told["seconds"])) > MOST_SECONDS:  # other work on the machine makes slow, never quick
            told = became(name, data)
        print(json.dumps({**told, "megabytes": _peak_megabytes()}))


if __name__ == "__main__":
    main()
