"""PDFs by way of a GROBID server: one that answers as its documentation says, and one that fails."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kgraph import cli
from kgraph.remote import grobid
from tests.read.pdf_files import page, pdf

_TEI = b"""<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title level="a" type="main">The fall of the elms</title></titleStmt>
<sourceDesc><biblStruct/></sourceDesc></fileDesc></teiHeader><text><body><div><head>Elms</head>
<p>Elms die of a fungus <ref type="bibr" target="#b0">[1]</ref>.</p></div></body>
<back><div type="references"><listBibl><biblStruct xml:id="b0"><analytic><title level="a" type="main">Elms of the north</title>
<idno type="DOI">10.1234/elms</idno></analytic><monogr><title level="j">Trees</title><imprint><date when="2010"/></imprint></monogr></biblStruct></listBibl></div></back></text></TEI>"""
_PDF = pdf(page("Elms die of a fungus of the north."))

Reply = tuple[int, str, bytes]


class Server:
    """Answers each request with the next of `replies`, the last of them for ever."""

    def __init__(self, *replies: Reply | Callable[[Any], None]) -> None:
        self.asked: list[tuple[str, str, bytes]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                server.asked.append((self.path, self.headers["Content-Type"], body))
                reply = replies[min(len(server.asked), len(replies)) - 1]
                if callable(reply):
                    reply(self)
                    return
                status, media_type, data = reply
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                if 300 <= status < 400:
                    self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: Any) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._http.block_on_close = False
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


Ask = Callable[..., "tuple[int, str, str, Server]"]
_GOOD: Reply = (200, "application/xml;charset=UTF-8", _TEI)
_BUSY: Reply = (503, "text/plain", b"[NO_AVAILABLE] all threads are used")


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Ask]:
    """Runs a command on `a.pdf` with a server that answers so; waiting takes a hundredth of the time."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(grobid, "BUSY_WAIT_S", 0.01)
    (tmp_path / "a.pdf").write_bytes(_PDF)
    made: list[Server] = []

    def run(*arguments: str, replies: tuple[Any, ...] = (_GOOD,)) -> tuple[int, str, str, Server]:
        made.append(Server(*replies))
        capsys.readouterr()
        code = cli.run([*arguments, "--grobid", made[-1].url])
        out, err = capsys.readouterr()
        return code, out, err, made[-1]

    yield run
    for server in made:
        server.close()


def test_the_tei_is_read_in_place_of_the_pdf(ask: Ask) -> None:
    code, out, err, server = ask("extract", "a.pdf")
    line = json.loads(out)
    assert (code, err) == (0, "")
    assert (line["article"]["path"], line["article"]["format"]) == ("a.pdf", "pdf")
    assert line["article"]["title"] == "The fall of the elms"
    import hashlib

    assert line["article"]["sha256"] == hashlib.sha256(_PDF).hexdigest()
    [claim] = line["claims"]
    assert (claim["text"], claim["sources"]) == ("Elms die of a fungus.", ["https://doi.org/10.1234/elms"])
    assert not any(p["code"] == "layout-unread" for p in line["problems"])
    [(path, kind, body)] = server.asked
    assert path == "/api/processFulltextDocument"
    boundary = kind.partition("boundary=")[2]
    parts = body.split(f"--{boundary}".encode())
    names = [re.findall(rb'name="(\w+)"', part) for part in parts[1:-1]]
    assert names == [[b"consolidateHeader"], [b"consolidateCitations"], [b"includeRawCitations"], [b"input"]]
    assert parts[1].endswith(b"\r\n\r\n0\r\n")
    assert _PDF in parts[4]


def test_a_busy_server_is_asked_again(ask: Ask) -> None:
    code, out, _, server = ask("extract", "a.pdf", replies=(_BUSY, _BUSY, _GOOD))
    assert (code, len(server.asked)) == (0, 3)
    assert json.loads(out)["claims"]


def _drop(handler: Any) -> None:
    handler.close_connection = True
    handler.connection.close()


def _slow(handler: Any) -> None:
    handler.send_response(200)
    handler.end_headers()
    time.sleep(5)


