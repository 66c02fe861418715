"""Blocks of HTML: elements that show what they hold, and such that show nothing."""

from tests.extract.grammar.facts import Facts
from tests.extract.grammar.inlines import comment, hidden_in_html, one_line

Lines = list[str]


def text(facts: Facts) -> str:
    """Words within an HTML block: no Markdown but what it shares with HTML."""
    parts = ["The", facts.plain(), facts.word()]
    for _ in range(facts.rng.choice((0, 1, 2))):
        parts.append(facts.rng.choice((_inline, comment, hidden_in_html, _token, _code, _sign))(facts))
    if facts.chance(0.3):
        parts.append(_token(facts))
    return one_line(" ".join(parts)) + facts.rng.choice((".", ".", ""))


def _token(facts: Facts) -> str:
    return facts.token(plain=True)


def _inline(facts: Facts) -> str:
    name = facts.rng.choice(("b", "i", "span", "em"))
    return f"<{name}>{facts.word()} {facts.token(plain=True)}</{name}>"


def _code(facts: Facts) -> str:
    with facts.within("code"):
        return f"<code>{facts.word()} {facts.token(plain=True)} &lt;td&gt;</code>"


def _sign(facts: Facts) -> str:
    return facts.rng.choice(("&amp;", "&lt;td&gt;", "<br>", "<img src=x alt='[x]'>", "<a id='y'></a>"))


def shown_block(facts: Facts, depth: int = 0) -> Lines:
    """An element with text in it, all of it one HTML block."""
    match facts.rng.randrange(6):
        case 0:
            return [f"<p>{text(facts)}</p>"]
        case 1:
            inner = shown_block(facts, depth + 1) if depth < 2 else [text(facts)]
            return ['<div class="x"', "  data-y='>'>", *inner, "</div>"]
        case 2:
            return ["<ul>", *(f"<li>{text(facts)}</li>" for _ in range(2)), "</ul>"]
        case 3:
            rows = [f"<tr><td>{text(facts)}</td><td>{text(facts)}</td></tr>" for _ in range(2)]
            return ["<table>", *rows, "</table>"]
        case 4:
            inner = shown_block(facts, depth + 1) if depth < 2 else [text(facts)]
            return [f"<details><summary>{text(facts)}</summary>", *inner, text(facts), "</details>"]
        case _:
            return ["<blockquote>", text(facts), f"<p>{text(facts)}", f"<p>{text(facts)}", "</blockquote>"]


def around_markdown(facts: Facts, inner: Lines) -> Lines:
    """An element around Markdown, from which blank lines part its tags."""
    opening, closing = facts.rng.choice(
        (
            ("<div>", "</div>"),
            ("<details>\n<summary>Why</summary>", "</details>"),
            ("<section id=s>", "</section>"),
        )
    )
    return [*opening.split("\n"), "", *inner, "", closing]


def hidden_block(facts: Facts, inner: Lines) -> Lines:
    """A hidden element around Markdown, from which blank lines part its tags."""
    # The first end tag ends a `<noscript>`, whatever stands in it.
    opening, closing = facts.rng.choice(_HIDING if facts.place == "seen" else _HIDING[:-1])
    return [*opening.split("\n"), "", *inner, "", closing]


def hidden_html(facts: Facts) -> Lines:
    """A hidden element around HTML, or one that ends where the paragraph does."""
    with facts.within("unseen"):
        if facts.chance(0.3):
            return [f"<p style='display:none;'>{text(facts)}", "</p>"]
        opening, closing = facts.rng.choice(_HIDING)
        return [*opening.split("\n"), *shown_block(facts), closing]


_HIDING = (
    ("<div hidden>", "</div>"), ('<div style="display: none">', "</div>"), ("<section hidden='until-found'>", "</section>"),
    ("<DIV HIDDEN>", "</DIV>"), ("<details hidden>", "</details>"), ('<div class="x"\n  hidden>', "</div>"),
    ("<template>", "</template>"), ("<noscript>", "</noscript>"),
)  # fmt: skip


def interrupted(facts: Facts) -> Lines:
    """A comment or a script in an HTML block that goes on behind the blank line which ends the block."""
    opening, closing = facts.rng.choice(
        (("<!--", "-->"), ("<noscript>", "</noscript>"), ("<svg>", "</svg>"), ("<pre>", "</pre>"))
    )
    with facts.within("unseen"):
        held = [
            f"{facts.word()} {facts.token(plain=True)}",
            "",
            f"The {facts.plain()} {facts.word()}. {facts.token(plain=True)}",
        ]
    return [
        f"<div>The {facts.plain()} {facts.word()}.",
        opening,
        *held,
        "",
        closing,
        f"The {facts.plain()} {facts.word()}.</div>",
    ]


def raw_block(facts: Facts) -> Lines:
    """What is no text at all: comments, scripts, instructions to programs."""
    with facts.within("unseen"):
        held = [f"{facts.word()} {facts.token(plain=True)}."]
        if facts.chance(0.5):
            held += ["", f"The {facts.plain()} {facts.word()} <b> ` ** {facts.token(plain=True)}."]
        held += facts.rng.choices(
            ("<div>", "</p>", "# x", "- y", "<!--", "<span hidden>", "`", "$", "<td>"),
            k=facts.rng.randint(0, 2),
        )
    opening, closing = facts.rng.choice(_RAW)
    if closing == ">":
        return [f"{opening} {held[0]}", closing]
    if facts.chance(0.3):
        return [f"{opening} {held[0]}", *held[1:], closing]
    return [opening, *held, closing]


_RAW = (
    ("<!--", "-->"), ("<!--", "-->"), ("<script>", "</script>"), ('<script type="module">', "</script>"), ("<style>", "</style>"),
    ("<pre>", "</pre>"), ("<textarea>", "</textarea>"), ("<?php", "?>"), ("<![CDATA[", "]]>"), ("<!ELEMENT x", ">"), ("<PRE class='x'>", "</PRE>"),
)  # fmt: skip
