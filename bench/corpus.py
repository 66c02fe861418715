"""Makes a corpus of cited Markdown articles: many conventions, sizes from 1 kB to 100 kB, the same bytes for the same seed.

It is as dense as real articles are: in 83 of them (2.0 MB), measured with kgraph, a claim has 113 characters
and there are 189 bytes a claim, 783 a marker and 1,144 an entry of a reference list.

    python bench/corpus.py FOLDER [--megabytes 50] [--seed 1]
"""

import argparse
import random
from collections.abc import Callable
from pathlib import Path

NOUNS = "river glacier protein network engine market harbour archive theory sample reactor orchard senate turbine virus ledger meadow circuit treaty furnace library compass signal vaccine bridge council sensor estuary battery kernel".split()
VERBS = "changes limits explains follows increases reduces carries supports replaces precedes connects measures outgrows protects divides absorbs reflects predicts".split()
ADJECTIVES = "northern early stable measured public rapid thin costly reliable local hidden complex modern recent dense formal open remote common fragile".split()
ADVERBS = "slowly often rarely today widely further partly again together quietly".split()
CJK = "河流 冰川 蛋白质 网络 引擎 市场 港口 档案 理论 样本 影响 限制 解释 增加 减少 支持 连接 测量 保护 北方 早期 稳定 公共 快速".split()
SITES = "example.org example.com news.example.net journal.example.edu data.example.gov blog.example.co.uk museum.example.de lab.example.fr".split()

Write = Callable[[random.Random, int], tuple[str, str | None]]


def sentence(rng: random.Random) -> str:
    words = [rng.choice(("The", "A", "This", "Each")), rng.choice(ADJECTIVES), rng.choice(NOUNS), rng.choice(VERBS), "the", rng.choice(ADJECTIVES), rng.choice(NOUNS)]
    for _ in range(rng.randrange(1, 7)):
        words += rng.choice((["of", "the"], ["and", "its"], ["in", "a"], ["near", "every"], ["after", "the"])) + [rng.choice(ADJECTIVES), rng.choice(NOUNS)]
    if rng.random() < 0.3:
        words.append(rng.choice(ADVERBS))
    if rng.random() < 0.08:
        words += ["(e.g.", "about", f"{rng.randint(1, 99)}.{rng.randint(1, 9)}", "percent)"]
    if rng.random() < 0.08:
        words[rng.randrange(1, 4)] = f"**{rng.choice(NOUNS)}**"
    if rng.random() < 0.04:
        words.append("— café, naïve")
    return " ".join(words)


def title(rng: random.Random) -> str:
    return f"{rng.choice(ADJECTIVES).title()} {rng.choice(NOUNS).title()} and the {rng.choice(NOUNS).title()}"


def url(rng: random.Random) -> str:
    if rng.random() < 0.15:
        return f"https://doi.org/10.{rng.randint(1000, 9999)}/{rng.choice(NOUNS)}.{rng.randint(1, 99999)}"
    if rng.random() < 0.1:
        return f"https://arxiv.org/abs/{rng.randint(10, 24)}{rng.randint(1, 12):02d}.{rng.randint(1000, 99999):05d}"
    slug = "-".join(rng.choice(ADJECTIVES if i % 2 else NOUNS) for i in range(rng.randint(2, 7)))
    return f"https://{rng.choice(SITES)}/{rng.choice(NOUNS)}/{rng.randint(2005, 2025)}/{slug}-{rng.randint(1, 99999)}"


