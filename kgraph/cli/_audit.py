"""`kgraph audit`: what is wrong with articles and their sources, and what mends it."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.cli._articles import add_articles, article, choice, limits
from kgraph.cli._config import add_store
from kgraph.errors import UsageError
from kgraph.many import many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgraph.audit import Finding, Options
    from kgraph.cli._report import Report
    from kgraph.jobs.articles import Found
    from kgraph.jobs.audit import Audited

_FORMATS = ("text", "jsonl", "json", "sarif", "github")
_SEVERITIES = ("error", "warning", "note", "never")
_EPILOG = """\
examples:
  kgraph audit post.md                            what is wrong, and how to mend it
  kgraph audit posts/ --select marker,source-gone --ignore marker-unresolvable
  kgraph audit post.md --min-coverage 80%% --max-site-share 50%%
  kgraph audit post.md --fix                      mend what is safe; the citations stay as they are
  kgraph audit posts/ --format sarif > findings.sarif
  kgraph audit --store .kgraph                    the articles of a store, and what it knows of their sources
  kgraph audit --explain source-duplicate         what a code means; all of them: docs/audit.md
  cat post.md | kgraph audit -

A comment silences: <!-- kgraph-audit: ignore CODE --> on its line, or alone on the line before;
<!-- kgraph-audit: ignore-file CODE --> before the text begins.
"""


def share(text: str) -> float:
    """A share: `80%`, `80` or `0.8`."""
    number = text.strip().removesuffix("%").strip()
    try:
        value = float(number)
    except ValueError:
        value = -1.0
    value = value / 100 if text.strip().endswith("%") or value > 1 else value
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"found {text!r}, expected a share such as 80%")
    return value


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "audit", help="what is wrong with articles and their sources, and what mends it",
        description="Say what is wrong with the citations of articles, and with their sources; mend what is safe to mend.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    add_articles(command, needed=False)
    command.add_argument("--select", action="append", default=None, metavar="CODES", help="only these codes or families (marker, source, …), by commas; all and default are two more")  # fmt: skip
    command.add_argument("--ignore", action="append", default=None, metavar="CODES", help="not these codes or families")  # fmt: skip
    command.add_argument("--fail-on", choices=_SEVERITIES, default="note", help="exit with 1 where something so severe is found (default: note)")  # fmt: skip
    command.add_argument("--min-coverage", type=share, default=None, metavar="SHARE", help="report coverage-low where fewer of the claims have a source: 80%%")  # fmt: skip
    command.add_argument("--max-site-share", type=share, default=None, metavar="SHARE", help="report site-dominant where one site backs more of the citations: 50%%")  # fmt: skip
    command.add_argument("--fix", action="store_true", help="mend what is safe, in the files; from standard input, write the article to standard output")  # fmt: skip
    command.add_argument(
        "--unsafe", action="store_true", help="with --fix: ask about each fix that is not safe"
    )
    command.add_argument("--yes", action="store_true", help="with --unsafe: do not ask")
    command.add_argument("--explain", metavar="CODE", default=None, help="say what a code means, and look at nothing")  # fmt: skip
    command.add_argument("--unfolded", action="store_true", help="show every finding of a code in an article")
    command.add_argument("--url", metavar="URL", default=None, help="where the article is published (default: its front matter's permalink, canonical or url)")  # fmt: skip
    command.add_argument("--today", metavar="DAY", default=None, help="take this day for today: 2026-01-15")
    command.add_argument("--format", choices=_FORMATS, default="text", help="how to say it (default: text)")
    add_store(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Audit; 1 where there are findings as severe as `--fail-on`, or skipped inputs, 3 where nothing could be read."""
    from kgraph.cli._report import Report

    if options.explain:
        return _explain(options.explain)
    chosen, found, texts = _asked(options)
    with Report(options.report) as bad:
        code = _fix(options, chosen, found, texts) if options.fix else _audit(options, chosen, found, texts, bad)  # fmt: skip
        for skip in found.skipped:
            bad.skipped(skip.path, skip.reason)
        for each in found.empty:
            bad.empty(each.path, each.reason)
        _tell_passed(found)
    return code or (1 if bad.count else 0)


def _audit(
    options: argparse.Namespace, chosen: "Options", found: "Found", texts: dict[str, bytes], bad: "Report"
) -> int:
    from kgraph.cli._terminal import Progress, visible
    from kgraph.jobs.audit import audits

    looked: list[Audited] = []
    with Progress("looking") as progress:
        outcomes = audits(found, chosen, texts=texts, workers=options.workers, limits=limits(options))
        for done, outcome in enumerate(outcomes, 1):
            progress.at(done, max(done, len(found.articles)), outcome.path[-40:])
            if outcome.skipped:
                bad.skipped(outcome.path, outcome.skipped)
            looked.append(outcome)
    findings = [f for outcome in looked for f in outcome.findings]
    for line in _written(options, findings):
        print(visible(line))
    if options.format == "text" and (looked or not found.empty):
        _summary(options, looked, findings, chosen)
    if (bad.count or found.skipped) and all(outcome.skipped for outcome in looked):
        return 3
    limit = _SEVERITIES.index(options.fail_on)
    severe = options.fail_on != "never" and any(_SEVERITIES.index(f.severity) <= limit for f in findings)
    return 1 if severe else 0


def _tell_passed(found: "Found") -> None:
    from kgraph.cli._terminal import note

    if told := found.passed.told():
        note(f"not read: {told}")


def _explain(code: str) -> int:
    from kgraph.audit import CHECKS
    from kgraph.audit.report import explained

    if all(check.code != code for check in CHECKS):
        raise UsageError(
            f"--explain {code}: unknown code (expected one of {', '.join(c.code for c in CHECKS)})."
        )
    print("\n".join(explained(code)))
    return 0


