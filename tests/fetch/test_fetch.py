"""Pages into a folder: what is written, what is said, and what a second run does."""

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kgraph.errors import InputError, StoreLocked, UsageError
from kgraph.jobs.fetch import fetch
from kgraph.pages import NAME, load
from tests.cli.conftest import Run, clean_environment
from tests.fetch.conftest import Fetch
from tests.fetch.site import Answer, Site, article


def _rows(folder: str = "pages") -> dict[str, dict[str, object]]:
    told = json.loads(Path(folder, NAME).read_bytes())
    return {row["address"]: row for row in told["pages"]}


def test_a_page_is_kept_as_it_was_answered(site: Site, into: Fetch) -> None:
    body = article("Tides", claim="Прилив").decode().replace("utf-8", "windows-1251").encode("cp1251")
    site.pages["/tides"] = Answer(body, media_type="text/html; charset=windows-1251")
    site.moved("/old", "/older", 302)
    site.moved("/older", site.url("/tides#top"))
    report = into("/old")
    assert (report.pages, report.counts["new"], report.skipped) == (1, 1, [])
    [row] = _rows().values()
    name = f"{site.netloc.replace(':', '-')}-tides.html"
    assert Path("pages", name).read_bytes() == body
    assert row.pop("time")
    assert row == {
        "address": site.url("/old"), "final": site.url("/tides"), "redirects": [site.url("/older")], "media_type": "text/html; charset=windows-1251",
        "charset": "cp1251", "status": 200, "sha256": hashlib.sha256(body).hexdigest(), "file": name,
    }  # fmt: skip


def test_a_second_run_asks_whether_anything_changed(site: Site, into: Fetch) -> None:
    site.pages |= {f"/{n}": Answer(article(f"Page {n}")) for n in "ab"}
    assert into("/a", "/b").counts == {"new": 2}
    before = {p.name: p.stat().st_mtime_ns for p in Path("pages").glob("*.html")}
    site.pages["/b"] = Answer(article("Page b, mended"))
    assert into("/a", "/b").counts == {"unchanged": 1, "changed": 1}
    assert site.conditional == ["/a"]
    [a, b] = sorted(Path("pages").glob("*.html"))
    assert a.stat().st_mtime_ns == before[a.name]
    assert b.read_bytes() == article("Page b, mended")
    assert into("/a", "/b", offline=True).counts == {"unchanged": 2}
    assert [row["file"] for row in _rows().values()] == [a.name, b.name]


def test_a_page_that_is_gone_stays_as_it_was(site: Site, into: Fetch) -> None:
    site.pages["/a"] = Answer(article("Page a"))
    into("/a")
    before = _rows()
    del site.pages["/a"]
    report = into("/a")
    assert report.kept == 1
    [skip] = report.skipped
    assert skip.reason.startswith("answers 404, it is not there; that of 20")
    assert skip.reason.endswith(" is kept")
    assert _rows() == before


def test_two_addresses_of_one_page_are_one_article(site: Site, into: Fetch) -> None:
    site.pages["/a"] = Answer(article("Page a"))
    site.pages["/a?utm_source=feed"] = Answer(article("Page a, with an advertisement"))
    site.moved("/b", "/a")
    report = into("/a", "/b", "/a?utm_source=feed", "/a#part")
    assert (report.pages, report.counts, report.asked) == (1, {"new": 1, "same": 2}, 3)
    assert {row["file"] for row in _rows().values()} == {
        "127.0.0.1-" + site.netloc.partition(":")[2] + "-a.html"
    }
    site.pages["/a"] = Answer(article("Page a, mended"))
    assert into("/a").counts == {"changed": 1}
    assert len({row["sha256"] for row in _rows().values()}) == 1, (
        "what the other addresses lead to has changed, too"
    )


def test_a_page_that_calls_itself_otherwise_stays_what_answered(site: Site, into: Fetch) -> None:
    """As `enrich` holds it: a canonical link is noted, and makes no two things one; a home page counts not even so."""
    site.pages["/a"] = Answer(
        article("Page a", head='<link rel=canonical href="https://elsewhere.example/a">')
    )
    site.pages["/b"] = Answer(article("Page b", head='<link rel=canonical href="/">'))
    report = into("/a", "/b")
    assert (report.pages, report.canonical) == (2, 1)
    assert [row.get("canonical") for row in _rows().values()] == ["https://elsewhere.example/a", None]
    assert list(report.articles) == [site.url("/a"), site.url("/b")]


