"""Articles that are generated, and real ones: no chore changes which claim cites what, and there and back is back."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgraph.author import Refused, edges_of
from kgraph.beside import Reach
from kgraph.engine import ArticleFile
from kgraph.extract import read_through
from kgraph.jobs.author import Chore, do
from kgraph.read import read
from tests.shared_corpora import SHARED

_EXAMPLES = int(os.environ.get("KGRAPH_ROUND_TRIPS", "150"))
"""The gate takes twice as many; by hand, as many as one likes."""
_SUBJECTS = ("Hops", "Owls", "Tides", "Poles", "Rain", "Moss")
_VERBS = ("climb high", "fall by night", "bend in May", "stand for years", "rise again")
_BREAKS = ("\n", "\r\n")


@st.composite
def articles(draw: st.DrawFn) -> str:
    """An article with a list of its own, in one of four conventions."""
    count = draw(st.integers(1, 7))
    labels = draw(st.lists(st.integers(1, 12), min_size=count, max_size=count, unique=True))
    labels = labels if draw(st.booleans()) else sorted(labels)
    style = draw(st.sampled_from(("plain", "anchors", "notes", "comma")))
    stop = draw(st.booleans())
    sentences = []
    for n in range(draw(st.integers(1, 8))):
        words = f"{draw(st.sampled_from(_SUBJECTS))} {draw(st.sampled_from(_VERBS))} in year {n}"
        group = draw(st.lists(st.sampled_from(labels), min_size=0, max_size=3))
        told = _group(style, group)
        sentences.append(f"{words}{'.' if stop else ''}{' ' + told if told else ''}{'' if stop else '.'}")
        if draw(st.integers(0, 4)) == 0:
            sentences.append("The code says `x[1]`.")
    paragraphs = [" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3)]
    entry = {
        "plain": "[{0}] https://site{0}.net/page",
        "comma": "[{0}] https://site{0}.net/page - Page {0}",
        "anchors": '[{0}] <a id="ref-{0}"></a> [site{0}.net: Page](https://site{0}.net/page)  ',
        "notes": "[^{0}]: https://site{0}.net/page",
    }[style]
    head = "" if style == "notes" else "## References\n\n"
    text = (
        "# A title\n\n"
        + "\n\n".join(paragraphs)
        + "\n\n"
        + head
        + "\n".join(entry.format(x) for x in labels)
        + "\n"
    )
    return text.replace("\n", draw(st.sampled_from(_BREAKS)))


def _group(style: str, labels: list[int]) -> str:
    if style == "comma" and labels:
        return "[" + ", ".join(map(str, labels)) + "]"
    if style == "anchors":
        return " ".join(f"[[{x}](#ref-{x})]" for x in labels)
    return "".join(f"[^{x}]" if style == "notes" else f"[{x}]" for x in labels)


def _do(text: bytes, chore: Chore) -> bytes:
    return do(chore, [(ArticleFile("a.md", "a.md", Reach()), text)]).data


def _edges(data: bytes) -> object:
    return edges_of(read_through(read("a.md", data)))


@settings(max_examples=_EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(articles())
def test_numbers_are_in_order_and_stay_so(text: str) -> None:
    data = text.encode()
    new = _do(data, Chore(name="renumber"))
    assert _edges(new) == _edges(data)
    assert _do(new, Chore(name="renumber")) == new
    assert new.count(b"\r") == data.count(b"\r")


@settings(max_examples=_EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    articles(),
    st.sampled_from(("anchors", "plain", "footnotes", "links")),
    st.sampled_from(("anchors", "plain", "footnotes")),
)
def test_conventions_there_and_back(text: str, there: str, back: str) -> None:
    data = text.encode()
    try:
        once = _do(data, Chore(name="convert", to=there))
        twice = _do(once, Chore(name="convert", to=back))
    except Refused as refusal:
        assert "Nothing was written." in str(refusal)
        return
    assert _edges(once) == _edges(data)
    assert _edges(twice) == _edges(data)


_REAL = (
    sorted(p for p in (SHARED / "corpora").rglob("*.md") if p.is_file())
    if (SHARED / "corpora").is_dir()
    else []
)


@pytest.mark.skipif(not _REAL, reason="the real articles are not beside the checkout")
def test_real_articles_are_renumbered_or_refused() -> None:
    refused = 0
    for path in _REAL:
        article = ArticleFile(str(path), str(path), Reach())
        data = path.read_bytes()
        try:
            once = do(Chore(name="renumber"), [(article, data)]).data
        except Refused:
            refused += 1
            continue
        again = do(Chore(name="renumber"), [(article, once)]).data
        assert again == once, path
    assert refused <= 0.05 * len(_REAL)


@pytest.mark.skipif(not _REAL, reason="the real articles are not beside the checkout")
@pytest.mark.parametrize(
    ("there", "back"), [("anchors", "plain"), ("footnotes", "plain"), ("links", "plain")]
)
def test_real_articles_go_there_and_back(there: str, back: str) -> None:
    done = 0
    for path in sorted(_REAL, key=lambda p: p.stat().st_size)[:24:2]:
        article, data = ArticleFile(str(path), str(path), Reach()), path.read_bytes()
        try:
            once = do(Chore(name="convert", to=there), [(article, data)]).data
            twice = do(Chore(name="convert", to=back), [(article, once)]).data
        except Refused:
            continue
        before, after = (read_through(read(str(path), text)) for text in (data, twice))
        assert edges_of(before, by_text=True) == edges_of(after, by_text=True), path
        done += 1
    assert done >= 6
