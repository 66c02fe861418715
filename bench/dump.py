"""Makes a dump of MediaWiki: articles of varied wikitext between redirects, templates and modules, the same bytes for the same seed.

Articles have boxes, named, listed and grouped references, short forms with their list of works, notes, tables, pictures, lists,
quotations and templates as readers see them; 0.5 kB to 100 kB. Written as Wikimedia writes its dumps: a hundred pages a
stream of bzip2, and an index beside it.

    $ python bench/dump.py FOLDER [--megabytes 60] [--seed 1] [--plain]
"""

import argparse
import bz2
import random
from collections.abc import Iterator
from html import escape
from itertools import chain
from pathlib import Path

from corpus import ADJECTIVES, ADVERBS, JOINS, NOUNS, SITES, VERBS

_HEAD = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
  <siteinfo>
    <sitename>Wiki</sitename>
    <dbname>benchwiki</dbname>
    <base>https://wiki.example.org/wiki/Main_Page</base>
    <namespaces>
      <namespace key="0" case="first-letter" />
      <namespace key="1" case="first-letter">Talk</namespace>
      <namespace key="10" case="first-letter">Template</namespace>
      <namespace key="828" case="first-letter">Module</namespace>
    </namespaces>
  </siteinfo>
"""
_END = "</mediawiki>\n"
_EACH = 100
"""Pages in a stream."""
_FAMILIES = ("Moss", "Reed", "Brandt", "Okafor", "Silva", "Tanaka", "Novak", "Lind", "Marsh", "Dubois")
_GIVEN = ("Ann", "Ben", "Clara", "David", "Eva", "Femi", "Greta", "Hugo")


class Wiki:
    """Plausible articles; every choice comes from one seeded generator."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.refs: list[str] = []
        self.works: list[str] = []

    def article(self, title: str, size: int) -> str:
        """The wikitext of an article of about `size` characters."""
        self.refs, self.works = [], []
        listed = self.rng.random() < 0.15
        parts = ["{{Short description|" + self.noun() + "}}\n{{Use dmy dates|date=May 2021}}\n"]
        if self.rng.random() < 0.5:
            parts.append(self.box(title))
        parts.append(f"'''{title}''' {self.sentence(plain=True)} {self.paragraph(3)}\n")
        length = sum(map(len, parts))
        while length < size:
            part = self.block()
            parts.append(part)
            length += len(part)
        parts.append("\n==See also==\n" + "".join(f"* [[{self.noun()} {self.noun()}]]\n" for _ in range(3)))
        if self.works:
            parts.append(
                "\n==Works==\n{{refbegin}}\n" + "".join(f"* {work}\n" for work in self.works) + "{{refend}}\n"
            )
        parts.append(self.notes(listed))
        parts.append(
            "{{Authority control}}\n[[Category:Rivers]]\n[[Category:Theories of 1990]]\n[[fr:Rivière]]\n"
        )
        return "".join(parts)

    def notes(self, listed: bool) -> str:
        if not listed:
            return "\n==Notes==\n{{notelist}}\n\n==References==\n{{reflist|30em}}\n\n==External links==\n* {{Official website}}\n"
        defined = "\n".join(f'<ref name="listed{n}">{self.cite()}</ref>' for n in range(3))
        return f'\nIt ends here.<ref name="listed0" /><ref name="listed2" />\n==References==\n{{{{reflist|refs=\n{defined}\n}}}}\n'

    def block(self) -> str:
        return self.rng.choices(
            (self.section, self.table, self.bullets, self.picture, self.quotation), weights=(12, 1, 2, 1, 1)
        )[0]()

    def section(self) -> str:
        sign = "==" if self.rng.random() < 0.6 else "==="
        head = (
            f"\n{sign} {self.adjective().capitalize()} {self.noun()} {sign}\n"
            if self.rng.random() < 0.4
            else "\n"
        )
        return head + self.paragraph(self.rng.randint(2, 7)) + "\n"

    def paragraph(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def sentence(self, *, plain: bool = False) -> str:
        rng = self.rng
        words = [
            f"the {self.adjective()} {self.noun()}",
            rng.choice(VERBS),
            rng.choice(JOINS),
            self.thing(),
            rng.choice(ADVERBS),
        ]
        if rng.random() < 0.3:
            words.append(f"in {rng.randint(1800, 2023)}, {{{{convert|{rng.randint(2, 900)}|km|mi}}}} away")
        text = " ".join(words)
        text = text if plain else text[:1].upper() + text[1:]
        return f"{text}.{self.backing() if rng.random() < 0.55 else ''}"

    def thing(self) -> str:
        noun = self.noun()
        return self.rng.choice(
            (f"[[{noun}]]", f"[[{noun} (concept)|{noun}s]]", f"''{noun}''", noun, noun, f"{{{{lang|de|{noun}}}}}", f"{noun}&nbsp;{self.rng.randint(2, 99)}")
        )  # fmt: skip

    def backing(self) -> str:
        """References behind a sentence."""
        rng = self.rng
        if self.refs and rng.random() < 0.3:
            return f'<ref name="{rng.choice(self.refs)}" />'
        if rng.random() < 0.2:
            family, year = rng.choice(_FAMILIES), rng.randint(1950, 2023)
            if len(self.works) < 30:
                self.works.append(
                    f"{{{{cite book |last={family} |first={rng.choice(_GIVEN)} |title={self.title()} |publisher={self.noun().capitalize()} Press |year={year} |isbn=978-0-306-40615-7}}}}"
                )
            return f"{{{{sfn|{family}|{year}|p={rng.randint(1, 400)}}}}}"
        if rng.random() < 0.05:
            return f"{{{{efn|{self.sentence(plain=True)}}}}}"
        if rng.random() < 0.4:
            name = f"{self.noun()}{len(self.refs)}"
            self.refs.append(name)
            return f'<ref name="{name}">{self.cite()}</ref>'
        return f"<ref>{self.cite() if rng.random() < 0.85 else self.bare()}</ref>"

    def cite(self) -> str:
        rng = self.rng
        family, given, year = rng.choice(_FAMILIES), rng.choice(_GIVEN), rng.randint(1970, 2023)
        address = f"https://{rng.choice(SITES)}/{self.noun()}/{rng.randint(1, 99999)}"
        return rng.choice(
            (
                f"{{{{cite web |url={address} |title={self.title()} |last={family} |first={given} |date={rng.randint(1, 28)} May {year} |website=[[{self.noun().capitalize()} Daily]] |access-date=3 June 2023 |archive-url=https://web.archive.org/web/2020/{address} |archive-date=1 July 2023 |url-status=live}}}}",
                f"{{{{cite journal |last1={family} |first1={given} |last2={rng.choice(_FAMILIES)} |first2={rng.choice(_GIVEN)} |title={self.title()} |journal=Journal of {self.noun().capitalize()} |volume={rng.randint(1, 90)} |issue=2 |pages={rng.randint(1, 99)}–{rng.randint(100, 400)} |year={year} |doi=10.1000/{rng.randint(1, 9999999)} |pmid={rng.randint(1, 9999999)}}}}}",
                f"{{{{cite news\n| url = {address}\n| title = {self.title()}\n| work = ''The {self.noun().capitalize()}''\n| date = {year}\n| author = {given} {family}\n}}}}",
                f"{{{{Literatur |Autor={given} {family} |Titel={self.title()} |Verlag={self.noun().capitalize()} |Jahr={year} |Online=[{address} online]}}}}",
            )
        )

    def bare(self) -> str:
        return f"[https://{self.rng.choice(SITES)}/{self.noun()} {self.title()}], ''{self.noun().capitalize()}'', {self.rng.randint(1970, 2023)}."

    def title(self) -> str:
        return f"The {self.adjective()} {self.noun()} {self.rng.choice(JOINS)} {self.noun()}"

    def box(self, title: str) -> str:
        return f"{{{{Infobox river\n| name = {title}\n| image = {self.noun()}.jpg\n| caption = {self.sentence(plain=True)}\n| length = {{{{convert|{self.rng.randint(5, 900)}|km}}}}\n| population = {self.rng.randint(1, 9999)}<ref>{self.cite()}</ref>\n}}}}\n"

    def table(self) -> str:
        rows = "".join(
            f"|-\n| {self.noun()} || {self.rng.randint(1, 999)} || [[{self.noun()}]]<ref>{self.cite()}</ref>\n"
            for _ in range(self.rng.randint(2, 8))
        )
        return f'\n{{| class="wikitable sortable"\n|+ {self.title()}\n! Name !! Number !! Place\n{rows}|}}\n'

    def bullets(self) -> str:
        sign = self.rng.choice("*#")
        return "\n" + "".join(f"{sign} {self.sentence()}\n" for _ in range(self.rng.randint(2, 6)))

    def picture(self) -> str:
        return f"\n[[File:{self.noun()}.jpg|thumb|right|220px|alt=A {self.noun()}|{self.sentence()}]]\n<!-- {self.title()} -->\n"

    def quotation(self) -> str:
        return f"\n<blockquote>{self.sentence()} {self.sentence()}</blockquote>\n<math>x_{{1}} = \\frac{{a}}{{b}}</math>\n"

    def noun(self) -> str:
        return self.rng.choice(NOUNS)

    def adjective(self) -> str:
        return self.rng.choice(ADJECTIVES)


def articles(megabytes: float, seed: int) -> Iterator[tuple[str, str]]:
    """Title and wikitext of each article, until so many megabytes were written."""
    rng = random.Random(seed)
    wiki = Wiki(rng)
    left, number = megabytes * 1e6, 0
    while left > 0:
        number += 1
        title = f"{rng.choice(NOUNS).capitalize()} {number}"
        text = wiki.article(title, int(min(100_000, max(500, rng.lognormvariate(8.6, 1.0)))))
        left -= len(text.encode())
        yield title, text


def pages(megabytes: float, seed: int) -> Iterator[tuple[str, str]]:
    """Title and XML of each page: articles, and what stands between them."""
    rng = random.Random(seed + 1)
    for number, (title, text) in enumerate(articles(megabytes, seed), 1):
        yield title, _page(number, title, text)
        if rng.random() < 0.7:
            yield f"The {title}", _page(number, f"The {title}", f"#REDIRECT [[{title}]]", led=f'\n    <redirect title="{title}" />')  # fmt: skip
        if rng.random() < 0.1:
            yield f"Template:{title}", _page(number, f"Template:{title}", "{{{1|}}}", ns=10)
        if rng.random() < 0.05:
            yield f"Module:{title}", _page(number, f"Module:{title}", "return {}", ns=828, model="Scribunto")


def _page(number: int, title: str, text: str, *, ns: int = 0, model: str = "wikitext", led: str = "") -> str:
    shown = escape(text, quote=False)
    return f"""  <page>
    <title>{escape(title, quote=False)}</title>
    <ns>{ns}</ns>
    <id>{number}</id>{led}
    <revision>
      <id>{number * 10}</id>
      <parentid>{number * 10 - 1}</parentid>
      <timestamp>2024-05-{number % 28 + 1:02}T10:00:00Z</timestamp>
      <contributor>
        <username>Moss</username>
        <id>3</id>
      </contributor>
      <comment>/* {title} */ a word</comment>
      <origin>{number * 10}</origin>
      <model>{model}</model>
      <format>text/x-wiki</format>
      <text bytes="{len(text.encode())}" sha1="abc" xml:space="preserve">{shown}</text>
      <sha1>abc</sha1>
    </revision>
  </page>
"""


def write(folder: Path, megabytes: float, seed: int = 1, *, plain: bool = False) -> Path:
    """Write the dump and its index into a folder; where it is."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ("bench.xml" if plain else "bench-multistream.xml.bz2")
    index = bz2.BZ2Compressor()
    with path.open("wb") as out, (folder / "bench-multistream-index.txt.bz2").open("wb") as beside:
        pack = bytes if plain else bz2.compress
        begin = out.write(pack(_HEAD.encode()))
        held: list[tuple[str, str]] = []
        for page in chain(pages(megabytes, seed), (None,)):
            if page is not None:
                held.append(page)
            if held and (page is None or len(held) == _EACH):
                beside.write(index.compress("".join(f"{begin}:1:{escape(title, quote=False)}\n" for title, _ in held).encode()))  # fmt: skip
                begin += out.write(pack("".join(xml for _, xml in held).encode()))
                held.clear()
        out.write(pack(_END.encode()))
        beside.write(index.flush())
    return path


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("folder", type=Path)
    options.add_argument("--megabytes", type=float, default=60)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--plain", action="store_true", help="XML that is not compressed")
    given = options.parse_args()
    path = write(given.folder, given.megabytes, given.seed, plain=given.plain)
    print(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