def test_names_that_file_systems_take_for_one(site: Site, into: Fetch) -> None:
    bodies = {
        path: article(path)
        for path in (
            "/Tides",
            "/tides",
            "/TIDES/",
            "/tides.html",
            "/tiDes",
            "/a-b",
            "/a/b",
            "/é",
            "/e%CC%81",
        )
    }
    site.pages |= {path: Answer(body) for path, body in bodies.items()}
    site.pages["/%C3%A9"] = site.pages["/é"]
    report = into(*bodies)
    assert report.skipped == []
    rows = _rows()
    names = [str(row["file"]) for row in rows.values()]
    assert len({name.casefold() for name in names}) == len(set(names)) == report.pages == 9
    for path, body in bodies.items():
        assert Path("pages", str(rows[site.url(path)]["file"])).read_bytes() == body


def test_what_somebody_wrote_or_changed_stays(site: Site, into: Fetch) -> None:
    name = f"{site.netloc.replace(':', '-')}-a.html"
    Path("pages").mkdir()
    Path("pages", name).write_text("mine")
    Path("secret").write_text("mine, too")
    site.pages |= {"/a": Answer(article("Page a")), "/b": Answer(article("Page b"))}
    Path("pages", name.replace("-a.", "-b.")).symlink_to("../secret")
    assert into("/a", "/b").counts == {"new": 2}
    assert Path("pages", name).read_text() == "mine"
    assert Path("secret").read_text() == "mine, too"
    file = Path("pages", str(_rows()[site.url("/a")]["file"]))
    assert file.name.startswith(name.removesuffix(".html"))
    file.write_text("edited")
    report = into("/a")
    assert report.counts == {"edited": 1}
    assert "changed by hand" in report.skipped[0].reason
    assert file.read_text() == "edited"
    file.unlink()
    assert into("/a").counts == {"new": 1}
    assert file.read_bytes() == article("Page a")


def test_lists(site: Site, into: Fetch, tmp_path: Path) -> None:
    site.pages |= {f"/{n}": Answer(article(f"Page {n}")) for n in "abcd"}
    (tmp_path / "list.txt").write_text(
        f"# mine\n\n{site.url('/a')}\r\n  {site.url('/b')}   # the second\nHTTP{site.url('/c')[4:]}\nno address\n{site.url('/a')}\n"
    )
    report = into("list.txt", "-", "nosuch.txt", ".", stdin=site.url("/d").encode())
    assert report.counts == {"new": 4}
    assert [(s.path, s.reason.partition(" (")[0].partition(".")[0]) for s in report.skipped] == [
        ("list.txt:6", "no address"), ("nosuch.txt", "not found"), (".", "no regular file"),
    ]  # fmt: skip
    (tmp_path / "list.txt").write_text("nothing\nof the kind\n")
    [skip] = into("list.txt").skipped
    assert skip.reason.startswith("no list of addresses and no feed (no address (found 'nothing'")
    assert into("/a", "/b", "/c", limit=2).left == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no manifest"),
        ("[" * 100_000, "no manifest"),
        ('{"kgraph": "pages", "version": 2, "pages": []}', "found version '2'"),
        ('{"kgraph": "pages", "version": 1, "pages": [{"address": "https://e.org", "file": "../a.html", "sha256": "%s", "final": "https://e.org"}]}', "names no page"),
        ('{"kgraph": "pages", "version": 1, "pages": [{"address": "https://e.org", "file": ".a.html", "sha256": "%s", "final": "https://e.org"}]}', "names no page"),
        ('{"kgraph": "pages", "version": 1, "pages": [{"address": "https://e.org", "file": "a.html", "sha256": "%s", "final": "javascript:1"}]}', "names no page"),
        ('{"kgraph": "pages", "version": 1, "pages": [{"address": "file:///etc/passwd"}]}', "none of a page"),
        ('{"kgraph": "pages", "version": 1, "pages": [{"address": "https://e.org", "status": true}]}', "none of a page"),
        ('{"kgraph": "pages", "version": 1, "pages": [3]}', "no object"),
        (
            '{"kgraph": "pages", "version": 1, "pages": [{"address": "https://e.org/1", "file": "a.html", "sha256": "%s", "final": "https://e.org/1"}, '
            '{"address": "https://e.org/2", "file": "A.html", "sha256": "%s", "final": "https://e.org/2"}]}',
            "different things",
        ),
    ],
)  # fmt: skip
def test_a_manifest_that_is_none_is_left_as_it_is(into: Fetch, tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "pages").mkdir()
    file = tmp_path / "pages" / NAME
    file.write_text(text.replace("%s", "0" * 64))
    before = file.read_bytes()
    with pytest.raises(InputError, match=why):
        load("pages")
    with pytest.raises(InputError, match=why):
        into("/a")
    assert file.read_bytes() == before