def _asked(options: argparse.Namespace) -> "tuple[Options, Found, dict[str, bytes]]":
    """What to look for, in which articles; the bytes of the one on standard input. Errors: `UsageError`."""
    from datetime import date

    from kgraph.audit import Options, chosen
    from kgraph.engine import ArticleFile
    from kgraph.jobs.articles import Found, find, reach_of
    from kgraph.jobs.audit import articles_of, with_store

    select, ignore = ([c.strip() for text in given or () for c in text.split(",") if c.strip()] for given in (options.select, options.ignore))  # fmt: skip
    try:
        codes = chosen(
            select,
            ignore,
            coverage=options.min_coverage is not None,
            share=options.max_site_share is not None,
        )
    except ValueError as error:
        raise UsageError(f"{error}: no code and no family (see docs/audit.md, or --explain CODE).") from None
    try:
        today = date.fromisoformat(options.today) if options.today else date.today()
    except ValueError:
        raise UsageError(f"--today {options.today}: no day (expected 2026-01-15).") from None
    asked = Options(
        codes=codes, today=today, min_coverage=options.min_coverage, max_site_share=options.max_site_share, url=options.url
    )  # fmt: skip
    asked = with_store(asked, options.store)
    given = article(options) if options.articles else None
    if given:
        path, data = given
        one = ArticleFile(path, path, reach_of(options.bibliography or ()), format=options.read_as)
        return asked, Found(choice(options), articles=[one]), {path: data}
    named = options.articles or [*articles_of(options.store)]
    found = find(named, bibliographies=options.bibliography or (), choice=choice(options))
    return asked, found, {}


def _written(options: argparse.Namespace, findings: "list[Finding]") -> "Iterator[str]":
    import json

    from kgraph.audit import report

    if options.format == "text":
        yield from report.text(findings, folded=not options.unfolded)
    elif options.format == "jsonl":
        yield from report.jsonl(findings)
    elif options.format == "json":
        yield json.dumps([f.row() for f in findings], ensure_ascii=False)
    elif options.format == "sarif":
        yield json.dumps(report.sarif(findings), ensure_ascii=False)
    else:
        yield from report.github(findings)


def _summary(
    options: argparse.Namespace, found: "list[Audited]", findings: "list[Finding]", asked: "Options"
) -> None:
    """The last lines: how much, what `--fix` would do, what was not checked."""
    from kgraph.audit import CHECKS
    from kgraph.audit.report import counts

    looked = [outcome.looked for outcome in found if outcome.looked]
    looked_at = many(len(looked), "article")
    unknown = sum(x.sources - x.fetched for x in looked)
    asks_store = any(c.on == "data" and c.code in asked.codes for c in CHECKS)
    fetched = f"{many(unknown, 'source')} never fetched, run kgraph enrich" if unknown and asks_store else ""
    if not findings:
        claims, backed = sum(x.claims for x in looked), sum(x.backed for x in looked)
        told = f"{looked_at}: nothing to mend. {backed} of {many(claims, 'claim')} {'is' if claims == 1 else 'are'} backed, by {many(sum(x.sources for x in looked), 'source')}."
        print(told + (f" Not checked: {fetched}." if fetched else ""))
        return
    safe = sum(f.fix == "safe" for f in findings)
    asks = sum(f.fix == "asks" for f in findings)
    would = f"; --fix would mend {safe}" if safe else ""
    would += f"{',' if safe else ';'} --fix --unsafe asks about {asks}" if asks else ""
    print(f"{looked_at}: {counts(findings)}{would}.")
    if fetched:
        print(f"not checked: {fetched}")


def _fix(options: argparse.Namespace, asked: "Options", found: "Found", texts: dict[str, bytes]) -> int:
    """Mend articles in place; what is left is told by the next audit. Errors: `UsageError` for archives, which stay as they are."""
    from kgraph.cli._terminal import note
    from kgraph.engine import MAX_ARTICLE_BYTES
    from kgraph.infile import read_bytes
    from kgraph.jobs.audit import mend
    from kgraph.outfile import write_file

    if options.unsafe and not options.yes and not sys.stdin.isatty():
        raise UsageError("--unsafe asks, and nobody is there to answer. Give --yes, or run it on a terminal.")
    if found.archives:
        raise UsageError(f"{found.archives[0].path}: an archive is not mended. Unpack it, and mend the articles.")  # fmt: skip
    articles = [each for each in found.articles if each.origin is None]
    if found.skipped and not articles:
        return 3
    if pages := len(found.articles) - len(articles):
        note(f"{many(pages, 'page')} that {'was' if pages == 1 else 'were'} fetched: left as fetched.")
    total = 0
    for each in articles:
        data = (
            texts[each.path]
            if each.path in texts
            else read_bytes(each.file, MAX_ARTICLE_BYTES, name=each.path)
        )
        mended = mend(each, data, asked, lambda finding: _accepted(options, finding))
        total += len(mended.done)
        for finding in mended.done:
            note(f"{finding.file}:{finding.line}:{finding.column} mended {finding.code}: {finding.hint}")
        if each.path in texts:
            sys.stdout.flush()
            sys.stdout.buffer.write(mended.data)
        elif mended.data != data:
            write_file(Path(each.file), mended.data)
    note(f"{many(len(articles), 'article')}: {total} mended.")
    return 0


def _accepted(options: argparse.Namespace, finding: "Finding") -> bool:
    if finding.fix == "safe" or (options.unsafe and options.yes):
        return finding.fix != "no"
    if not options.unsafe:
        return False
    from kgraph.cli._terminal import visible

    print(visible(f"{finding.file}:{finding.line} {finding.code} {finding.message}"), file=sys.stderr)
    print(visible(f"  {finding.hint}? [y/N] "), end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
