"""Inline Markdown and HTML: what may stand in a sentence."""

from collections.abc import Callable

from tests.extract.grammar.facts import Facts

_LIKE_HTML = (
    "<td>", "</td><td>", "<tr>", "</div>", "<div>", "<p>", "<span hidden>", "</span>", "<!--", "-->", "<script>", "</script>",
    "<br>", "<li>", "<template>", "<pre>", "</code>", "<?php", "]]>", "**", "_", "\\", "&lt;", "$", "$x$", "<sup>", "</sup>",
    '<a id="x">', "^[", "]", "{% raw %}", "{{ x }}", "::: {#x}", "[^1]: x", "# References", "~~~", "<td",
)  # fmt: skip
_HIDING = (
    ("<span hidden>", "</span>"), ('<span style="display:none">', "</span>"), ("<b hidden=hidden>", "</b>"),
    ("<span\nstyle='color: red; DISPLAY : none'>", "</span>"), ('<span class="a > b" hidden>', "</span>"),
    ("<template>", "</template>"), ("<SPAN HIDDEN>", "</SPAN>"), ('<i hidden="">', "</i>"),
)  # fmt: skip
_SHOWING = (
    ("<b>", "</b>"), ('<i class="x">', "</i>"), ("<span>", "</span>"), ("<mark\ndata-x='1'>", "</mark>"), ("<u>", "</u>"),
    ('<span title="a > b">', "</span>"), ('<a href="https://example.org/x">', "</a>"), ("<small>", "</small >"),
    ('<span style="color:red">', "</span>"), ("<del>", "</del>"), ('<span data-hidden="no">', "</span>"),
    ('<span title="hidden words">', "</span>"), ("<span class=hidden-xs>", "</span>"),
)  # fmt: skip


def sentence(facts: Facts) -> str:
    """A sentence with a word of its own, often with tokens and other constructs in it."""
    parts = ["The", facts.plain(1, 3), facts.word()]
    for _ in range(facts.rng.choice((0, 0, 1, 1, 2, 3))):
        parts += [piece(facts), facts.plain(1, 3)]
    text = _joined(facts, parts)
    match facts.rng.randrange(5):
        case 0:
            return text + facts.rng.choice("..?") + citation(facts)  # `![1](…)` would be a picture
        case 1:
            return text + ". " + citation(facts)
        case 2:
            return text + " " + citation(facts) + "."
        case _:
            return text + facts.rng.choice("....!?。")


def prose(facts: Facts, most: int = 3) -> str:
    """Some sentences."""
    return _joined(facts, [sentence(facts) for _ in range(facts.rng.randint(1, most))])


def one_line(text: str) -> str:
    """`text` for where no line may break: headings and cells."""
    return " ".join(text.replace("\\\n", " ").split("\n"))


def citation(facts: Facts) -> str:
    """One token, or several in a row."""
    count = facts.rng.choice((1, 1, 1, 2, 3))
    return facts.rng.choice(("", "", " ", ", ")).join(facts.token() for _ in range(count))


def piece(facts: Facts) -> str:
    """One construct with something in it."""
    return facts.rng.choice(_PIECES)(facts)


def code(facts: Facts) -> str:
    """A code span of one to four backticks."""
    ticks = "`" * facts.rng.randint(1, 4)
    with facts.within("code"):
        held = [facts.word(), *facts.rng.choices(_LIKE_HTML, k=facts.rng.randint(0, 3))]
        if facts.chance(0.6):
            held.append(facts.token(plain=True))
    facts.rng.shuffle(held)
    text = ("\n" if facts.chance(0.2) else " ").join(held)
    text = _safe(text)
    if len(ticks) > 1 and facts.chance(0.4):
        return f"{ticks} {text} ` x {ticks}"
    return f"{ticks} {text} {ticks}" if facts.chance(0.3) else ticks + text + ticks


def _safe(text: str) -> str:
    """`text` with no line that would begin a block of its own, and so end the span."""
    return text.replace("\n", "\nthe ")


def comment(facts: Facts) -> str:
    """A comment: nobody sees what is in it."""
    if facts.chance(0.1):
        return facts.rng.choice(("<!-->", "<!--->", "<!---->", f"<!-- {_unseen(facts)} --!>-->"))
    signs = ("<b>", "<!--", "<span hidden>", "`", "**", "--", "<td>", "$", "</span>", "\nthe", "[", "-->"[:2])
    held = [_unseen(facts), *facts.rng.choices(signs, k=2)]
    facts.rng.shuffle(held)
    return f"<!-- {' '.join(held)} -->"


def hidden(facts: Facts) -> str:
    """An element that shows nothing, whatever it holds."""
    return _hiding(facts, (_unseen, comment, code, hidden, shown, image, math, _void))


def hidden_in_html(facts: Facts) -> str:
    """The same where Markdown is none, and backticks hold no code."""
    return _hiding(facts, (_unseen, comment, hidden_in_html, _void))


