"""What the Markdown reader hands on: blocks whose runs lead back to the source, and what was left out."""

import pytest

from kgraph.errors import InputError
from kgraph.model import Document
from kgraph.read import read


def _read(text: str | bytes, name: str = "a.md") -> Document:
    return read(name, text if isinstance(text, bytes) else text.encode())


def _texts(document: Document) -> list[tuple[str, str]]:
    return [(b.kind, " ".join(b.text.split())) for b in document.blocks]


def test_blocks() -> None:
    found = _texts(
        _read(
            "# Head\n\nOne *two* `three`.\n\n- item\n- other\n\n> said\n\n| a | b |\n| - | - |\n| c | d |\n"
        )
    )
    assert found == [
        ("heading", "Head"), ("paragraph", "One two three."), ("item", "item"), ("item", "other"), ("quote", "said"),
        ("cell", "a"), ("cell", "b"), ("cell", "c"), ("cell", "d"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Plain *marked* words and `code` [a link](https://e.org) &amp; more.",
        "Ünï *cödé* 中文 😀 and **bold** text.",
        "A line\nbroken *over\ntwo* lines.",
        "> quoted *text*\n> goes on",
        "- item *one*\n  goes on\n- two",
    ],
)
def test_runs_lead_back(text: str) -> None:
    document = _read(text)
    for block in document.blocks:
        ends = [run[0] for run in block.runs[1:]] + [len(block.text)]
        for (plain, start, end), stop in zip(block.runs, ends, strict=True):
            assert 0 <= start <= end <= len(text)
            if end - start == stop - plain and "\n" not in block.text[plain:stop]:
                assert text[start:end] == block.text[plain:stop]


def test_what_is_left_out_is_named() -> None:
    document = _read("---\ntitle: T\n---\n\n<!-- [1] -->\n\n```\n[2]\n```\n\n![a [3]](data:,x)\n\nText.\n")
    reasons = {reason for _, _, reason in document.dropped}
    assert {"front-matter", "comment", "code"} <= reasons
    assert [text for _, text in _texts(document)][-1] == "Text."


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: No\nauthor: [Ada, Alan]\ndate: 2024-05-01\nlang: en\n---\n",
        '+++\ntitle = "No"\nauthor = ["Ada", "Alan"]\ndate = 2024-05-01\nlang = "en"\n+++\n',
    ],
)
def test_front_matter(head: str, line_end: str) -> None:
    document = _read(f"{head}Text.\n".replace("\n", line_end))
    assert _texts(document) == [("paragraph", "Text.")]
    found = document.metadata
    assert (found.title, found.authors, found.date, found.language) == (
        "No",
        ("Ada", "Alan"),
        "2024-05-01",
        "en",
    )


@pytest.mark.parametrize("head", ["---\n---\n", "+++\n+++\n"])
def test_empty_front_matter(head: str) -> None:
    assert _texts(_read(f"{head}Text.\n\n---\n\nMore.\n")) == [("paragraph", "Text."), ("paragraph", "More.")]


@pytest.mark.parametrize(
    "head",
    [
        "a: &x [1, 2]\nb: *x",
        "a: " + "[" * 3000 + "]" * 3000,
        "a: {" * 200,
        "? " * 30_000 + "a",
        "- ? " * 15_000 + "a",
        "a: b: c: d",
        "\tx: y",
    ],
)
def test_front_matter_that_would_harm(head: str) -> None:
    document = _read(f"---\n{head}\n---\n\nText stands here.\n")
    assert [p.code for p in document.problems] == ["front-matter-unread"]
    assert ("paragraph", "Text stands here.") in _texts(document)


def test_tags_in_front_matter_make_nothing() -> None:
    """R Markdown's `!r` and others are passed over: what is tagged stays a string, or a list of strings."""
    head = "a: !!python/object/apply:os.system ['true']\ntitle: A vignette\nparams:\n  EVAL: !r Sys.getenv(\"A\")"
    document = _read(f"---\n{head}\n---\n\nText stands here.\n")
    assert (document.problems, document.metadata.title) == ((), "A vignette")


def test_front_matter_cannot_explode() -> None:
    bomb = "\n".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9) if i else 1}]" for i in range(12))
    assert _texts(_read(f"---\n{bomb}\n---\nText stands here.\n"))[-1] == ("paragraph", "Text stands here.")


def test_toml_cannot_explode() -> None:
    for key in (".".join("a" * 20_000), " . ".join("a" * 9_000), '"a".' * 9_000 + "b"):
        document = _read(f"+++\n{key} = 1\n+++\nText stands here.\n")
        assert [p.code for p in document.problems] == ["front-matter-unread"]
        assert _texts(document) == [("paragraph", "Text stands here.")]


def test_toml_with_dots_is_read() -> None:
    document = _read(
        "+++\ntitle = 'One. Two. Three. Four.'\na.b.'c d' = 1.5\ndate = 2024-01-02\n+++\nText.\n"
    )
    assert document.metadata.title == "One. Two. Three. Four."
    assert not document.problems


def test_money_is_no_math() -> None:
    found = _texts(_read("It costs $5 and then $6 in all.\n\nBut $x_1 + x_2$ is math.\n"))
    assert found[0][1] == "It costs $5 and then $6 in all."
    assert "x_1" in found[1][1]


@pytest.mark.parametrize(
    ("data", "text", "replaced"),
    [
        (b"\xef\xbb\xbfText here.", "Text here.", False),
        ("Text here.".encode("utf-16"), "Text here.", False),
        (b"Te\xffxt here.", "Te\ufffdxt here.", True),
        (b"\xc3\xa9t\xc3\xa9 here.", "été here.", False),
    ],
)
def test_decoding(data: bytes, text: str, replaced: bool) -> None:
    document = _read(data)
    assert _texts(document) == [("paragraph", text)]
    assert [p.code for p in document.problems] == (["decode-replaced"] if replaced else [])


def test_positions() -> None:
    source = _read("one\r\ntwo\nthrée\rfour").source
    assert [source.place(source.text.index(w))[:2] for w in ("one", "two", "thr", "four")] == [
        (1, 1),
        (2, 1),
        (3, 1),
        (4, 1),
    ]
    assert source.place(source.text.index("wo"))[:2] == (2, 2)


@pytest.mark.parametrize("name", ["a.exe", "a", "a.md.exe"])
def test_unknown_suffix(name: str) -> None:
    with pytest.raises(InputError, match=r"unknown kind of article .*\.md"):
        _read("x", name)


def test_binary() -> None:
    with pytest.raises(InputError, match="binary"):
        _read(bytes(range(256)) * 4)


def test_html_inside() -> None:
    document = _read(
        '<div class="x">\n\nText [1] <b>here</b>.\n\n<p>More words.</p>\n</div>\n<script>no words</script>\n<style>nor here</style>\n'
    )
    text = " ".join(t for _, t in _texts(document))
    assert "Text [1] here." in text
    assert "More words." in text
    assert "no words" not in text
    assert "nor here" not in text
