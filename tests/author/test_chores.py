"""`kgraph author`: what each chore writes, what it leaves, what it refuses."""

from pathlib import Path

import pytest

from kgraph.cli import run

_PLAIN = """# Hops

Hops climb[3]. They want poles[1][3], and rain [1-3].

See `hop[2]` and [the fair](https://hopfair.net/).

Citations:
[1] https://hopfields.net/poles
[2] https://hopfields.net/rain
[3] https://climbers.org/hops
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _done(folder: Path, text: str, *arguments: str) -> str:
    (folder / "in.md").write_text(text, encoding="utf-8")
    chore, *options = arguments
    assert run(["author", chore, "in.md", *options, "--write"]) == 0
    return (folder / "in.md").read_text(encoding="utf-8")


def test_numbers_follow_first_use(folder: Path) -> None:
    new = _done(folder, _PLAIN, "renumber")
    assert "Hops climb[1]. They want poles[1][2], and rain [1-3]." in new
    assert (
        "[1] https://climbers.org/hops\n[2] https://hopfields.net/poles\n[3] https://hopfields.net/rain\n"
        in new
    )
    assert "`hop[2]`" in new
    assert _done(folder, new, "renumber") == new


def test_the_order_of_the_list_is_kept_where_asked(folder: Path) -> None:
    text = (
        "Hops climb [5][3].\n\nCitations:\n[3] https://hopfields.net/poles\n[5] https://climbers.org/hops\n"
    )
    assert _done(folder, text, "renumber", "--keep-order") == text.replace("[5][3]", "[1][2]").replace(
        "[3]", "[1]"
    ).replace("[5]", "[2]")


def test_ranges_part_where_their_numbers_do(folder: Path) -> None:
    text = "Hops climb [3]. Poles bend [1-3]. Rain falls [2].\n\nCitations:\n" + "".join(
        f"[{n}] https://hopfields.net/{n}\n" for n in range(1, 5)
    )
    new = _done(folder, text, "renumber")
    assert new.startswith("Hops climb [1]. Poles bend [1-3]. Rain falls [3].")
    other = _done(
        folder,
        text.replace("Rain falls [2]", "Rain falls [4]").replace("climb [3]", "climb [3][4]"),
        "renumber",
    )
    assert "Poles bend [1, 3, 4]." in other


def test_numbered_footnotes_move_and_named_ones_stay(folder: Path) -> None:
    text = "Hops climb.[^2] Poles bend.[^why] Rain falls.[^1]\n\n[^1]: https://hopfields.net/rain\n[^why]: https://hopfields.net/why\n[^2]: https://climbers.org/hops\n"
    new = _done(folder, text, "renumber")
    assert (
        new
        == "Hops climb.[^1] Poles bend.[^why] Rain falls.[^2]\n\n[^1]: https://climbers.org/hops\n[^why]: https://hopfields.net/why\n[^2]: https://hopfields.net/rain\n"
    )


@pytest.mark.parametrize(
    ("to", "sentence", "entry"),
    [
        ("anchors", "Hops climb [[3](#ref-3)]. They want poles [[1](#ref-1)] [[3](#ref-3)], and rain [[1](#ref-1)] [[2](#ref-2)] [[3](#ref-3)].", '[1] <a id="ref-1"></a> [https://hopfields.net/poles](https://hopfields.net/poles)  '),
        ("footnotes", "Hops climb[^3]. They want poles[^1][^3], and rain [^1][^2][^3].", "[^1]: https://hopfields.net/poles"),
        ("links", r"Hops climb[\[3\]](https://climbers.org/hops).", "[1] https://hopfields.net/poles"),
        ("pandoc", "Hops climb[@climbers-3]. They want poles[@hopfields-1; @climbers-3]", "Citations:"),
    ],
)  # fmt: skip
def test_conventions(
    to: str, sentence: str, entry: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = _done(folder, _PLAIN, "convert", "--to", to)
    assert sentence in new
    assert entry in new.split("\n")
    assert "`hop[2]`" in new
    if to == "pandoc":
        bib = (folder / "in.bib").read_text()
        assert "@misc{hopfields-1,\n  url = {https://hopfields.net/poles}\n}" in bib
        assert new.startswith("---\nbibliography: in.bib\n---\n\n# Hops")
    back = _done(folder, new, "convert", "--to", "plain")
    assert "edges unchanged" in capsys.readouterr().err
    assert "climb" in back


@pytest.mark.parametrize("to", ["anchors", "footnotes", "links"])
def test_there_and_back_keeps_what_stands_around(to: str, folder: Path) -> None:
    plain = (
        _PLAIN.replace("and rain [1-3]", "and rain [2]")
        .replace("climb[3]", "climb [3]")
        .replace("poles[1][3]", "poles [1] [3]")
    )
    there = _done(folder, plain, "convert", "--to", to)
    back = _done(folder, there, "convert", "--to", "plain")
    assert back.splitlines()[:5] == plain.splitlines()[:5]


def test_names_become_numbers_by_first_use(folder: Path) -> None:
    text = "Hops climb.[^hop] Poles bend.[^pole]\n\n[^pole]: https://hopfields.net/poles\n[^hop]: https://climbers.org/hops\n"
    new = _done(folder, text, "convert", "--to", "plain")
    assert (
        new
        == "Hops climb.[1] Poles bend.[2]\n\n## References\n\n[1] https://climbers.org/hops\n[2] https://hopfields.net/poles\n"
    )


_A = "---\ntitle: Hops\n---\n\nHops climb [2][1].\n\nCitations:\n[1] https://hopfields.net/poles\n[2] https://climbers.org/hops\n"
_B = "## Rain\n\nRain falls [1].\n\nSources:\n1. Poles. https://hopfields.net/poles/?utm_source=feed\n2. http://climbers.org/hops\n"


def test_answers_become_one_article(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.md").write_text(_A)
    (folder / "b.md").write_text(_B)
    assert run(["author", "merge", "a.md", "b.md", "-o", "post.md", "--attribution", "_By a tool._"]) == 0
    assert (folder / "post.md").read_text() == (
        "---\ntitle: Hops\n---\n\nHops climb [[1](#ref-1)] [[2](#ref-2)].\n\n## Rain\n\nRain falls [[2](#ref-2)].\n\n---\n## References\n\n"
        '[1] <a id="ref-1"></a> [https://climbers.org/hops](https://climbers.org/hops)  \n'
        '[2] <a id="ref-2"></a> Poles. https://hopfields.net/poles/?utm_source=feed  \n'
        '[3] <a id="ref-3"></a> [http://climbers.org/hops](http://climbers.org/hops)  \n\n_By a tool._\n'
    )
    told = capsys.readouterr().err
    assert "a.md [1] and b.md [1] → 2 (one source: https://hopfields.net/poles)" in told
    assert "1 and 3 seem to be one page" in told


def test_two_lists_of_one_article_are_merged(folder: Path) -> None:
    text = "Hops climb [1].\n\nCitations:\n[1] https://climbers.org/hops\n\n## Rain\n\nRain falls [1].\n\nCitations:\n[1] https://hopfields.net/rain\n"
    (folder / "a.md").write_text(text)
    run(["author", "merge", "a.md", "-o", "post.md"])
    assert (
        "Hops climb [[1](#ref-1)].\n\n## Rain\n\nRain falls [[2](#ref-2)].\n\n---\n"
        in (folder / "post.md").read_text()
    )


def test_lists_are_set_in_order_and_the_text_stays(folder: Path) -> None:
    text = 'Hops climb. [[1](#ref-1)]  [[2](#ref-2)]\n\n**Sources**\n[1] <a id="ref-1"></a> [display text](https://climbers.org/hops)\n[2]<a id="ref-2"></a>[hopfields.net: Donâ€™t bend](https://hopfields.net/bend) \n\n_By a tool._\n'
    assert _done(folder, text, "format") == (
        "Hops climb. [[1](#ref-1)] [[2](#ref-2)]\n\n---\n## References\n\n"
        '[1] <a id="ref-1"></a> [https://climbers.org/hops](https://climbers.org/hops)  \n'
        '[2] <a id="ref-2"></a> [hopfields.net: Don’t bend](https://hopfields.net/bend)  \n\n_By a tool._\n'
    )


@pytest.mark.parametrize(
    ("text", "arguments", "place"),
    [
        ("Hops climb [2].\n\nCitations:\n[1] https://a.net/1\n[2] https://a.net/2\n[2] https://a.net/3\n", ["renumber"], "in.md:6:1: two entries are labelled 2"),
        ("Hops climb [4]. Poles bend [1].\n\nCitations:\n[4] https://a.net/4\n[5] https://a.net/5\n", ["renumber"], "in.md:1:28: [1] names no entry now"),
        ('Hops climb. [[1](#ref-2)]\n\n## References\n\n[1] <a id="ref-1"></a> [a.net: A](https://a.net/1)\n[2] <a id="ref-2"></a> [a.net: B](https://a.net/2)\n', ["renumber"], "in.md:1:13: [[1](#ref-2)] prints one number"),
        ("Hops climb [1].\n\nCitations:\n[1] A. Moss, Hops, 1990.\n", ["convert", "--to", "links"], "in.md:1:12: entry 1 has no address"),
        ("Hops cl\ufffdmb [1].\n\nCitations:\n[1] https://a.net/1\n", ["renumber"], ""),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_refused(
    text: str, arguments: list[str], place: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = text.encode() if place else text.encode().replace("\ufffd".encode(), b"\xe9")
    (folder / "in.md").write_bytes(data)
    chore, *options = arguments
    assert run(["author", chore, "in.md", *options, "--write"]) == 3
    assert (folder / "in.md").read_bytes() == data
    told = capsys.readouterr().err
    assert place in told and "Nothing was written." in told


def test_a_dangling_number_that_stays_dangling_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Hops climb [4]. Poles bend [9].\n\nCitations:\n[4] https://a.net/4\n"
    assert _done(folder, text, "renumber") == text.replace("[4]", "[1]")
    assert "in.md:1:28 warning marker-dangling [9]" in capsys.readouterr().err


def test_an_existing_bibliography_is_never_overwritten(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "in.md").write_text(_PLAIN)
    (folder / "in.bib").write_text("mine")
    assert run(["author", "convert", "in.md", "--to", "pandoc", "--write"]) == 3
    assert (folder / "in.bib").read_text() == "mine"
    assert (folder / "in.md").read_text() == _PLAIN


def test_bytes_around_stay(folder: Path) -> None:
    data = b"\xef\xbb\xbf" + _PLAIN.replace("\n", " \r\n").encode()
    (folder / "in.md").write_bytes(data)
    assert run(["author", "renumber", "in.md", "--write"]) == 0
    new = (folder / "in.md").read_bytes()
    assert new.startswith(b"\xef\xbb\xbf# Hops \r\n") and b"\n" not in new.replace(b"\r\n", b"")
    assert len(new) == len(data)


def test_a_difference_is_shown_by_default(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "in.md").write_text(_PLAIN)
    assert run(["author", "renumber", "in.md"]) == 0
    out = capsys.readouterr().out
    assert "+[1] https://climbers.org/hops" in out
    assert (folder / "in.md").read_text() == _PLAIN


def test_drafts_become_posts_with_gaps_closed(folder: Path) -> None:
    text = 'Hops climb [[3](#ref-3)]. Rain falls [[2](#ref-2)].\n\n### References\n[2] <a id="ref-2"></a> [a.net: A](https://a.net/2)\n[3] <a id="ref-3"></a> https://a.net/3\n'
    assert _done(folder, text, "format", "--keep-order") == (
        "Hops climb [[2](#ref-2)]. Rain falls [[1](#ref-1)].\n\n---\n## References\n\n"
        '[1] <a id="ref-1"></a> [a.net: A](https://a.net/2)  \n[2] <a id="ref-2"></a> [https://a.net/3](https://a.net/3)  \n'
    )


@pytest.mark.parametrize("arguments", [["convert", "in.md", "--to", "plain", "--keep-order"], ["convert", "in.md"], ["renumber", "in.md", "in.md"], ["renumber", "in.md", "--to", "plain"], ["merge", "in.md", "--write"], ["format", "in.md", "--drop-uncited"], ["renumber", "in.md", "--write", "-o", "x.md"]])  # fmt: skip
def test_what_cannot_be_meant_is_usage(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "in.md").write_text(_PLAIN)
    assert run(["author", *arguments]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


_TWO = "Hops climb [1].\n\nCitations:\n[1] https://a.net/1\n\n## Rain\n\nRain falls [1].\n\nCitations:\n[1] https://a.net/2\n"


def test_a_second_list_goes_on_counting(folder: Path) -> None:
    new = _done(folder, _TWO, "convert", "--to", "footnotes")
    assert "Hops climb [^1]." in new and "[^1]: https://a.net/1" in new
    assert "Rain falls [^2]." in new and "[^2]: https://a.net/2" in new
    assert "Rain falls [1]." in _done(folder, _TWO, "convert", "--to", "plain")


def test_an_entry_without_an_address_stays_a_number_among_links(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Hops climb [1][2].\n\n## References\n\n[1] https://a.net/1\n[2] A. Moss, Hops, 1990.\n"
    new = _done(folder, text, "convert", "--to", "links")
    assert new.startswith("Hops climb [\\[1\\]](https://a.net/1)[2].")
    assert "entry 2 has no address, and stays a number" in capsys.readouterr().err


@pytest.mark.parametrize("to", ["anchors", "plain"])
def test_footnotes_that_name_no_work_or_two_stay(to: str, folder: Path) -> None:
    text = (
        "Hops climb.[^1] Poles bend.[^2] Rain falls.[^3]\n\n[^1]: https://a.net/1\n\n[^2]: Not in every year.\n\n"
        "[^3]: A. Moss: Rain, 1990, https://a.net/3.<br/>B. Birch: Showers, 1991, https://a.net/4.\n"
    )
    new = _done(folder, text, "convert", "--to", to)
    assert "Poles bend.[^2]" in new and "[^2]: Not in every year." in new
    assert "Hops climb.[^1]" not in new


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ("[1](https://a.net/1)\n[2](https://b.net/2)", "[^2]: https://b.net/2"),
        ("[1](https://a.net/1) Poles\n[2](https://b.net/2) Rain", "[^2]: [Rain](https://b.net/2)"),
    ],
)
def test_the_address_of_a_label_goes_with_its_entry(entries: str, said: str, folder: Path) -> None:
    text = f"Hops climb [1]. Rain falls [2].\n\n## References\n\n{entries}\n"
    assert said in _done(folder, text, "convert", "--to", "footnotes")


def test_labels_of_one_entry_become_entries(folder: Path) -> None:
    text = (
        "Hops climb[\\[1\\]](https://a.net/1#:~:text=hops)[\\[2\\]](https://b.net/2). Rain falls[\\[3\\]](https://a.net/1#:~:text=rain).\n\n"
        "## References\n\n[\\[1\\]](https://a.net/1#:~:text=hops) [\\[3\\]](https://a.net/1#:~:text=rain) Hops and rain\n\n[\\[2\\]](https://b.net/2) Poles\n"
    )
    new = _done(folder, text, "convert", "--to", "plain")
    assert "[3] [Hops and rain](https://a.net/1#:~:text=rain)" in new and "Rain falls[3]." in new


def test_front_matter_in_toml_names_the_bibliography(folder: Path) -> None:
    text = '+++\ntitle = "Hops"\n\n[extra]\nx = 1\n+++\n\n' + _PLAIN
    new = _done(folder, text, "convert", "--to", "pandoc")
    assert new.startswith('+++\nbibliography = "in.bib"\ntitle = "Hops"\n')
    assert _done(folder, new, "convert", "--to", "plain").startswith('+++\ntitle = "Hops"\n')


def test_what_is_no_markdown_is_left_alone_and_said_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = "<html><body><main><p>Hops climb [1].</p></main></body></html>"
    (folder / "in.html").write_text(page)
    assert run(["author", "renumber", "in.html", "--write"]) == 3
    assert "only Markdown is rewritten (found html)" in capsys.readouterr().err
    assert (folder / "in.html").read_text() == page
