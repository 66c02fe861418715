"""What becomes of damaged stores and caches: flips, cut ends, removals and swaps, each followed by what people do.

    $ python bench/damage.py [--damages 600] [--seed 1] [--only cache]

A store of eight articles, enriched from servers on this machine, is copied, one of its files is damaged, and then it is
asked, exported, built into (with an article that changed), and, where the cache was hit, enriched from it without a
network; all by real processes. Every answer must be that of the whole store, or one line that says what to do (exit
code 3). Prints how many were which, and everything that was neither: wrong answers, code 70, tracebacks, processes that
hung or were left behind.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

ARTICLES = 8
TIMEOUT_S = 90.0
_TOLD = ("damaged", "no store", "newer kgraph", "older kgraph")
_OBSERVED = b"/obs/"


class Page(BaseHTTPRequestHandler):
    """A page with a title."""

    def do_GET(self) -> None:
        body = f"<title>Page of {self.path}</title><p>Words.".encode()
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@dataclass(slots=True)
class Tally:
    """What the damages came to."""

    right: int = 0
    told: int = 0
    faults: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)


def write_articles(folder: Path, host: str, *, changed: bool = False) -> None:
    folder.mkdir(exist_ok=True)
    for i in range(ARTICLES):
        word = "changed" if changed and i == 3 else "first"
        claims = "".join(
            f"The {word} fact number {n} of article {i} stands here [{n % 3 + 1}]. " for n in range(20)
        )
        entries = "".join(f"[{n}] [Source {n}](http://{host}/{i * n % 11})\n" for n in (1, 2, 3))
        (folder / f"{i}.md").write_text(
            f"# Article {i}\n\n{claims}\n\n## References\n\n{entries}", encoding="utf-8"
        )


def run(place: Path, *arguments: str) -> tuple[int, bytes, str]:
    """Exit code, output and messages of one kgraph; the code is -99 where it hung, -98 where it left processes."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kgraph", *arguments], cwd=place, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True, env={k: v for k, v in os.environ.items() if not k.startswith("KGRAPH")},
    )  # fmt: skip
    try:
        out, err = process.communicate(timeout=TIMEOUT_S)
        code = process.returncode
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        return -99, out, err.decode("utf-8", "replace")
    for _ in range(20):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return code, out, err.decode("utf-8", "replace")
        time.sleep(0.05)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    return -98, out, err.decode("utf-8", "replace")


def damage(store: Path, rng: random.Random, *, cache: bool) -> str:
    """Damage one file of the store, or two that change places; what was done."""
    files = [
        p for p in sorted(store.rglob("*")) if p.is_file() and p.name.startswith("fetched.sqlite") == cache
    ]
    # Each kind of file as often as any other: there are many tables, and one manifest.
    kinds = sorted({p.suffix or p.name for p in files})
    kind = rng.choice(kinds)
    victim = rng.choice([p for p in files if (p.suffix or p.name) == kind])
    data = bytearray(victim.read_bytes())
    how = rng.choice(("flip", "flips", "cut", "remove", "swap", "empty", "longer"))
    match how:
        case "flip" | "flips" if data:
            for _ in range(1 if how == "flip" else 20):
                data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        case "cut" if data:
            del data[rng.randrange(len(data)) :]
        case "longer":
            data += bytes(rng.randrange(1, 100))
        case "empty":
            data.clear()
        case "swap":
            other = rng.choice(files)
            swapped = other.read_bytes()
            other.write_bytes(bytes(data))
            data = bytearray(swapped)
    if how == "remove":
        victim.unlink()
    else:
        victim.write_bytes(bytes(data))
    return f"{how} {victim.relative_to(store)}"


def claims_of(quads: bytes) -> set[bytes]:
    """Those of the quads that articles make, not the network."""
    return {q for q in quads.splitlines() if _OBSERVED not in q[q.rindex(b" <") :]}


def check(
    tally: Tally, what: str, step: str, result: tuple[int, bytes, str], is_right: Callable[[bytes], bool]
) -> bool:
    """Count one answer; whether it was one."""
    code, out, err = result
    if code in (0, 1) and is_right(out):
        tally.right += 1
        return True
    if code == 3 and err.count("\n") == 1 and "Traceback" not in err and any(word in err for word in _TOLD):
        tally.told += 1
        return False
    name = {-99: "hung", -98: "left processes", 0: "wrong answer", 1: "wrong answer"}.get(
        code, f"code {code}"
    )
    tally.faults.append(f"{what}: {step}: {name} {err.strip()[-300:]!r}")
    tally.kinds[f"{step}: {name}"] += 1
    return False


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--damages", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--only", choices=("store", "cache"), help="what to damage (default: the cache in one of six)"
    )
    options = parser.parse_args()
    rng = random.Random(options.seed)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_port}"
    tally = Tally()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        write_articles(place / "posts", host)
        whole = place / "whole"
        for arguments in (
            ("build", "posts"),
            ("enrich", "--allow-host", host, "--rate", "1000", "--deadline", "2"),
        ):
            code, _, err = run(place, *arguments, "--store", "whole")
            if code != 0:
                sys.exit(f"the store could not be made: {err}")
        questions = ("coverage-by-article", "sources-by-status")
        expected = {q: run(place, "query", q, "--format", "csv", "--store", "whole")[1] for q in questions}
        quads = run(place, "export", "-", "--format", "nq", "--store", "whole")[1]
        write_articles(place / "posts", host, changed=True)
        shutil.copytree(whole, place / "kg")
        run(place, "build", "posts", "--store", "kg")
        after = run(place, "export", "-", "--format", "nq", "--store", "kg")[1]
        assert quads != after
        shutil.rmtree(place / "kg")
        for number in range(options.damages):
            shutil.copytree(whole, place / "kg")
            cache = options.only == "cache" or (options.only is None and number % 6 == 0)
            what = damage(place / "kg", rng, cache=cache)
            question = rng.choice(questions)
            asked = run(place, "query", question, "--format", "csv", "--timeout", "8", "--store", "kg")
            check(tally, what, "query", asked, lambda out, question=question: out == expected[question])
            exported = run(place, "export", "-", "--format", "nq", "--store", "kg")
            check(tally, what, "export", exported, lambda out: out == quads)
            if cache:
                replayed = run(place, "enrich", "--offline", "--store", "kg")
                again = run(place, "export", "-", "--format", "nq", "--store", "kg")[1]
                check(
                    tally,
                    what,
                    "enrich --offline",
                    replayed,
                    lambda _, again=again: claims_of(again) == claims_of(quads),
                )
            else:
                built = run(place, "build", "posts", "--store", "kg")
                again = (
                    run(place, "export", "-", "--format", "nq", "--store", "kg") if built[0] == 0 else built
                )
                if check(tally, what, "build", built, lambda _: True):
                    check(tally, what, "build, then export", again, lambda out: out == after)
            shutil.rmtree(place / "kg")
    for fault in tally.faults:
        print(fault)
    print(
        f"{options.damages} damages in {time.monotonic() - began:.0f} s: {tally.right} answers right, {tally.told} told as damaged, {len(tally.faults)} faults"
    )
    for kind, count in tally.kinds.most_common():
        print(f"  {count:4} {kind}")


if __name__ == "__main__":
    main()
