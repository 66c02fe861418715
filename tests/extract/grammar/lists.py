"""Reference lists in the shapes that articles have them in."""

from tests.extract.grammar.facts import Facts

Lines = list[str]

_HEADS = (
    "## References",
    "References",
    "**Sources:**",
    "# Works cited",
    "Citations:",
    "## 参考文献",
    "Kaynakça\n---",
)


def reference_list(facts: Facts) -> Lines:
    """A list with an entry for most of the numbers used so far, those in code and hidden parts among them."""
    numbers = [n for n in range(1, facts.numbers + 1) if facts.chance(0.8)]
    if not numbers:
        return []
    shape = facts.rng.choice(_SHAPES)
    lines: Lines = ["", *facts.rng.choice(_HEADS).split("\n"), ""]
    parted = facts.chance(0.3) and not shape.startswith("|")
    if shape.startswith("|"):
        lines += ["| No. | Title | Address |", "| - | - | - |"]
    for n in numbers:
        lines += [shape.format(n=n), *([""] if parted else [])]
    if facts.chance(0.3) and not shape.startswith("|"):
        lines.insert(3, "<!-- " + facts.word("unseen") + " -->")
        lines.insert(4, "")
    return lines


_SHAPES = (
    "[{n}] https://example.org/page{n}", "[{n}] https://example.org/page{n} - A title of it",
    '[{n}] <a id="ref-{n}"></a> [example.org: A title](https://example.org/page{n})', "[{n}]: https://example.org/page{n} \"A title\"",
    '[{n}] A. Author. "A title." Publisher, 2020. https://example.org/page{n}', "- [{n}] [A title](https://example.org/page{n})",
    "[{n}] <https://example.org/page{n}> - a note with `<td>`", "{n}. [A title](https://example.org/page{n})",
    "| {n} | A title | https://example.org/page{n} |", '[^{n}]: A. Author. "A title." 2020. https://example.org/page{n}',
    "【{n}】 A title. https://example.org/page{n}", "<p>[{n}] https://example.org/page{n}</p>",
)  # fmt: skip
