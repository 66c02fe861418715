"""Random damage to real text: cut, swap, repeat, splice tokens, flip characters. Seeded, so repeatable."""

import random
from collections.abc import Sequence

TOKENS = (
    "[", "]", "[[", "]]", "(", ")", "[1]", "[^1]", "[^1]: x", "[@a; @b]", "[1-999]", "[[1](#ref-1)]", "<sup>", "</sup>",
    "<sup>1</sup>", "<a id='x'>", "</a>", "<!--", "-->", "<script>", "<d-cite key=\"a\">", "【1†x】", "\ue200cite\ue202a\ue201",
    ":contentReference[oaicite:1]{index=1}", "```", "~~~", "$$", "$", "\\[", "\\]", "`", "**", "*", "_", "~~", "---\n", "***\n",
    "# ", "## References\n", "References\n", "Citations:\n", "参考文献：\n", "> ", "- ", "1. ", "| a | b |\n| - | - |\n| c | d |\n",
    "http://", "https://example.org/a?b=c#:~:text=d", "<https://e.org>", "![](data:,x)", "[a]: http://e.org 'x'\n", "&amp;", "&#0;",
    "\x00", "\ufeff", "\u202e", "\u200b", "\ufffc", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "\t", "\r", "\r\n",
    "\n\n", "\u2028", "　", "。", "…", "“", "”", "1", "²", "Fig.", "et al.", "{{ x }}", "{% cite a %}", "\\cite{a}", "10.1000/xyz", "doi:10.1/",
)  # fmt: skip


def mutant(text: str, rng: random.Random, others: list[str], tokens: Sequence[str] = TOKENS) -> str:
    """`text` after one to twelve random edits."""
    for _ in range(rng.randint(1, 12)):
        size = len(text)
        a, b = sorted((rng.randint(0, size), rng.randint(0, size)))
        match rng.randrange(7):
            case 0:
                text = text[:a] + text[min(b, a + 400) :]
            case 1 | 2:
                text = text[:a] + rng.choice(tokens) + text[a:]
            case 3:
                text = text[:a] + text[a : min(b, a + 200)] * rng.randint(2, 5) + text[b:]
            case 4:
                text = (
                    text[:a]
                    + chr(rng.choice((rng.randint(0, 127), rng.randint(128, 0x2FFF))))
                    + text[a + 1 :]
                )
            case 5:
                other = rng.choice(others)
                c = rng.randint(0, len(other))
                text = text[:a] + other[c : c + 600] + text[a:]
            case _:
                text = (
                    text[:b]
                    if rng.random() < 0.3
                    else text[:a] + rng.choice(tokens) * rng.randint(2, 40) + text[a:]
                )
        text = text[:40_000]
    return text