@pytest.mark.parametrize(
    ("reply", "why", "asked"),
    [
        ((500, "text/plain", b"[TIMEOUT] PDF to XML conversion"), "GROBID could not read it (500: [TIMEOUT] PDF to XML conversion)", 1),
        (_BUSY, "GROBID could not read it (503: [NO_AVAILABLE] all threads are used)", 5),
        ((204, "application/xml", b""), "GROBID found nothing in it", 1),
        ((200, "text/html", b"<html><p>Welcome</p>"), "GROBID's answer is no XML (found text/html)", 1),
        ((200, "application/xml", b"Welcome"), "GROBID's answer is no XML", 1),
        ((200, "application/xml", b"<a><b/></a>"), "no TEI (found the element 'a', expected 'TEI')", 1),
        ((302, "text/html", b""), "302, it redirects to http://127.0.0.1:1/elsewhere", 1),
        (_drop, "GROBID gave no answer", 5),
    ],
    ids=("500", "503", "204", "html", "text", "xml", "redirect", "drop"),
)  # fmt: skip
def test_what_a_server_cannot_do_costs_one_line(ask: Ask, reply: Any, why: str, asked: int) -> None:
    code, out, err, server = ask("extract", "a.pdf", replies=(reply,))
    assert (code, out) == (3, "")
    assert err.startswith("skipped a.pdf") and err.count("\n") == 1
    assert why in err
    assert len(server.asked) == asked


def test_a_slow_server_is_given_up(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grobid, "DEADLINE_S", 0.5)
    began = time.monotonic()
    code, _, err, _ = ask("extract", "a.pdf", replies=(_slow,))
    assert (code, "no whole answer after 0.5 s" in err) == (3, True)
    assert time.monotonic() - began < 4


def test_an_answer_without_end_is_given_up(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grobid, "MAX_TEI_BYTES", 1_000_000)
    code, _, err, _ = ask("extract", "a.pdf", replies=((200, "application/xml", b"<" + b"a" * 2_000_000),))
    assert (code, "larger than" in err) == (3, True)


def test_a_server_that_is_away_is_asked_for_one_file_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(grobid, "BUSY_WAIT_S", 0.01)
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(_PDF)
    (tmp_path / "c.md").write_text("Elms die of a fungus.\n")
    assert cli.run(["extract", "a.pdf", "b.pdf", "c.md", "--grobid", "http://127.0.0.1:9"]) == 1
    out, err = capsys.readouterr()
    assert (out.count("\n"), err.count("GROBID gave no answer")) == (1, 2)


def test_a_build_sends_what_has_changed(ask: Ask, tmp_path: Path) -> None:
    _, out, _, server = ask("build", "a.pdf")
    assert ("1 new" in out, len(server.asked)) == (True, 1)
    _, out, _, server = ask("build", "a.pdf")
    assert ("1 unchanged" in out, len(server.asked)) == (True, 0)
    (tmp_path / "a.pdf").write_bytes(_PDF + b"\n")
    _, out, _, server = ask("build", "a.pdf")
    assert ("1 changed" in out, len(server.asked)) == (True, 1)


def test_other_articles_are_not_sent(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("Elms die of a fungus.\n")
    (tmp_path / "c.pdf").write_text("<!DOCTYPE html><title>404 Not Found</title>")
    code, _, err, server = ask("extract", "b.md", "c.pdf")
    assert (code, server.asked, "404 not found" in err) == (1, [], True)


@pytest.mark.parametrize("url", ["localhost:8070", "file:///etc", "http://ada:secret@localhost", "http://"])
def test_an_address_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.pdf").write_bytes(_PDF)
    assert cli.run(["extract", "a.pdf", "--grobid", url]) == 2


def test_settings_may_name_a_server_of_this_machine_alone(
    ask: Ask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server = Server(_GOOD)
    (tmp_path / "kgraph.toml").write_text(f'grobid = "{server.url}"\n')
    assert cli.run(["extract", "a.pdf"]) == 0
    assert len(server.asked) == 1
    server.close()
    (tmp_path / "kgraph.toml").write_text('grobid = "http://grobid.example.org"\n')
    capsys.readouterr()
    assert cli.run(["extract", "a.pdf"]) == 2
    assert "must be typed: --grobid URL" in capsys.readouterr().err
