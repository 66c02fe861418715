"""How long the page of a large graph takes: 2,500 articles, about 25,000 claims and 20,000 sources, from `file://`.

    $ python bench/page.py FOLDER [--articles 2500]
    $ python bench/page.py FOLDER --articles 500 --real ../shared/corpora

With `--real` the articles are those of a folder, multiplied under changed texts and addresses. Prints the time of build and export (by the wall, and CPU time of all processes), the size of the file, how long a served
page lets wait for its first byte, frame, first view and graph, at first and once what it shows is kept; the longest task of the page while
an article is read and while a graph is drawn, medians of five; and, in Debian's Chromium without a GPU, the time until the
overview stands, the time of a search, and of each drawing of the graph. Beside the time by the wall stands the CPU
time of the page's main thread: what other work on the machine leaves alone, and for how long the page can hang.
"""

import argparse
import random
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from _longest_task import longest
from _multiplied import multiply
from _served_page import wait_for

NOUNS = [
    "river",
    "glacier",
    "protein",
    "network",
    "engine",
    "market",
    "harbour",
    "archive",
    "theory",
    "sample",
    "reactor",
    "orchard",
    "senate",
    "turbine",
    "virus",
    "ledger",
]
VERBS = [
    "limits",
    "explains",
    "follows",
    "increases",
    "reduces",
    "carries",
    "supports",
    "replaces",
    "precedes",
    "connects",
    "measures",
]
ADJECTIVES = [
    "northern",
    "early",
    "stable",
    "measured",
    "public",
    "rapid",
    "thin",
    "costly",
    "reliable",
    "local",
    "hidden",
    "complex",
    "modern",
    "recent",
]
SITES = [f"{a}-{n}{k}.example" for k in range(8) for a in ADJECTIVES for n in NOUNS]


def article(rng: random.Random, number: int, popular: list[int]) -> str:
    """One article with ten claims and nine entries; one source in ten is shared with other articles."""
    sources = [rng.choice(popular) if rng.random() < 0.11 else number * 100 + k for k in range(9)]
    lines = [f"# {rng.choice(ADJECTIVES).title()} {rng.choice(NOUNS)} {number}", ""]
    for k in range(10):
        if k % 4 == 0:
            lines += ["", f"## {rng.choice(ADJECTIVES).title()} {rng.choice(NOUNS)}", ""]
        words = " ".join(
            f"the {rng.choice(ADJECTIVES)} {rng.choice(NOUNS)} {rng.choice(VERBS)}" for _ in range(3)
        )
        cited = (
            ""
            if k == 9
            else "".join(f"[{n}]" for n in sorted({k + 1, rng.randrange(9) + 1 if k % 3 == 0 else k + 1}))
        )
        lines.append(f"In case {number}.{k} {words} a {rng.choice(NOUNS)} of the {rng.choice(NOUNS)}.{cited}")
    lines += ["", "## References", ""]
    lines += [f"[{i}] {title(s)} https://{site(s)}/{s}" for i, s in enumerate(sources, 1)]
    return "\n".join(lines) + "\n"


def title(source: int) -> str:
    """The title of a source, the same wherever it is cited."""
    rng = random.Random(source)
    return f"{rng.choice(ADJECTIVES).title()} {rng.choice(NOUNS)} and {rng.choice(NOUNS)} {source}."


def site(source: int) -> str:
    """The site of a source: a few have many sources, most have few."""
    return SITES[min(len(SITES), int(random.Random(source).paretovariate(0.5))) - 1]


def make(folder: Path, articles: int) -> None:
    """Write the corpus."""
    rng = random.Random(1)
    popular = [10_000_000 + int(rng.paretovariate(0.7)) for _ in range(800)]
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(articles):
        (folder / f"{number:05}.md").write_text(article(rng, number, popular), encoding="utf-8")


def timed(what: str, work: Callable[[], Any]) -> None:
    """Say how long something takes."""
    before, start = cpu_s(), time.perf_counter()
    work()
    print(f"{what:34} {time.perf_counter() - start:8.2f} s   CPU {cpu_s() - before:8.2f} s")


