"""The process that reads changed articles again: `python -m kgraph.serve._watch STORE ARTICLE…`.

On standard output a line of JSON for each build (`said`, in words for people, and `bad`, a line for each file that was not read),
or for an error (`bad`). It ends when its standard input does, and what it started with it.
"""

import json
import sys
from pathlib import Path

from kgraph.errors import KgraphError
from kgraph.jobs.chosen import Skipped
from kgraph.jobs.summary import Summary
from kgraph.jobs.watch import watch
from kgraph.serve._child import end_with_parent


def main() -> None:
    """Watch until nobody wants it any more."""
    end_with_parent()
    watch(sys.argv[2:], Path(sys.argv[1]), _tell)


def _tell(happened: Summary | KgraphError) -> None:
    if isinstance(happened, KgraphError):
        said, bad = "", [str(happened)]
    else:
        numbers = ((happened.new, "new"), (happened.changed, "changed"), (len(happened.removed), "gone"))
        said = ", ".join(f"{n} {word}" for n, word in numbers if n)
        bad = [_line(skip) for skip in (*happened.skipped, *happened.empty)]
    sys.stdout.write(json.dumps({"said": said, "bad": bad}) + "\n")
    sys.stdout.flush()


def _line(skip: Skipped) -> str:
    """A file that was not read, and why, which may name it."""
    return skip.reason if skip.path in skip.reason else f"{skip.path}: {skip.reason}"


if __name__ == "__main__":
    main()
