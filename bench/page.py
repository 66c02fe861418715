"""How long the page of a large graph takes: 2,500 articles, about 25,000 claims and 20,000 sources, from `file://`.

    $ python bench/page.py FOLDER [--articles 2500]

Prints the time of build and export, the size of the file, and, in Debian's Chromium without a GPU, the time until the
overview stands, the time of a search, and of each drawing of the graph.
"""

import argparse
import random
import statistics
import time
from pathlib import Path

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


def look(url: str) -> None:
    """Open the page and measure what a person waits for."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        start = time.perf_counter()
        page.goto(url)
        page.wait_for_selector(".coverage li")
        timed("page opens", start)
        page.wait_for_timeout(1500)
        took = page.evaluate(
            """async () => { const out = [];
            for (const q of ['glacier', 'northern river', '1234.5', 'zzzz', 'a', 'market example.org']) {
              const start = performance.now(); location.hash = '#/search?q=' + encodeURIComponent(q);
              await new Promise((done) => { const tick = () => document.querySelector('h1')?.textContent === q ? done() : setTimeout(tick, 0); tick(); });
              out.push(performance.now() - start); } return out; }"""
        )
        print(f"{'search, worst and median':34} {max(took):8.0f} ms {statistics.median(took):6.0f} ms")
        for view in ("sites", "articles-sources", "claims-sources"):
            start = time.perf_counter()
            page.evaluate(f"location.hash = '#/graph?view={view}'")
            page.wait_for_selector(".said:not(:empty)")
            page.wait_for_selector(".stage canvas")
            timed(f"graph {view}", start)
            start = time.perf_counter()
            page.evaluate(
                "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
            )
            timed("  next frame", start)
            print("  " + page.inner_text(".said"))
            page.wait_for_timeout(6000)
            page.screenshot(path=f"/tmp/kgraph-{view}.png")
        browser.close()


if __name__ == "__main__":
    main()
