"""Writes a case from an article: what kgraph finds in it today, to be read and mended by hand.

    python tests/write_case.py ARTICLE --rule markers/parentheses --rule M40 --intent "What the case shows."

The case is named after the article and put in the folder of its rule, `tests/cases/extract/RULE/NAME.case`; with
`--room read`, what the reader makes of the article goes to `tests/cases/read`. `--rule` is given again for the numbers
of `docs/semantics` that the case holds, and for other folders whose rules it holds; `--beside FILE` for files that lie
next to the article, `--each WORD` for words that the case is checked with: each stands for every `{}` of the article.
What is found is printed too.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import case_text  # noqa: E402
from tests.extract import case_file as extracting  # noqa: E402
from tests.read import case_file as reading  # noqa: E402


def main(arguments: list[str] | None = None, cases: Path = case_text.CASES) -> int:
    """Write the case into `cases`; the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("article", type=Path)
    parser.add_argument(
        "--rule",
        action="append",
        required=True,
        help="the folder of the case; again for numbers and folders of rules it holds",
    )
    parser.add_argument("--intent", required=True, help="one line that says what the case shows")
    parser.add_argument("--name", help="the name of the case (that of the article)")
    parser.add_argument("--room", choices=("extract", "read"), default="extract")
    parser.add_argument("--beside", type=Path, action="append", default=[], metavar="FILE")
    parser.add_argument("--each", action="append", default=[], metavar="WORD")
    options = parser.parse_args(arguments)
    name = options.name or options.article.stem
    if taken := [path for path in cases.rglob(f"{name}.case") if path.is_relative_to(cases / options.room)]:
        parser.error(f"{taken[0]} has this name; choose another with --name")
    if case_text.numbers((options.rule[0],)):
        parser.error("the first --rule is the folder of the case")
    if "\n" in options.intent:
        parser.error("the intent is one line")
    article = options.article.read_bytes().decode("utf-8")
    rules, words = tuple(options.rule), tuple(options.each)
    try:
        if options.room == "read":
            if options.beside:
                parser.error("what a reader makes of an article does not depend on files beside it")
            text = reading.write(options.intent, rules, f"{name}{options.article.suffix}", article, words)
        else:
            beside = {path.name: path.read_text(encoding="utf-8") for path in options.beside}
            text = extracting.write(options.intent, rules, article, beside, words)
    except ValueError as error:
        parser.error(str(error))
    file = cases / options.room / rules[0] / f"{name}.case"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode("utf-8"))
    print(f"{text}\n{file}\nRead it, and mend what a careful reader would see differently.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
