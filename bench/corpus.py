"""Makes a corpus of cited Markdown articles: many conventions, sizes from 1 kB to 100 kB, the same bytes for the same seed.

It is about as dense as real articles are. In 74 of those (2.0 MB), as kgraph reads them, a claim has 113
characters and there are 189 bytes a claim, 781 a marker and 1,142 an entry of a reference list; here
there are 125, 170, 760 and 1,380 (20 MB, seed 1).

    $ python bench/corpus.py FOLDER [--megabytes 50] [--seed 1]
"""

import argparse
import random
from collections.abc import Callable
from pathlib import Path


def _words(text: str) -> list[str]:
    return text.split()


NOUNS = _words(
    """
    river glacier protein network engine market harbour archive theory sample reactor orchard senate
    turbine virus ledger meadow circuit treaty furnace library compass signal vaccine bridge council
    sensor estuary battery kernel
    """
)
VERBS = _words(
    """
    changes limits explains follows increases reduces carries supports replaces precedes connects
    measures outgrows protects divides absorbs reflects predicts
    """
)
ADJECTIVES = _words(
    """
    northern early stable measured public rapid thin costly reliable local hidden complex modern recent
    dense formal open remote common fragile
    """
)
ADVERBS = _words("slowly often rarely today widely further partly again together quietly")
CHINESE = _words(
    """
    河流 冰川 蛋白质 网络 引擎 市场 港口 档案 理论 样本 影响 限制 解释 增加 减少 支持 连接 测量 保护 北方 早期 稳定 公共 快速
    """
)
SITES = _words(
    """
    example.org example.com news.example.net journal.example.edu data.example.gov blog.example.co.uk
    museum.example.de lab.example.fr
    """
)

JOINS = ("of the", "and its", "in a", "near every", "after the")

Article = tuple[str, str | None]
"""The Markdown of an article, and the BibTeX file beside it where it names one."""


