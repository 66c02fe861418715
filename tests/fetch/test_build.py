"""Folders of pages are read as articles of their addresses, without a network; and addresses at once."""

import json
import shutil
from pathlib import Path

import pyoxigraph
import pytest

import kgraph
from kgraph.errors import InputError
from kgraph.jobs.compare import compared
from kgraph.pages import NAME
from tests.cli.conftest import Run
from tests.fetch.conftest import Fetch
from tests.fetch.site import Answer, Site, article


def _articles(store: str = ".kgraph") -> dict[str, str]:
    """Article → its title, as the graph has them."""
    return {row.article: row.title for row in kgraph.open_graph(store).tables().articles}


@pytest.fixture
def pages(site: Site, into: Fetch) -> list[Path]:
    """The files of two pages, `/a` and `/b`, in the folder `pages`; the site is asked no more from then on."""
    site.pages |= {"/a/": Answer(article("Page a", link="more?q=1")), "/b": Answer(article("Page b"))}
    into("/a/", "/b")
    site.asked.clear()
    return sorted(Path("pages").glob("*.html"))


def test_pages_are_called_by_their_addresses(site: Site, pages: list[Path], kgraph: Run) -> None:
    a, b = site.url("/a"), site.url("/b")
    done = kgraph("build", "pages")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("2 articles in .kgraph: 2 new\n  claims")
    assert _articles() == {a: "Page a", b: "Page b"}
    store = pyoxigraph.Store()
    kgraph("export", "g.nq")
    store.load(path="g.nq", format=pyoxigraph.RdfFormat.N_QUADS)
    urls = {
        str(getattr(q.object, "value", ""))
        for q in store.quads_for_pattern(None, pyoxigraph.NamedNode("https://schema.org/url"), None)
    }
    assert {a, b, site.url("/a/more?q=1"), site.url("/papers/tides")} <= urls
    assert kgraph("build", "pages").stdout.startswith("2 articles in .kgraph: 2 unchanged\n")
    assert kgraph("build", "pages", "--formats", "html").stdout.startswith(
        "2 articles in .kgraph: 2 unchanged\n"
    )
    assert kgraph("build", *map(str, pages)).stdout.startswith("2 articles in .kgraph: 2 unchanged\n")
    assert kgraph("build", ".").stdout.startswith("2 articles in .kgraph: 2 unchanged\n")
    assert "2 articles: nothing to mend" in kgraph("audit").stdout
    assert site.asked == []


def test_a_page_that_is_not_as_it_was_fetched_is_said(site: Site, pages: list[Path], kgraph: Run) -> None:
    assert kgraph("build", "pages").returncode == 0
    before = pages[0].read_bytes()
    pages[0].write_bytes(before + b"<p>And more.")
    for name in ("pages", str(pages[0])):
        done = kgraph("build", name, "--report", "bad.jsonl")
        assert done.returncode == (1 if name == "pages" else 3)
        assert (
            f"skipped {site.url('/a')}: {pages[0]} is no longer as it was fetched. Fetch it again"
            in done.stderr
        )
        assert json.loads(Path("bad.jsonl").read_text())["path"] == site.url("/a")
    with pytest.raises(InputError, match="no longer as it was fetched"):
        kgraph_extract(pages[0])
    pages[0].unlink()
    done = kgraph("build", "pages")
    assert f"skipped {site.url('/a')}: its page {pages[0]} is not there." in done.stderr
    pages[0].symlink_to("../elsewhere.html")
    Path("elsewhere.html").write_bytes(before)
    assert "is a link, which is not followed" in kgraph("build", "pages").stderr
    assert set(_articles()) == {site.url("/a"), site.url("/b")}, "what was read when it was whole stays"


def kgraph_extract(file: Path) -> "kgraph.Extraction":
    return kgraph.extract(file)


def test_a_page_in_python(site: Site, pages: list[Path]) -> None:
    found = kgraph_extract(pages[0])
    assert (found.path, found.document.metadata.url) == (site.url("/a"), site.url("/a/"))
    assert [source.id for source in found.sources] == [site.url("/a/more?q=1")]
    graph = kgraph.build([site.url("/b")], store="kg", allow_hosts=[site.netloc], rate=1000)
    assert set(_articles("kg")) == {site.url("/b")}
    assert graph.summary is not None
    assert graph.summary.new == 1
    assert {change.change for change in compared("pages", "pages").changes} == {"kept"}


def test_what_the_manifest_no_longer_names_leaves_the_graph(
    site: Site, pages: list[Path], kgraph: Run
) -> None:
    Path("pages/post.md").write_text("A fact stands here [1].\n\n[1] https://example.org/one\n")
    assert kgraph("build", "pages").stdout.startswith("3 articles in .kgraph: 3 new\n")
    manifest = Path("pages", NAME)
    text = manifest.read_text()
    manifest.write_text("{}")
    done = kgraph("build", "pages")
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        1,
        "3 articles in .kgraph: 1 unchanged, 1 skipped",
    )
    assert (
        f"skipped pages: {NAME}: no manifest of pages (it says nothing of pages). Move it away" in done.stderr
    )
    rows = json.loads(text)
    rows["pages"] = rows["pages"][:1]
    manifest.write_text(json.dumps(rows))
    done = kgraph("build", "pages")
    assert done.stdout.startswith("2 articles in .kgraph: 2 unchanged, 1 removed\n  not read: 1 .html")
    manifest.unlink()
    assert kgraph("build", "pages").stdout.startswith("1 article in .kgraph: 1 unchanged, 1 removed\n")