def body(rng: random.Random, size: int, mark: Callable[[], str], *, glue: str = " ", after_stop: bool = False, cited: float = 0.22) -> str:
    """Headings, paragraphs, lists, code and a table, until `size` characters; a share of sentences is cited."""
    parts = [f"# {title(rng)}\n"]
    length = 0
    while length < size:
        kind = rng.random()
        if kind < 0.12:
            part = f"{'#' * rng.randint(2, 3)} {title(rng)}\n"
        elif kind < 0.27:
            part = "\n".join(f"- **{rng.choice(NOUNS).title()}**: {_claim(rng, mark, glue, after_stop, cited)}" for _ in range(rng.randint(2, 6))) + "\n"
        elif kind < 0.34:
            lines = "".join(f"    {rng.choice(NOUNS)}[{rng.randint(0, 9)}] = {rng.choice(VERBS)}({rng.choice(NOUNS)}, {rng.randint(1, 999)})\n" for _ in range(rng.randint(4, 24)))
            part = f"```python\ndef {rng.choice(NOUNS)}():\n{lines}```\n"
        elif kind < 0.37:
            rows = "".join(f"| {rng.choice(NOUNS)} | {rng.randint(1, 999)} | {rng.choice(ADJECTIVES)} |\n" for _ in range(rng.randint(3, 12)))
            part = f"| Name | Value | Kind |\n| --- | --- | --- |\n{rows}"
        elif kind < 0.40:
            part = f"> {sentence(rng)}.\n"
        else:
            part = " ".join(_claim(rng, mark, glue, after_stop, cited) for _ in range(rng.randint(2, 7))) + "\n"
        parts.append(part)
        length += len(part)
    return "\n".join(parts)


def _claim(rng: random.Random, mark: Callable[[], str], glue: str, after_stop: bool, cited: float) -> str:
    text = sentence(rng)
    if rng.random() > cited:
        return text + "."
    return f"{text}.{mark()}" if after_stop else f"{text}{glue}{mark()}."


