"""One source under many spellings is one node; two sources that look alike stay two."""

import pytest

import kgraph
from kgraph.identifiers import canonical_url, host_of, identify
from kgraph.identifiers._url import MAX_LENGTH

SPELLINGS = {
    "https://doi.org/10.1000/xyz123": (
        "https://doi.org/10.1000/xyz123",
        "http://dx.doi.org/10.1000/XYZ123",
        "https://www.tandfonline.com/doi/full/10.1000/xyz123",
        "https://doi.org/10.1000%2Fxyz123?utm_source=mail",
    ),
    "https://arxiv.org/abs/1706.03762": (
        "https://arxiv.org/abs/1706.03762",
        "https://arxiv.org/pdf/1706.03762v5.pdf",
        "https://doi.org/10.48550/arXiv.1706.03762",
    ),
    "https://example.org/tides": (
        "https://example.org/tides",
        "https://EXAMPLE.org:443/tides/?fbclid=1#top",
        "https://me:secret@example.org/x/../tides#:~:text=the%20moon",
    ),
}


def _article(urls: tuple[str, ...]) -> str:
    claims = " ".join(f"Fact number {n} stands here [{n}]." for n, _ in enumerate(urls, 1))
    entries = "\n".join(f"[{n}] [Title {n}]({url})" for n, url in enumerate(urls, 1))
    return f"{claims}\n\n## References\n\n{entries}\n"


@pytest.mark.parametrize("source", SPELLINGS)
def test_one_article(source: str) -> None:
    urls = SPELLINGS[source]
    found = kgraph.extract_text(_article(urls))
    assert [s.id for s in found.sources] == [source]
    assert sorted(found.sources[0].urls) == sorted(urls), "every form as cited is kept"
    assert [c.sources for c in found.claims if c.support == "cited"] == [(source,)] * len(urls)


def test_many_articles(tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("posts")
    for column in range(3):
        urls = tuple(spellings[column] for spellings in SPELLINGS.values())
        (place / f"{column}.md").write_text(_article(urls))
    graph = kgraph.build([str(place)], store=place / "kg", workers=1)
    rows = list(graph.query("sources-by-claims"))
    assert sorted((row.source, row.claims, row.articles) for row in rows) == [
        (source, 3, 3) for source in sorted(SPELLINGS)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "http://example.org/a"),
        ("https://example.org/a", "https://www.example.org/a"),
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a", "https://example.org:8443/a"),
        ("https://example.org/a/b", "https://example.org/a%2Fb"),
        ("https://example.org/a?x=1", "https://example.org/a?x=2"),
        ("https://example.org/a?x", "https://example.org/a?x="),
        ("https://example.org/a?q=utm_source", "https://example.org/a"),
        ("https://example.org/", "https://\u0435xample.org/"),
        ("https://example.org/", "https://example.org@evil.example/"),
        ("https://example.org/", "https://example.org.evil.example/"),
        ("https://paypal.com/", "https://paypa1.com/"),
        ("https://youtu.be/dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcR"),
        ("https://arxiv.org/abs/1706.03762", "https://arxiv.org/abs/1706.03763"),
        ("https://doi.org/10.1000/xyz", "https://doi.org/10.1000/xyz1"),
        ("https://doi.org/10.1002/1:2%3C3::A%3E1.0.CO;2-2", "https://doi.org/10.1002/1:2%3C9::B%3E1.0.CO;2-2"),
        ("https://en.wikipedia.org/wiki/Tide", "https://de.wikipedia.org/wiki/Tide"),
        ("javascript:alert(1)", "javascript:alert(2)"),
    ],
)  # fmt: skip
def test_look_alikes_stay_apart(one: str, other: str) -> None:
    assert identify(one).id != identify(other).id


def test_the_host_is_the_one_a_browser_opens() -> None:
    assert host_of("https://example.org@evil.example/") == "evil.example"
    assert host_of("https://example.org\\@evil.example/") == "example.org"
    assert (
        identify("https://\u0435xample.org/").site == "xn--xample-2of.org"
    )  # punycode, so that people see it


def test_urls_beyond_all_measure_are_text() -> None:
    plain = "https://example.org/" + "a" * MAX_LENGTH
    assert canonical_url(plain) is None
    assert canonical_url(plain + "%20") is None
    assert identify(plain).id.startswith("urn:kgraph:text:")
    assert identify(plain).id != identify(plain + "a").id
