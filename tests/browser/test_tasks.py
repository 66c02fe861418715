"""The tasks that docs/explorer.md holds the reader of articles to: each from an article, in three clicks or keys at most."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browser.facts import backing, table
from tests.browser.test_article import CURVE, read
from tests.browser.visit import Home, Visit, expect

MOST = 3


@dataclass(slots=True)
class Hand:
    """Counts what it clicks and presses."""

    app: Visit
    moves: int = 0

    def click(self, what: Any) -> None:
        self.moves += 1
        what.click()

    def press(self, key: str) -> None:
        self.moves += 1
        self.app.page.keyboard.press(key)

    def button(self, name: str | re.Pattern[str]) -> None:
        self.click(self.app.page.get_by_role("button", name=name).first)


@pytest.fixture
def hand(visit: Callable[..., Visit], samples: Path) -> Hand:
    app = visit(Home("file", (samples / "graph.html").as_uri()))
    read(app, CURVE)
    return Hand(app)


def _backed(samples: Path, how: str, article: str = CURVE) -> list[str]:
    rows = [r for r in table(samples, "claims") if r["article"] == article]
    return [r["text"] for r in sorted(rows, key=lambda r: int(r["start"])) if backing(samples)[r["claim"]] == how]  # fmt: skip


def test_1_claims_on_one_publisher(hand: Hand, samples: Path) -> None:
    hand.button(re.compile("cited, one publisher"))
    assert hand.app(".reader-answer .claim-text").all_inner_texts() == _backed(samples, "one")
    assert hand.moves <= MOST


def test_2_the_passage_that_backs_a_sentence(visit: Callable[..., Visit], samples: Path) -> None:
    row = next(r for r in table(samples, "citations") if r["passage"])
    hand = Hand(visit(Home("file", (samples / "graph.html").as_uri())))
    read(hand.app, row["article"])
    hand.click(hand.app(f'.claim[data-claim="{row["claim"].rpartition("#")[2]}"]').first)
    link = hand.app(".backing.chosen").get_by_role("link", name="Open this passage").first
    assert "#:~:text=" in link.get_attribute("href")
    assert hand.moves + 1 <= MOST


def test_4_articles_that_share_sources(hand: Hand, visit: Callable[..., Visit], samples: Path) -> None:
    cited: dict[str, set[str]] = {}
    for row in table(samples, "citations"):
        cited.setdefault(row["article"], set()).add(row["source"])
    one, other = next((a, b) for a in sorted(cited) for b in sorted(cited) if a != b and cited[a] & cited[b])
    read(hand.app, one)
    hand.button(re.compile("shares? sources with this one"))
    expect(hand.app(f'.reader-answer a[href*="{other.rpartition("/")[2]}"]')).to_be_visible()
    assert hand.moves <= MOST


def test_5_what_is_wrong_and_where(hand: Hand, samples: Path) -> None:
    hand.button(re.compile("problems"))
    wrong = [r for r in table(samples, "problems") if r["article"] == CURVE]
    said = hand.app(".problem-list li").all_inner_texts()
    assert len(said) == len(wrong)
    for row in wrong:
        assert any(row["message"] in each and f"line {row['line']}" in each for each in said)
    hand.click(hand.app(".problem-list button").filter(has_text="marker dangling"))
    expect(hand.app(".flawed.chosen")).to_have_text("[7]")
    expect(hand.app(".flawed.chosen")).to_be_in_viewport()
    assert hand.moves <= MOST


def test_6_the_next_claim_without_a_source(hand: Hand, samples: Path) -> None:
    hand.press("n")
    expect(hand.app(".claim.chosen").first).to_contain_text(_backed(samples, "uncited")[0][:30])
    hand.app.open("/")
    read(hand.app, CURVE)
    hand.moves = 0
    hand.button(re.compile("uncited"))
    hand.press("n")
    hand.press("n")
    expect(hand.app(".claim.chosen").first).to_contain_text(_backed(samples, "uncited")[1][:30])
    assert hand.moves <= MOST


def test_8_the_note_behind_a_marker_and_back(hand: Hand) -> None:
    marker = hand.app("a.marker").filter(has_text="[3]").first
    hand.click(marker)
    expect(hand.app(".hover.pinned")).to_contain_text("Trends in Atmospheric Carbon Dioxide")
    hand.press("Escape")
    expect(hand.app(".hover")).to_have_count(0)
    expect(marker).to_be_focused()
    hand.moves = 0
    hand.click(marker)
    hand.button("Go to it")
    expect(hand.app(".unit.arrived")).to_contain_text("Trends in Atmospheric Carbon Dioxide")
    hand.click(hand.app(".arrived [data-back]").first)
    expect(marker).to_be_focused()
    expect(marker).to_be_in_viewport()
    assert hand.moves <= MOST


def test_9_the_section_backed_worst(hand: Hand) -> None:
    expect(hand.app(".more-asks")).to_contain_text("Worst backed section, 1 of 3: Why it is trusted")
    hand.button(re.compile("Worst backed section"))
    hand.click(hand.app(".drawer .worst button"))
    expect(hand.app(".unit.arrived")).to_have_text("Why it is trusted")
    assert hand.moves <= MOST


def test_12_a_sentence_as_it_was_written(hand: Hand, samples: Path) -> None:
    hand.click(hand.app(".claim").filter(has_text="Two institutions").first)
    hand.button("As written")
    chosen = hand.app(".line .claim.chosen")
    expect(chosen.first).to_be_in_viewport()
    assert chosen.all_inner_texts() == [
        "Two institutions measure independently at the same place [[3](#ref-3), [2](#ref-2)]."
    ]
    hand.press("w")
    expect(hand.app(".claim.chosen").first).to_be_in_viewport()
    assert hand.app(".line").count() == 0 and hand.moves <= MOST
