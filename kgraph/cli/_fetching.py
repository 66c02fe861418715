"""What is said of pages that were fetched, whichever command fetched them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgraph.cli._report import Report
    from kgraph.jobs.fetch import FetchReport


def tell_flaws(report: "FetchReport", bad: "Report") -> None:
    """Name what is wrong with feeds and the cache."""
    for name, flaw in report.flaws:
        bad.flawed(name, f"{name}: {flaw}.")
    for line in report.troubles:
        bad.flawed("the cache", line)


def tell_more(report: "FetchReport") -> None:
    """What else there is to say, a line each."""
    for n, name, words in (
        (report.resumed, "resumed", "had been asked by a run that was stopped, and were not asked again"),
        (report.kept, "kept", "gave no page now; the page that was fetched before stays"),
        (report.counts["same"], "the same", "led to a page that another address had given"),
        (
            report.canonical,
            "canonical",
            "called another address their own; the graph calls them by the one that answered",
        ),
        (report.left, "left", "were more than were asked for"),
    ):
        if n:
            print(f"  {name:<9} {n:>6}   {words}")
