"""Which ways of citing are one source (tests/cases/identifiers/sources.txt)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tldextract import TLDExtract

from kgraph.identifiers import Identity, identify, identify_key
from kgraph.identifiers._site import _FLAT, _suffixes, registered

_CASES = Path(__file__).parents[1] / "cases" / "identifiers" / "sources.txt"


def _cases() -> Iterator[tuple[str, str]]:
    waiting: list[str] = []
    for line in _CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("→ "):
            yield from ((written, line[2:]) for written in waiting)
            waiting = []
        elif line and not line.startswith("#"):
            waiting.append(line)
    assert not waiting


def _identity(written: str) -> Identity | None:
    kind, _, rest = written.partition(" ")
    if kind == "text":
        return identify(None, rest)
    return identify_key(rest) if kind == "key" else identify(written)


CASES = list(_cases())


@pytest.mark.parametrize(("written", "expected"), CASES, ids=[w for w, _ in CASES])
def test_source(written: str, expected: str) -> None:
    found = _identity(written)
    assert found is not None
    if expected.endswith(":text:"):
        assert found.id.startswith(expected)
        assert found.site is None
        assert found.url is None
    else:
        assert found.id == expected


def test_the_table_is_a_table() -> None:
    assert len(CASES) >= 120
    texts = [w for w, e in CASES if e.endswith(":text:")]
    assert len({_identity(w) for w in texts}) == len(texts), "different texts are different sources"


def test_kinds_and_sites() -> None:
    found = identify("https://blog.example.co.uk/post")
    assert (found.kind, found.site) == ("webpage", "example.co.uk")
    assert identify("https://arxiv.org/abs/1706.03762").identifiers == (("arxiv", "1706.03762"),)
    assert identify("https://youtu.be/dQw4w9WgXcQ").kind == "video"
    assert identify(None, "ISBN 978-3-16-148410-0").kind == "book"
    assert identify("https://someone.github.io/x").site == "github.io"  # a registered domain, not a registry


def test_registries_that_need_no_list_have_no_others_below_them() -> None:
    listed = TLDExtract(suffix_list_urls=(), cache_dir=None)
    below = [rule for rule in listed.tlds if rule.rpartition(".")[2] in _FLAT and rule not in _FLAT]
    assert below == []
    assert set(listed.tlds) >= _FLAT


def test_sites_are_those_of_the_library_that_is_not_loaded_for_them() -> None:
    listed = TLDExtract(suffix_list_urls=(), cache_dir=None)
    assert _suffixes() == frozenset(listed.tlds)
    below = [rule.removeprefix("!").replace("*", "kelp") for rule in sorted(listed.tlds)]
    hosts = [f"{labels}{rule}" for rule in below for labels in ("", "tides.", "a.tides.")]
    for host in (
        *hosts,
        "localhost",
        "a.b",
        "192.0.2.7",
        "[2001:db8::1]",
        "a..co.uk",
        "tides.co.uk.",
        "a.unlisted",
    ):
        assert registered(host) == (listed(host).top_domain_under_public_suffix or host.strip("[]")), host


def test_the_url_wins_over_an_identifier_beside_it() -> None:
    assert (
        identify("https://arxiv.org/abs/1706.03762", "doi:10.1000/xyz").id
        == "https://arxiv.org/abs/1706.03762"
    )
    assert identify("https://example.org/a", "doi:10.1000/xyz").id == "https://doi.org/10.1000/xyz"
