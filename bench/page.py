"""How long the page of a large graph takes: 2,500 articles, about 25,000 claims and 20,000 sources, from `file://`.

    $ python bench/page.py FOLDER [--articles 2500]

Prints the time of build and export, the size of the file, and, in Debian's Chromium without a GPU, the time until the
overview stands, the time of a search, and of each drawing of the graph. Beside the time by the wall stands the CPU
time of the page's main thread: what other work on the machine leaves alone, and for how long the page can hang.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kgraph

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


def timed(what: str, start: float) -> float:
    """Say how long something took."""
    took = time.perf_counter() - start
    print(f"{what:34} {took:8.2f} s")
    return took


def main() -> None:
    """Make, build, export, look."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=2500)
    options = parser.parse_args()
    if not (options.folder / "articles").exists():
        make(options.folder / "articles", options.articles)
    start = time.perf_counter()
    graph = kgraph.build([options.folder / "articles"], store=options.folder / "kg")
    timed("build", start)
    start = time.perf_counter()
    graph.export(options.folder / "graph.html")
    timed("export graph.html", start)
    print(f"{'size':34} {(options.folder / 'graph.html').stat().st_size / 1e6:8.1f} MB")
    look((options.folder / "graph.html").resolve().as_uri())


_SEARCH = """async query => {
    location.hash = '#/search?q=' + encodeURIComponent(query);
    await new Promise(done => {
        const look = () => document.querySelector('h1')?.textContent === query ? done() : setTimeout(look, 0);
        look();
    });
}"""
_TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def look(url: str) -> None:
    """Open the page and measure what a person waits for."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
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
                page.evaluate(f"location.hash = '#/graph?view={view}'")
                page.wait_for_selector(".said:not(:empty)")
                page.evaluate(_TWO_FRAMES)

            shown(f"graph {view}", *measured(drawn))
            print("  " + page.inner_text(".said"))
            page.wait_for_timeout(6000)
        browser.close()


if __name__ == "__main__":
    main()
