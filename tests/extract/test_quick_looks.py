"""What is looked for before a pattern is run, being quicker, is in all that the pattern finds."""

import pytest

from kgraph.extract import extract
from kgraph.extract.lists.names import LIST_NAMES, list_name
from kgraph.read import read


@pytest.mark.parametrize("heading", ["**{}:**\u00a0", "3. {}", "主要{}", "{}列表"])
def test_every_name_heads_a_list_however_dressed(heading: str) -> None:
    names = [name for name in LIST_NAMES if list_name(name) and " " not in name]
    assert len(names) > 100
    assert [name for name in names if list_name(heading.format(name)) is None] == []


@pytest.mark.parametrize("verb", ["accessed", "Retrieved on", "VISITED", "vısıted", "erişim", "ERİŞİM", "Erışım tarihi", "访问日期:"])  # fmt: skip
def test_a_date_of_access_is_found_in_any_case(verb: str) -> None:
    article = f"A claim.[1]\n\n## References\n\n[1] The moon. https://example.org/moon ({verb} 5.3.2024)\n"
    (entry,) = extract(read("a.md", article.encode())).references
    assert entry.accessed == "5.3.2024"


@pytest.mark.parametrize("token", ["\\[7\\]", "〔7〕", "【7】", "［7］", "\ue200cite\ue202turn0\ue201", ":contentReference[oaicite:7]", "<sup>7</sup>", '<dt-cite key="a">', "[7]", "[^n]", "[7:1]", "[@a]"])  # fmt: skip
def test_every_shape_of_marker_is_accounted_for(token: str) -> None:
    article = f"```\n{token}\n```\n"
    assert [i.raw for i in extract(read("a.md", article.encode())).ignored] == [token]


@pytest.mark.parametrize("url", ["https://x.org/a", "HTTPS://x.org/a", "Ftp://x.org/a", "www.x.org/a", "WWW.x.org/a"])  # fmt: skip
def test_a_bare_address_is_found_in_any_case(url: str) -> None:
    article = f"A claim.[1]\n\n## References\n\n[1] The moon and how it was seen. {url}\n"
    (entry,) = extract(read("a.md", article.encode())).references
    assert url in entry.links