def cpu_s() -> float:
    """CPU time of this process and of those that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def main() -> None:
    """Make, build, export, look."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=2500)
    parser.add_argument("--real", type=Path, help="multiply the articles of this folder")
    options = parser.parse_args()
    articles, store, page = (options.folder / name for name in ("articles", "kg", "graph.html"))
    if not articles.exists():
        if options.real:
            multiply(options.real, articles, options.articles)
        else:
            make(articles, options.articles)
    command = [sys.executable, "-m", "kgraph"]
    timed("build", lambda: subprocess.run([*command, "build", articles, "--store", store], check=False, stdout=subprocess.DEVNULL))  # fmt: skip
    shutil.rmtree(store / "explorer", ignore_errors=True)
    for what in ("export graph.html", "export graph.html, again"):
        timed(what, lambda: subprocess.run([*command, "export", page, "--store", store], check=True, stderr=subprocess.DEVNULL))  # fmt: skip
    print(f"{'size':34} {page.stat().st_size / 1e6:8.1f} MB")
    small = options.folder / "small.html"
    timed("export --texts no", lambda: subprocess.run([*command, "export", small, "--texts", "no", "--store", store], check=True, stderr=subprocess.DEVNULL))  # fmt: skip
    print(f"{'size':34} {small.stat().st_size / 1e6:8.1f} MB")
    look(page.resolve().as_uri(), store)


_SEARCH = """async query => {
    location.hash = '#/search?q=' + encodeURIComponent(query);
    await new Promise(done => {
        const look = () => document.querySelector('h1')?.textContent === query ? done() : setTimeout(look, 0);
        look();
    });
}"""
_ARTICLE = 'main a[href^="#/article/"]'
_TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def look(url: str, store: Path) -> None:
    """Open the page and measure what a person waits for."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for kept in (False, True):
            for what, wall in wait_for(store, browser, kept=kept).items():
                print(f"{('served, kept: ' if kept else 'served: ') + what:34} {wall:8.2f} s")
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(600_000)  # a machine with other work is slow, which is no error
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})

        def cpu() -> float:
            metrics = session.send("Performance.getMetrics")["metrics"]
            return next(float(m["value"]) for m in metrics if m["name"] == "TaskDuration")

        def measured(work: Callable[[], Any]) -> tuple[float, float]:
            """Seconds by the wall, and of the main thread's CPU time."""
            before, start = cpu(), time.perf_counter()
            work()
            took = time.perf_counter() - start
            return took, cpu() - before

        def shown(what: str, wall: float, main: float) -> None:
            print(f"{what:34} {wall:8.2f} s   main thread {main:6.2f} s")

        def opened() -> None:
            page.goto(url)
            page.wait_for_selector(".coverage li")

        shown("page opens", *measured(opened))
        page.wait_for_timeout(1500)
        searches = [
            measured(lambda query=query: page.evaluate(_SEARCH, query))  # type: ignore[misc]
            for query in ("glacier", "northern river", "1234.5", "zzzz", "a", "market example.org")
        ]
        shown("search, median", *(statistics.median(column) for column in zip(*searches, strict=True)))
        shown("search, worst", *(max(column) for column in zip(*searches, strict=True)))
        for view in ("sites", "articles-sources", "claims-sources"):

            def drawn(view: str = view) -> None:
                page.evaluate(f"location.hash = '/graph?view={view}&most=5000'")
                page.wait_for_selector(".stage[data-drawn=yes]")
                page.evaluate(_TWO_FRAMES)

            page.evaluate("location.hash = '/ask'")
            page.wait_for_selector(".stage", state="detached")
            shown(f"graph {view}", *measured(drawn))
            print("  " + page.inner_text(".said"))
        tasks(page, url)
        browser.close()


def tasks(page: Any, url: str) -> None:
    """Say how long the longest task is while the longest article is read, and while each graph is drawn."""

    def opened() -> None:
        """A page that has neither read nor laid out anything."""
        page.goto("about:blank")
        page.goto(f"{url}#/articles?sort=-claims")
        page.wait_for_selector(_ARTICLE)
        page.wait_for_timeout(1500)

    opened()
    article = page.evaluate(f"""document.querySelector('{_ARTICLE}').getAttribute('href').slice(1)""")

    def read() -> None:
        page.evaluate("way => location.hash = way", article)
        page.wait_for_selector(".reading .claim")
        for _ in range(25):
            page.mouse.wheel(0, 1500)
            page.wait_for_timeout(60)

    def draw(view: str) -> None:
        page.evaluate("view => location.hash = `/graph?view=${view}&most=5000`", view)
        page.wait_for_selector(".crossing" if view == "matrix" else ".stage[data-drawn=yes]")
        page.wait_for_timeout(1000)

    def told(what: str, do: Callable[[], object]) -> None:
        wall, own = longest(page, opened, do)
        print(f"{'longest task, ' + what:34} {wall:8.0f} ms   CPU {own:8.0f} ms")

    told("reading", read)
    for view in ("matrix", "sites", "articles-sources", "claims-sources"):
        told(view, lambda view=view: draw(view))  # type: ignore[misc]


if __name__ == "__main__":
    main()