def test_a_folder_is_had_by_one_run(site: Site, into: Fetch, tmp_path: Path) -> None:
    site.pages["/slow"] = lambda: time.sleep(3) or Answer(article("Slow"))  # type: ignore[func-returns-value]
    command = [
        sys.executable,
        "-m",
        "kgraph",
        "fetch",
        site.url("/slow"),
        "pages",
        "--allow-host",
        site.netloc,
    ]
    other = subprocess.Popen(command, cwd=tmp_path, env=clean_environment(tmp_path), stdout=subprocess.PIPE)
    while "/slow" not in site.asked:
        time.sleep(0.05)
    with pytest.raises(StoreLocked, match="pages: locked by another run"):
        into("/a")
    out, _ = other.communicate(timeout=60)
    assert out.startswith(b"1 page in pages: 1 new\n")
    assert into("/a").asked == 1


def test_no_place_for_pages(site: Site, into: Fetch, tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text("A fact stands here [1].\n\n[1] https://example.org/one\n")
    import kgraph

    kgraph.build("post.md", store="kg")
    with pytest.raises(UsageError, match="kg: is a store"):
        fetch([site.url("/a")], "kg")
    assert site.asked == []


def test_from_the_shell(site: Site, kgraph: Run) -> None:
    site.pages |= {"/a": Answer(article("Page a")), "/login": Answer(b"<title>Log in to continue</title>")}
    manner = ("--allow-host", site.netloc, "--rate", "1000", "--report", "bad.jsonl")
    done = kgraph("fetch", site.url("/a"), site.url("/login"), "pages", *manner)
    assert done.returncode == 1
    assert done.stdout == "1 page in pages: 1 new, 1 without a page\nnext: kgraph build pages\n"
    assert done.stderr == f"skipped {site.url('/login')}: found a log-in: 'log in to continue'.\n"
    done = kgraph("fetch", "-", "pages", *manner, stdin=site.url("/a"))
    assert (done.returncode, done.stdout) == (0, "1 page in pages: 1 unchanged\nnext: kgraph build pages\n")
    for arguments, code, why in (
        ((site.url("/a"),), 2, "the following arguments are required: DIR"),
        ((site.url("/a"), site.url("/b")), 2, "no folder for the pages"),
        (("nosuch.txt", "pages"), 3, "not found"),
        (("http://127.0.0.1:9/", "pages"), 1, "not asked (port 9)"),
        (("http://nosuch.invalid/", "pages"), 5, "nothing answered"),
        ((site.url("/a"), "bad.jsonl"), 3, "bad.jsonl: cannot be written"),
    ):
        done = kgraph("fetch", *arguments)
        assert done.returncode == code, (arguments, done)
        assert why in done.stderr


def test_without_the_extra_nothing_is_asked(site: Site, tmp_path: Path) -> None:
    hide = "import importlib.util as u\nreal = u.find_spec\nu.find_spec = lambda name, *more: None if name == 'protego' else real(name, *more)\n"
    for command in (
        ["fetch", site.url("/a"), "pages"],
        ["build", site.url("/a")],
        ["extract", site.url("/a")],
    ):
        code = f"{hide}import sys\nfrom kgraph.cli import run\nsys.exit(run({[*command, '--allow-host', site.netloc]!r}))"
        done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=os.environ | clean_environment(tmp_path), capture_output=True, text=True, timeout=60, check=False)  # fmt: skip
        assert done.returncode == 2
        assert done.stderr == "kgraph: fetching needs protego. Install: pip install 'kgraph[enrich]'.\n"
    assert (site.asked, list(tmp_path.iterdir())) == ([], [])


def test_whatever_an_address_holds_the_manifest_can_be_read(site: Site, into: Fetch, tmp_path: Path) -> None:
    odd = [
        "/ü",
        "/a\x00b",
        "/a|b^c",
        "/\ud800",
        "/a\u202eb",
        "/%zz",
        "/?q=a b",
        "/" + "ü" * 3000,
        "/[x]",
        "/a\\b",
    ]
    site.pages["/feed"] = Answer(
        json.dumps(
            {"version": "https://jsonfeed.org/version/1", "items": [{"url": f"{path}#part"} for path in odd]}
        ).encode()
    )
    site.moved("/to", "/a\x01b\x7f|")
    report = into("/feed", "/to", *(site.url(path) for path in odd))
    assert report.skipped
    assert load("pages") is not None
    assert into("/to").asked == 1
