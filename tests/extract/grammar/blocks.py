"""Blocks of Markdown, one within another."""

from tests.extract.grammar import html
from tests.extract.grammar.facts import Facts
from tests.extract.grammar.inlines import one_line, prose, sentence

Lines = list[str]
_DEEPEST = 2


def blocks(facts: Facts, depth: int = 0) -> Lines:
    """Some blocks, blank lines between them."""
    lines: Lines = []
    for _ in range(facts.rng.choice((1, 1, 1, 2)) if depth else facts.rng.randint(1, 5)):
        made = facts.rng.choice(_LEAVES if depth >= _DEEPEST or facts.chance(0.6) else _NESTS)
        lines += ([""] if lines else []) + made(facts, depth)
    return lines


def _paragraph(facts: Facts, _: int) -> Lines:
    return prose(facts).split("\n")


def _heading(facts: Facts, _: int) -> Lines:
    text = one_line(sentence(facts)) if facts.chance(0.5) else f"Of {facts.plain()} {facts.word()}"
    if facts.chance(0.3):
        return [text, facts.rng.choice(("===", "---"))]
    return ["#" * facts.rng.randint(1, 6) + " " + text + facts.rng.choice(("", " #", " {#an-id}"))]


def _fence(facts: Facts, _: int) -> Lines:
    fence = facts.rng.choice(("```", "~~~", "````"))
    with facts.within("unseen"):
        held = [
            f"{facts.word()} {facts.token(plain=True)}",
            "",
            "<div hidden>",
            "# References",
            f"- {facts.word()}",
            "-->",
        ]
    return [fence + facts.rng.choice(("", "python", "{.r}", " html")), *facts.rng.sample(held, 4), fence]


def _indented(facts: Facts, _: int) -> Lines:
    with facts.within("unseen"):
        code = f"    {facts.word()} {facts.token(plain=True)} <td>"
    return ["***", "", code]  # behind a list it would go on with its last item


def _table(facts: Facts, _: int) -> Lines:
    def cell() -> str:
        return one_line(
            facts.rng.choice((_cell_of_prose, _cell_of_prose, _cell_of_words, _cell_of_token))(facts)
        ).replace("|", "\\|")

    columns = facts.rng.randint(1, 3)
    rows = ["| " + " | ".join(cell() for _ in range(columns)) + " |" for _ in range(facts.rng.randint(2, 3))]
    return [rows[0], "|" + " - |" * columns, *rows[1:]]


def _cell_of_prose(facts: Facts) -> str:
    return prose(facts, 2)


def _cell_of_words(facts: Facts) -> str:
    return f"{facts.word()} {facts.plain()}"


def _cell_of_token(facts: Facts) -> str:
    return facts.token(plain=True)


def _rule(facts: Facts, _: int) -> Lines:
    return [facts.rng.choice(("***", "- - -", "___"))]


def _display_math(facts: Facts, _: int) -> Lines:
    with facts.within("code"):
        return ["$$", f"x_1 = {facts.token(plain=True)} \\cdot y", "$$"]


def _hidden_definition(facts: Facts, _: int) -> Lines:
    with facts.within("unseen"):
        return [f"[//]: # ({facts.word()} {facts.token(plain=True)})"]


def _shown_html(facts: Facts, _: int) -> Lines:
    return html.shown_block(facts)


def _raw_html(facts: Facts, _: int) -> Lines:
    return html.raw_block(facts) if facts.place == "unseen" or facts.chance(0.7) else html.interrupted(facts)


def _list(facts: Facts, depth: int) -> Lines:
    sign = facts.rng.choice(("-", "*", "+", "1.", "3)"))
    pad = " " * (len(sign) + 1)
    lines: Lines = []
    loose = facts.chance(0.5)
    for n in range(facts.rng.randint(1, 3)):
        held = prose(facts, 2).split("\n") if facts.chance(0.7) else blocks(facts, depth + 1)
        if not held[0].strip("*-_ "):
            held = [facts.word(), "", *held]  # `* ***` would be a rule, and no list
        if facts.chance(0.3):
            held += ["", *blocks(facts, depth + 1)]
        lines += [""] if lines and loose else []
        box = facts.rng.choice(("", "", "", "[ ] ", "[x] ")) if held[0][:1].isalpha() else ""
        here = sign if not sign[0].isdigit() else f"{int(sign[:-1]) + n}{sign[-1]}"
        lines += [f"{here} {box}{held[0]}", *(pad + line if line else "" for line in held[1:])]
    return lines


def _quote(facts: Facts, depth: int) -> Lines:
    callout = ["[!NOTE]", *_paragraph(facts, depth), ""] if facts.chance(0.2) else []
    return [
        ("> " + line).rstrip(" ") if facts.chance(0.9) else "> " + line
        for line in [*callout, *blocks(facts, depth + 1)]
    ]


def _around(facts: Facts, depth: int) -> Lines:
    return html.around_markdown(facts, blocks(facts, depth + 1))


def _hidden(facts: Facts, depth: int) -> Lines:
    if facts.chance(0.4):
        return html.hidden_html(facts)
    with facts.within("unseen"):
        inner = blocks(facts, depth + 1)
    return html.hidden_block(facts, inner)


_LEAVES = (
    _paragraph, _paragraph, _paragraph, _heading, _fence, _indented, _table, _rule, _display_math, _hidden_definition,
    _shown_html, _raw_html,
)  # fmt: skip
_NESTS = (_list, _list, _quote, _around, _hidden)


def notes(facts: Facts) -> Lines:
    """The definitions of the footnotes that the text refers to, as prose."""
    lines: Lines = []
    for key in facts.notes:
        lines += ["", f"[^{key}]: " + prose(facts, 1).replace("\n", "\n    ")]
    facts.notes.clear()
    return "\n".join(lines).split("\n") if lines else []