def _count(size: int) -> int:
    return max(2, min(60, size // 750))


def anchors(rng: random.Random, size: int) -> tuple[str, None]:
    n = _count(size)
    text = body(rng, size, lambda: f"[[{(k := rng.randint(1, n))}](#ref-{k})]")
    entries = "\n\n".join(f'[{k}] <a id="ref-{k}"></a> [{(u := url(rng)).split("/")[2]}: {title(rng)}]({u})' for k in range(1, n + 1))
    return f"{text}\n## References\n\n{entries}\n", None


def answer(rng: random.Random, size: int) -> tuple[str, None]:
    n = _count(size)
    text = body(rng, size, lambda: "".join(f"[{rng.randint(1, n)}]" for _ in range(rng.randint(1, 3))), glue="")
    return f"{text}\nCitations:\n" + "".join(f"[{k}] {url(rng)}\n" for k in range(1, n + 1)), None


def footnotes(rng: random.Random, size: int) -> tuple[str, None]:
    n = _count(size)
    text = body(rng, size, lambda: f"[^{rng.randint(1, n)}]", after_stop=True)
    return f"{text}\n" + "".join(f"[^{k}]: {title(rng)}. {url(rng)}\n" for k in range(1, n + 1)), None


def superscripts(rng: random.Random, size: int) -> tuple[str, None]:
    n = _count(size)
    text = body(rng, size, lambda: str(rng.randint(1, n)), after_stop=True)
    entries = "".join(f"{k}. {title(rng)}, accessed May {rng.randint(1, 28)}, 2025, [{(u := url(rng))}]({u})\n" for k in range(1, n + 1))
    return f"{text}\n#### **Works cited**\n\n{entries}", None


def sups(rng: random.Random, size: int) -> tuple[str, None]:
    n = _count(size)
    text = body(rng, size, lambda: f"<sup>[{rng.randint(1, n)}],[{rng.randint(1, n)}]</sup>")
    return f"{text}\n## Bibliography\n\n" + "\n\n".join(f"[{k}] [{title(rng)}]({url(rng)})" for k in range(1, n + 1)) + "\n", None


def quoted(rng: random.Random, size: int) -> tuple[str, None]:
    n = _count(size)
    text = body(rng, size, lambda: f"[{rng.randint(1, n)}, {rng.randint(1, n)}]")
    entries = "\n".join(f'[{k}] {rng.choice(NOUNS).title()} Institute. "{title(rng)}." {rng.choice(NOUNS).title()} Press, {rng.randint(1990, 2025)}. {url(rng)}' for k in range(1, n + 1))
    return f"{text}\n## References\n\n{entries}\n", None


def pandoc(rng: random.Random, size: int) -> tuple[str, str]:
    n = _count(size)
    text = body(rng, size, lambda: f"[@key{rng.randint(1, n)}; @key{rng.randint(1, n)}]")
    bib = "".join(f"@misc{{key{k},\n  title = {{{title(rng)}}},\n  author = {{{rng.choice(NOUNS).title()}, A. and {rng.choice(NOUNS).title()}, B.}},\n  year = {{{rng.randint(1990, 2025)}}},\n  url = {{{url(rng)}}}\n}}\n" for k in range(1, n + 1))
    return f"---\ntitle: {title(rng)}\nbibliography: BIB\n---\n\n{text}", bib


def author_years(rng: random.Random, size: int) -> tuple[str, None]:
    links = [(f"{rng.choice(NOUNS).title()} et al., {rng.randint(1990, 2025)}", url(rng)) for _ in range(_count(size))]

    def mark() -> str:
        name, target = rng.choice(links)
        return f"([{name}]({target}))"

    return body(rng, size, mark), None


def passages(rng: random.Random, size: int) -> tuple[str, None]:
    urls = [url(rng) for _ in range(_count(size))]

    def mark() -> str:
        k = rng.randrange(len(urls))
        return f"[\\[{k + 1}\\]]({urls[k]}#:~:text={rng.choice(ADJECTIVES)}%20{rng.choice(NOUNS)})"

    tail = "\n\n".join(f"[\\[{k}\\]]({u}) {title(rng)}\n\n<{u}>" for k, u in enumerate(urls, 1))
    return f"{body(rng, size, mark)}\n{tail}\n", None


def chinese(rng: random.Random, size: int) -> tuple[str, None]:
    n = _count(size)
    paragraphs, length = [], 0
    while length < size // 3:
        part = "".join(f"{''.join(rng.choice(CJK) for _ in range(rng.randint(5, 12)))}{f'[{rng.randint(1, n)}]' if rng.random() < 0.25 else ''}。" for _ in range(rng.randint(2, 7)))
        paragraphs.append(part)
        length += len(part)
    return "# 文章\n\n" + "\n\n".join(paragraphs) + "\n\n参考文献：\n" + "".join(f"[{k}] {url(rng)} - {''.join(rng.choice(CJK) for _ in range(4))}\n" for k in range(1, n + 1)), None


def prose(rng: random.Random, size: int) -> tuple[str, None]:
    return body(rng, size, lambda: "", glue="", cited=0.0), None


CONVENTIONS: tuple[Write, ...] = (anchors, answer, footnotes, superscripts, sups, quoted, pandoc, author_years, passages, chinese, prose)


def make(folder: Path, megabytes: float, seed: int = 1) -> list[Path]:
    """Write articles of about `megabytes` in all; their paths. Made anew each time, the same bytes each time."""
    rng = random.Random(seed)
    paths: list[Path] = []
    total = 0
    folder.mkdir(parents=True, exist_ok=True)
    while total < megabytes * 1_000_000:
        write = CONVENTIONS[len(paths) % len(CONVENTIONS)]
        size = int(1000 * 100 ** (rng.random() ** 1.5))
        text, bib = write(rng, size)
        place = folder / f"{len(paths) // 500:03d}"
        place.mkdir(exist_ok=True)
        path = place / f"{len(paths):06d}-{write.__name__}.md"
        if bib:
            text = text.replace("BIB", f"{path.stem}.bib", 1)
            (place / f"{path.stem}.bib").write_text(bib, encoding="utf-8")
        data = text.encode()
        path.write_bytes(data)
        paths.append(path)
        total += len(data)
    return paths


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--megabytes", type=float, default=50)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    made = make(options.folder, options.megabytes, options.seed)
    print(f"{len(made)} articles, {sum(p.stat().st_size for p in made):,} bytes, in {options.folder}")
