"""Articles that are valid Markdown and odd, with what must be found in them."""

import random
from dataclasses import dataclass

from tests.extract.grammar.blocks import blocks, notes
from tests.extract.grammar.facts import Facts
from tests.extract.grammar.lists import reference_list

__all__ = ["Written", "write"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An article, and what was put into it."""

    text: str
    facts: Facts


def write(rng: random.Random) -> Written:
    """A small article out of random blocks; the same one for the same state of `rng`."""
    facts = Facts(rng)
    lines = _front_matter(facts) + blocks(facts)
    lines += notes(facts)
    lines += reference_list(facts)
    ending = "\r\n" if facts.chance(0.2) else "\n"
    text = ending.join("\n".join(lines).split("\n")) + (ending if facts.chance(0.8) else "")
    return Written(text=text, facts=facts)


def _front_matter(facts: Facts) -> list[str]:
    if facts.chance(0.8):
        return []
    with facts.within("unseen"):
        title = f"{facts.word()} {facts.token(plain=True)} <div hidden>"
    if facts.chance(0.3):
        return ["+++", f'title = "{title}"', "+++", ""]
    return ["---", f'title: "{title}"', "---", ""]
