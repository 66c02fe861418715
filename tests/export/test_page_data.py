"""What a page holds of its data: bytes that come back out of characters, texts that come back out of how they differ, and less of both."""

import gzip
import json
import os
import random
import re
import unicodedata
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from pathlib import Path

import pytest

import kgraph
from kgraph.cli import run
from kgraph.errors import UsageError
from kgraph.export._characters import in_characters
from kgraph.export._edits import edits
from tests.shared_corpora import ROOT

_BLOCK = re.compile(r'<script type="application/gzip" id="([^"]+)" data-bytes="(\d+)">([^<]*)</script>')


def bytes_of(characters: str, length: int) -> bytes:
    """As web/src/packed.ts reads them."""
    bits = "".join(f"{ord(c) if ord(c) < 128 else (0, 10, 13, 60)[ord(c) - 0xB0]:07b}" for c in characters)
    return bytes(int(bits[at : at + 8], 2) for at in range(0, 8 * length, 8))


def edited(base: str, steps: list[int], added: str) -> str:
    """As web/src/slim.ts puts a text together."""
    out, at, taken = "" if steps else base, 0, 0
    for copied, passed, add in zip(steps[::3], steps[1::3], steps[2::3], strict=True):
        out += base[at : at + copied] + added[taken : taken + add]
        at, taken = at + copied + passed, taken + add
    return out


def blocks(page: bytes) -> dict[str, bytes]:
    """Name → what is gzipped in the page."""
    return {name: bytes_of(text, int(n)) for name, n, text in _BLOCK.findall(page.decode())}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> kgraph.Graph:
    return kgraph.build(ROOT / "data" / "articles", store=tmp_path_factory.mktemp("page") / "kg", workers=1)


@pytest.mark.parametrize("length", [0, 1, 6, 7, 8, 13, 14, 1_000])
def test_bytes_come_back_out_of_characters(length: int) -> None:
    for data in (os.urandom(length), bytes(length), b"<" * length, b"\r\n" * length):
        text = in_characters(data)
        assert bytes_of(text, len(data)) == data
        assert not set(text) & set("\0\r\n<")
        assert unicodedata.normalize("NFC", text) == text


def test_characters_are_fewer_than_in_base64() -> None:
    data = os.urandom(100_000)
    assert 1.16 < len(in_characters(data).encode()) / len(data) < 1.19


def test_texts_come_back_out_of_edits() -> None:
    chance = random.Random(1)
    words = ["rain", "fell", "[4](#ref-4)", "**", "on", "😀", "the", "hills", ". ", "\n", " "]
    for _ in range(3_000):
        base = [chance.choice(words) for _ in range(chance.randrange(30))]
        target = [w for w in base for w in [w] * chance.choice((0, 1, 1, 1, 2))] + [chance.choice(words)]
        one, other = "".join(base), "".join(target)
        assert edited(one, *edits(one, other)) == other


def test_texts_that_share_nothing_take_no_more_than_their_length() -> None:
    base, target = "ab" * 50_000, "xyz" * 50_000
    steps, added = edits(base, target)
    assert edited(base, steps, added) == target
    assert len(added) == len(target)


def test_the_page_comes_whole_through_the_mail(graph: kgraph.Graph, tmp_path: Path) -> None:
    graph.export(tmp_path / "graph.html")
    page = (tmp_path / "graph.html").read_bytes()
    mail = EmailMessage()
    mail.set_content("The graph.")
    mail.add_attachment(page, maintype="text", subtype="html", filename="graph.html")
    mail.add_attachment(page.decode(), subtype="html", cte="quoted-printable", filename="as-text.html")
    got = BytesParser(policy=SMTP).parsebytes(mail.as_bytes(policy=SMTP))
    as_bytes, as_text = (part.get_payload(decode=True) for part in got.iter_attachments())
    assert as_bytes == page
    assert isinstance(as_text, bytes)
    assert blocks(as_text) == blocks(page)


def test_without_texts_articles_have_their_claims_alone(graph: kgraph.Graph, tmp_path: Path) -> None:
    graph.export(tmp_path / "all.html")
    graph.export(tmp_path / "few.html", texts=False)
    held = {name: blocks((tmp_path / f"{name}.html").read_bytes()) for name in ("all", "few")}
    assert held["few"].keys() == held["all"].keys()
    assert held["few"]["claims-0"] == held["all"]["claims-0"]
    assert json.loads(gzip.decompress(held["few"]["columns"]))["textless"] is True
    for detail in json.loads(gzip.decompress(held["few"]["chunk-0"])).values():
        assert detail["text"] is detail["blocks"] is None
        assert detail["references"] == {}


def test_only_a_page_has_texts_to_leave_out(graph: kgraph.Graph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Leave --texts out"):
        graph.export(tmp_path / "graph.ttl", texts=False)


def test_the_shell_says_what_the_page_lacks(graph: kgraph.Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    assert run(["export", str(tmp_path / "few.html"), "--texts", "no", "--store", str(graph.store)]) == 0
    assert "the explorer, without the texts of the articles, " in capsys.readouterr().err