def _hiding(facts: Facts, made: tuple[Callable[[Facts], str], ...]) -> str:
    opening, closing = facts.rng.choice(_HIDING)
    with facts.within("unseen"):
        held = [
            _unseen(facts),
            *(facts.rng.choice(made)(facts) for _ in range(facts.rng.choice((0, 0, 1, 2)))),
        ]
    facts.rng.shuffle(held)
    return opening + " ".join(held) + closing


def shown(facts: Facts) -> str:
    """An element that shows what it holds."""
    opening, closing = facts.rng.choice(_SHOWING)
    held = [facts.word()]
    if "href" not in opening:
        held += [piece(facts)] if facts.chance(0.4) else []
        held += [facts.token()] if facts.chance(0.4) else []
    return opening + " ".join(held) + closing


def attribute(facts: Facts) -> str:
    """An element whose attribute holds what looks like a token, and is none."""
    return f'<abbr title="{_unseen(facts)} > x">{facts.word()}</abbr>'


def element_of_code(facts: Facts) -> str:
    """Code as HTML sets it."""
    name = facts.rng.choice(("code", "kbd", "samp"))
    with facts.within("code"):
        return f"<{name}>{facts.word()} {facts.token(plain=True)} &lt;td&gt;</{name}>"


def math(facts: Facts) -> str:
    """A formula, in dollars or between TeX's own delimiters."""
    with facts.within("code"):
        token = facts.token(plain=True)
        form = facts.rng.choice(("$x_1 + {} = y$", "$$x^2 {} \\cdot y$$", "\\(\\alpha_1 {} = x\\)"))
    return form.format(token)


def image(facts: Facts) -> str:
    """A picture: its words are not text."""
    return f'![{_unseen(facts)}](https://example.org/x.png "{facts.word("unseen")}")'


def link(facts: Facts) -> str:
    """A link with words, to a page that no list names."""
    inner = code(facts) if facts.chance(0.2) else facts.plain()
    end = facts.rng.choice(("", ' "a title"', " 'a `title`'"))
    return f"[{facts.word()} {inner}](https://example.org/a{end})"


def stressed(facts: Facts) -> str:
    """Emphasis, around or across a token."""
    stars = facts.rng.choice(("*", "**", "***", "_", "__", "~~"))
    held = facts.word() + (facts.rng.choice(("", " ")) + facts.token() if facts.chance(0.5) else "")
    held += " " + piece(facts) if facts.chance(0.2) else ""
    return f"{stars}{held}{stars}"


def _ends_with_its_parent(facts: Facts) -> str:
    """A hidden element that nothing ends but the element it stands in."""
    with facts.within("unseen"):
        held = _unseen(facts)
    return (
        f"<span>{facts.word()} <span hidden>{held}</span></span>"
        if facts.chance(0.5)
        else f"<b>{facts.word()} <span hidden>{held}</b>"
    )


def _inline_note(facts: Facts) -> str:
    """A note of Pandoc's, amid the sentence that it explains."""
    if facts.place != "seen":
        return facts.word()
    word = facts.word()
    facts.inner.add(word)
    return f"^[A note on {word} that says {facts.plain()}.]"


def _element_of_text(facts: Facts) -> str:
    """Elements whose content no browser shows, inline."""
    name = facts.rng.choice(("script", "style", "textarea", "iframe", "video", "svg"))
    with facts.within("unseen"):
        return f"<{name}>{_unseen(facts)}</{name}>"


def _void(facts: Facts) -> str:
    return facts.rng.choice(("<br>", "<br/>", "<img src=x>", "<hr>", "<input hidden>", "<wbr>"))


def _break(facts: Facts) -> str:
    return facts.rng.choice(("<br>", "<br />", "  \nand", "\\\nand", "\nand"))


def _sign(facts: Facts) -> str:
    signs = (
        "&amp;", "&lt;td&gt;", "&#91;", "\\*", "\\`", "\\<td>", "\\[x\\]", "<https://example.org/auto>", "a < b", "5 > 4",
        "<3", "**", "_", "$5", "&nbsp;", "“so”", "(so)", "C++", "x@y.org", "<?php x ?>", "<!DOCTYPE x>", "\\<tr>\\<td>", "&lt;tr",
    )  # fmt: skip
    return facts.rng.choice(signs)


def _unseen(facts: Facts) -> str:
    word = facts.word("unseen")
    return f"{word} {facts.token('unseen', plain=True)}" if facts.chance(0.6) else word


def _note(facts: Facts) -> str:
    return facts.note() if facts.place == "seen" else facts.word()


_PIECES = (
    code, code, code, comment, hidden, hidden, shown, shown, attribute, element_of_code, math, image, link, stressed,
    stressed, _break, _sign, _sign, _note, _ends_with_its_parent, _inline_note, _element_of_text,
)  # fmt: skip


def _joined(facts: Facts, parts: list[str]) -> str:
    """`parts` in a row, or on lines that no construct begins: it might begin a block."""
    return ("\nso " if facts.chance(0.1) else " ").join(parts)
