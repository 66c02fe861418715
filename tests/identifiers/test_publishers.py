"""Who publishes a source: every row of the table by an example, and look-alikes that name nobody."""

import tomllib
from importlib.resources import files

import pytest

from kgraph.identifiers import identify, publisher

TABLE = tomllib.loads(files("kgraph.identifiers").joinpath("publishers.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.example.co.uk/a/b", "example.co.uk"),
        ("https://news.example.com/a", "example.com"),
        ("https://en.wikipedia.org/wiki/Tide", "wikipedia.org"),
        ("https://github.com/Ada/notes/blob/main/x.md", "github.com/ada"),
        ("https://gist.github.com/ada/0123", "github.com/ada"),
        ("https://raw.githubusercontent.com/ada/notes/main/x", "github.com/ada"),
        ("https://ada.github.io/notes/", "github.com/ada"),
        ("https://github.com/topics/tides", None),
        ("https://github.com/", None),
        ("https://gitlab.com/ada/notes", "gitlab.com/ada"),
        ("https://huggingface.co/datasets/ada/tides", "huggingface.co/ada"),
        ("https://huggingface.co/papers/1706.03762", None),
        ("https://www.kaggle.com/code/ada/tides", "kaggle.com/ada"),
        ("https://www.youtube.com/@ada", "youtube.com/ada"),
        ("https://www.youtube.com/channel/UC012", "youtube.com/uc012"),
        ("https://www.youtube.com/watch?v=abcdefghijk", None),
        ("https://youtu.be/abcdefghijk", None),
        ("https://medium.com/@ada/tides-0123", "medium.com/ada"),
        ("https://ada.medium.com/tides-0123", "medium.com/ada"),
        ("https://medium.com/p/0123", None),
        ("https://ada.substack.com/p/tides", "substack.com/ada"),
        ("https://open.substack.com/pub/ada/p/tides", "substack.com/ada"),
        ("https://www.substack.com/", None),
        ("https://dev.to/ada/tides-1", "dev.to/ada"),
        ("https://x.com/ada/status/1", "x.com/ada"),
        ("https://twitter.com/ada/status/1", "x.com/ada"),
        ("https://twitter.com/i/web/status/1", None),
        ("https://www.linkedin.com/company/elms", "linkedin.com/elms"),
        ("https://www.linkedin.com/pulse/tides-ada", None),
        ("https://www.reddit.com/user/ada", "reddit.com/ada"),
        ("https://www.reddit.com/r/tides/comments/1/x", None),
        ("https://hackernoon.com/tides-and-moons", None),
        ("https://hackernoon.com/u/ada", "hackernoon.com/ada"),
        ("https://sites.google.com/view/ada/tides", "sites.google.com/ada"),
        ("https://web.archive.org/web/20200101000000/https://news.example.com/a", "example.com"),
        ("https://web.archive.org/web/20200101000000id_/https://github.com/ada/notes", "github.com/ada"),
        ("https://web.archive.org/", None),
        ("https://archive.org/details/tides", None),
        ("https://doi.org/10.1038/s41586-020-0001-1", "nature.com"),
        ("https://www.nature.com/articles/s41586-020-0001-1", "nature.com"),
        ("https://doi.org/10.9999/x", "doi:10.9999"),
        ("https://doi.org/10.5281/zenodo.1", None),
        ("https://zenodo.org/records/1", None),
        ("https://arxiv.org/abs/1706.03762", None),
        ("https://pubmed.ncbi.nlm.nih.gov/123/", None),
        ("https://www.nih.gov/news", "nih.gov"),
        ("https://hdl.handle.net/2027/x", None),
        ("https://stats.stackexchange.com/q/1", None),
        ("https://192.0.2.7/a", "192.0.2.7"),
        ("https://notgithub.com/ada/x", "notgithub.com"),
        ("https://github.com.example.org/ada/x", "example.org"),
    ],
)
def test_publisher(url: str, expected: str | None) -> None:
    assert publisher(identify(url).id) == expected


def test_a_text_or_a_book_has_none_that_is_known() -> None:
    assert publisher(identify(None, "Elms of the north").id) is None
    assert publisher("urn:isbn:9780306406157") is None


@pytest.mark.parametrize("row", TABLE["platform"], ids=lambda row: row["hosts"][0])
def test_every_way_of_a_platform_finds_an_owner(row: dict[str, list[str]]) -> None:
    """Each host of a row, by the ways the row names, and none by a segment that names nobody."""
    name = row.get("as", row["hosts"][0].removeprefix("www."))
    for host in row["hosts"]:
        own = row.get("as", host.removeprefix("www."))
        found = {publisher(address) for address in _addresses(host, row["owner"])}
        assert found == {f"{own}/ada"}, (host, name)
        for nobody in row.get("not", ()):
            if "path" in row["owner"]:
                assert publisher(f"https://{host}/{nobody}/") is None


def _addresses(host: str, ways: list[str]) -> list[str]:
    bare = host.removeprefix("www.")
    forms = {
        "subdomain": f"https://ada.{bare}/x",
        "path": f"https://{host}/ada/x",
        "@path": f"https://{host}/@ada/x",
    }
    return [forms.get(way) or f"https://{host}/{way.split()[1]}/ada/x" for way in ways]


@pytest.mark.parametrize("prefix", TABLE["repositories"]["prefixes"])
def test_a_repository_publishes_nobodys_works(prefix: str) -> None:
    assert publisher(f"https://doi.org/{prefix}/x") is None
    assert prefix not in TABLE["registrants"]