def test_globs_hold_for_pages(site: Site, pages: list[Path], kgraph: Run) -> None:
    done = kgraph("build", "pages", "--exclude", "*-b.html")
    assert done.stdout.startswith("1 article in .kgraph: 1 new\n  not read: 1 excluded\n")


def test_a_folder_with_a_copy_of_another(site: Site, pages: list[Path], kgraph: Run) -> None:
    shutil.copytree("pages", "all/copy")
    shutil.move("pages", "all/pages")
    done = kgraph("build", "all")
    assert done.returncode == 1
    assert done.stdout.startswith("2 articles in .kgraph: 2 new, 2 skipped\n")
    assert f"skipped {site.url('/a')}: another file has this name in the graph." in done.stderr


def test_addresses_are_built_at_once(
    site: Site, kgraph: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    site.pages |= {f"/{n}": Answer(article(f"Page {n}")) for n in "12"}
    site.pages["/feed"] = Answer(
        b"<rss><channel><item><link>/1</link></item><item><link>/2</link></item></channel></rss>"
    )
    (tmp_path / "post.md").write_text("A fact stands here [1].\n\n[1] https://example.org/one\n")
    manner = ("--allow-host", site.netloc, "--rate", "1000")
    done = kgraph("build", "post.md", site.url("/feed"), site.url("/gone"), *manner)
    assert done.returncode == 1
    assert done.stdout.startswith(
        "3 articles in .kgraph: 3 new, 1 skipped\n  pages are kept in .kgraph/pages\n  claims"
    )
    assert done.stderr == f"skipped {site.url('/gone')}: answers 404, it is not there.\n"
    assert set(_articles()) == {"post.md", site.url("/1"), site.url("/2")}
    done = kgraph("build", site.url("/1"), *manner)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "3 articles in .kgraph: 1 unchanged")
    assert site.conditional == ["/1"]
    assert kgraph("build", ".kgraph/pages").stdout.startswith("3 articles in .kgraph: 2 unchanged\n")
    assert kgraph("build", "http://nosuch.invalid/a").returncode == 5
    assert kgraph("build", site.url("/gone"), *manner).returncode == 3


def test_addresses_are_extracted_and_not_kept(site: Site, kgraph: Run, tmp_path: Path) -> None:
    site.pages["/a/"] = Answer(article("Page a", link="more"))
    places = {"TMPDIR": str(tmp_path / "temporary")}
    (tmp_path / "temporary").mkdir()
    done = kgraph(
        "extract",
        site.url("/a/"),
        site.url("/gone"),
        "--allow-host",
        site.netloc,
        "--rate",
        "1000",
        env=places,
    )
    assert done.returncode == 1
    [line] = map(json.loads, done.stdout.splitlines())
    assert line["article"]["path"] == site.url("/a")
    assert [source["id"] for source in line["sources"]] == [site.url("/a/more")]
    assert list((tmp_path / "temporary").iterdir()) == []
    assert sorted(p.name for p in tmp_path.iterdir()) == ["temporary"]
    assert kgraph("extract", site.url("/gone"), "--allow-host", site.netloc, "-o", "x.jsonl").returncode == 3


def test_other_commands_say_what_to_do_with_an_address(site: Site, kgraph: Run) -> None:
    done = kgraph("audit", site.url("/a"))
    assert done.returncode == 3
    assert "an address, which is not asked here. Fetch it first: kgraph fetch ADDRESS DIR" in done.stderr
    assert site.asked == []


def test_the_explorer_shows_the_text_of_a_page(site: Site, into: Fetch, kgraph: Run, tmp_path: Path) -> None:
    from kgraph.jobs.explore import Texts
    from kgraph.store import Reader

    body = article("Tides", claim="Прилив").decode().replace("utf-8", "windows-1251").encode("cp1251")
    site.pages["/tides"] = Answer(body, media_type="text/html; charset=windows-1251")
    into("/tides")
    assert kgraph("build", "pages").returncode == 0
    with Reader(tmp_path / ".kgraph") as reader:
        assert Texts(reader)[site.url("/tides")] == body.decode("cp1251")


def test_pages_are_not_mended(site: Site, into: Fetch, kgraph: Run) -> None:
    site.pages["/a"] = Answer(article("Page a", link="https://example.org/x?utm_source=feed"))
    into("/a")
    [page] = Path("pages").glob("*.html")
    before = page.read_bytes()
    done = kgraph("audit", "pages", "--fix")
    assert "1 page that was fetched: left as fetched." in done.stderr
    assert page.read_bytes() == before