class Writer:
    """Plausible text from the lists above; every choice comes from one seeded generator."""

    def __init__(self, rng: random.Random, size: int) -> None:
        self.rng = rng
        self.size = size
        self.references = max(2, min(60, size // 750))

    def noun(self) -> str:
        return self.rng.choice(NOUNS)

    def adjective(self) -> str:
        return self.rng.choice(ADJECTIVES)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def number(self) -> int:
        """The number of a reference."""
        return self.rng.randint(1, self.references)

    def numbers(self) -> range:
        return range(1, self.references + 1)

    def times(self, least: int, most: int) -> range:
        return range(self.rng.randint(least, most))

    def thing(self) -> str:
        return f"{self.adjective()} {self.noun()}"

    def title(self) -> str:
        return f"{self.thing()} and the {self.noun()}".title().replace(" And The ", " and the ")

    def year(self) -> int:
        return self.rng.randint(1990, 2025)

    def url(self) -> str:
        if self.chance(0.15):
            return f"https://doi.org/10.{self.rng.randint(1000, 9999)}/{self.noun()}.{self.rng.randint(1, 99999)}"
        if self.chance(0.1):
            month = f"{self.rng.randint(10, 24)}{self.rng.randint(1, 12):02d}"
            return f"https://arxiv.org/abs/{month}.{self.rng.randint(1000, 99999):05d}"
        slug = "-".join(self.adjective() if i % 2 else self.noun() for i in self.times(2, 7))
        page = f"{self.noun()}/{self.rng.randint(2005, 2025)}/{slug}-{self.rng.randint(1, 99999)}"
        return f"https://{self.rng.choice(SITES)}/{page}"

    def sentence(self) -> str:
        """A sentence without its stop."""
        words = [self.rng.choice(("The", "A", "This", "Each")), self.thing(), self.rng.choice(VERBS)]
        words += ["the", self.thing()]
        for _ in self.times(1, 6):
            words += [self.rng.choice(JOINS), self.thing()]
        if self.chance(0.3):
            words.append(self.rng.choice(ADVERBS))
        if self.chance(0.08):
            words.append(f"(e.g. about {self.rng.randint(1, 99)}.{self.rng.randint(1, 9)} percent)")
        if self.chance(0.08):
            words[1] = f"**{words[1]}**"
        if self.chance(0.04):
            words.append("— café, naïve")
        return " ".join(words)

    def body(
        self, mark: Callable[[], str], *, glue: str = " ", after_stop: bool = False, cited: float = 0.22
    ) -> str:
        """Headings, paragraphs, lists, code, tables and quotes up to the size; a share of sentences is cited."""

        def claim() -> str:
            text = self.sentence()
            if not self.chance(cited):
                return f"{text}."
            return f"{text}.{mark()}" if after_stop else f"{text}{glue}{mark()}."

        parts = [f"# {self.title()}\n"]
        length = 0
        while length < self.size:
            part = self._part(claim) + "\n"
            parts.append(part)
            length += len(part)
        return "\n".join(parts)

    def _part(self, claim: Callable[[], str]) -> str:
        kind = self.rng.random()
        if kind < 0.12:
            return f"{'#' * self.rng.randint(2, 3)} {self.title()}"
        if kind < 0.27:
            return "\n".join(f"- **{self.noun().title()}**: {claim()}" for _ in self.times(2, 6))
        if kind < 0.34:
            return f"```python\ndef {self.noun()}():\n{self._code()}\n```"
        if kind < 0.37:
            rows = (
                f"| {self.noun()} | {self.rng.randint(1, 999)} | {self.adjective()} |"
                for _ in self.times(3, 12)
            )
            return "\n".join(("| Name | Value | Kind |", "| --- | --- | --- |", *rows))
        if kind < 0.40:
            return f"> {self.sentence()}."
        return " ".join(claim() for _ in self.times(2, 7))

    def _code(self) -> str:
        return "\n".join(
            f"    {self.noun()}[{self.rng.randint(0, 9)}] = {self.rng.choice(VERBS)}({self.noun()}, {self.rng.randint(1, 999)})"
            for _ in self.times(4, 24)
        )


def anchors(w: Writer) -> Article:
    text = w.body(lambda: f"[[{(n := w.number())}](#ref-{n})]")
    entries = []
    for n in w.numbers():
        url = w.url()
        entries.append(f'[{n}] <a id="ref-{n}"></a> [{url.split("/")[2]}: {w.title()}]({url})\n')
    return f"{text}\n## References\n\n" + "\n".join(entries), None


def answer(w: Writer) -> Article:
    text = w.body(lambda: "".join(f"[{w.number()}]" for _ in w.times(1, 3)), glue="")
    return f"{text}\nCitations:\n" + "".join(f"[{n}] {w.url()}\n" for n in w.numbers()), None


def footnotes(w: Writer) -> Article:
    text = w.body(lambda: f"[^{w.number()}]", after_stop=True)
    return f"{text}\n" + "".join(f"[^{n}]: {w.title()}. {w.url()}\n" for n in w.numbers()), None


def superscripts(w: Writer) -> Article:
    text = w.body(lambda: str(w.number()), after_stop=True)
    entries = []
    for n in w.numbers():
        url = w.url()
        entries.append(f"{n}. {w.title()}, accessed May {w.rng.randint(1, 28)}, 2025, [{url}]({url})\n")
    return f"{text}\n#### **Works cited**\n\n" + "".join(entries), None


def sups(w: Writer) -> Article:
    text = w.body(lambda: f"<sup>[{w.number()}],[{w.number()}]</sup>")
    entries = (f"[{n}] [{w.title()}]({w.url()})\n" for n in w.numbers())
    return f"{text}\n## Bibliography\n\n" + "\n".join(entries), None


def quoted(w: Writer) -> Article:
    text = w.body(lambda: f"[{w.number()}, {w.number()}]")
    entries = "".join(
        f'[{n}] {w.noun().title()} Institute. "{w.title()}." {w.noun().title()} Press, {w.year()}. {w.url()}\n'
        for n in w.numbers()
    )
    return f"{text}\n## References\n\n{entries}", None


def pandoc(w: Writer) -> Article:
    text = w.body(lambda: f"[@key{w.number()}; @key{w.number()}]")
    bibliography = "".join(
        f"@misc{{key{n},\n  title = {{{w.title()}}},\n"
        f"  author = {{{w.noun().title()}, A. and {w.noun().title()}, B.}},\n"
        f"  year = {{{w.year()}}},\n  url = {{{w.url()}}}\n}}\n"
        for n in w.numbers()
    )
    return f"---\ntitle: {w.title()}\nbibliography: BIB\n---\n\n{text}", bibliography


def author_years(w: Writer) -> Article:
    links = [f"([{w.noun().title()} et al., {w.year()}]({w.url()}))" for _ in w.numbers()]
    return w.body(lambda: w.rng.choice(links)), None


def plain_links(w: Writer) -> Article:
    links = [f"as the [{w.thing()}]({w.url()}) shows" for _ in w.numbers()]
    return w.body(lambda: w.rng.choice(links)), None


def passages(w: Writer) -> Article:
    urls = [w.url() for _ in w.numbers()]

    def mark() -> str:
        n = w.number()
        return f"[\\[{n}\\]]({urls[n - 1]}#:~:text={w.adjective()}%20{w.noun()})"

    entries = (f"[\\[{n}\\]]({url}) {w.title()}\n\n<{url}>\n" for n, url in enumerate(urls, 1))
    return f"{w.body(mark)}\n" + "\n".join(entries), None


def chinese(w: Writer) -> Article:
    def sentence() -> str:
        parts = ("".join(w.rng.choice(CHINESE) for _ in w.times(4, 9)) for _ in w.times(2, 5))
        text = "，".join(parts)
        return f"{text}[{w.number()}]。" if w.chance(0.25) else f"{text}。"

    paragraphs, length = ["# 文章\n"], 0
    while length < w.size // 3:  # a Chinese character is three bytes
        paragraphs.append("".join(sentence() for _ in w.times(2, 7)) + "\n")
        length += len(paragraphs[-1])
    entries = "".join(
        f"[{n}] {w.url()} - {''.join(w.rng.choice(CHINESE) for _ in range(4))}\n" for n in w.numbers()
    )
    return "\n".join(paragraphs) + f"\n参考文献：\n{entries}", None


def prose(w: Writer) -> Article:
    return w.body(str, cited=0.0), None


CONVENTIONS: tuple[Callable[[Writer], Article], ...] = (
    anchors, answer, footnotes, superscripts, sups, quoted, pandoc, author_years, plain_links, passages, chinese, prose,
)  # fmt: skip


def make(folder: Path, megabytes: float, seed: int = 1) -> list[Path]:
    """Write articles of about `megabytes` in all, bibliographies not counted; their paths."""
    rng = random.Random(seed)
    paths: list[Path] = []
    total = 0
    while total < megabytes * 1_000_000:
        convention = CONVENTIONS[len(paths) % len(CONVENTIONS)]
        text, bibliography = convention(Writer(rng, int(1000 * 100 ** (rng.random() ** 1.5))))
        place = folder / f"{len(paths) // 500:03d}"
        place.mkdir(parents=True, exist_ok=True)
        path = place / f"{len(paths):06d}-{convention.__name__}.md"
        if bibliography:
            text = text.replace("BIB", f"{path.stem}.bib", 1)
            path.with_suffix(".bib").write_text(bibliography, encoding="utf-8")
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
