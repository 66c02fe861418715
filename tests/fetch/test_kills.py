"""A run that is killed at any moment leaves whole pages, and the next one makes the folder what it would have been (T4)."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from kgraph.pages import NAME, load
from tests.cli.conftest import Run, clean_environment
from tests.fetch.site import Answer, Site, article

_KILLS = 8
_PAGES = 40


def _state(folder: Path) -> dict[str, object]:
    """What is in a folder, but for when it was asked."""
    rows = json.loads((folder / NAME).read_bytes())["pages"]
    return {p.name: p.read_bytes() for p in folder.glob("*.html")} | {
        "rows": [r | {"time": None} for r in rows]
    }


def test_killed_runs_go_on(site: Site, kgraph: Run, tmp_path: Path) -> None:
    bodies = {f"/{n}": article(f"Page {n}", claim="Words of a page. " * 200) for n in range(_PAGES)}
    site.pages |= {path: Answer(body) for path, body in bodies.items()}
    (tmp_path / "list.txt").write_text("\n".join(map(site.url, bodies)))
    manner = ("--allow-host", site.netloc, "--rate", "200")
    command = [sys.executable, "-m", "kgraph", "fetch", "list.txt", "pages", *manner]
    assert kgraph(*command[3:5], "whole", *manner).returncode == 0
    site.asked.clear()
    rng = random.Random(7)
    for _ in range(_KILLS):
        asked = len(site.asked)
        run = subprocess.Popen(
            command,
            cwd=tmp_path,
            env=clean_environment(tmp_path),
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )
        wanted, deadline = rng.randint(1, 6), time.monotonic() + 20
        while len(site.asked) < asked + wanted and run.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(rng.random() * 0.05)
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        for page in (tmp_path / "pages").glob("*.html"):
            assert page.read_bytes() in bodies.values(), "a page is whole, or not there"
        for row in load(tmp_path / "pages") or ():
            assert row.file is None or (tmp_path / "pages" / row.file).exists()
    done = kgraph(*command[3:])
    assert done.returncode == 0, done.stderr
    assert "resumed" in done.stdout
    assert len(site.asked) <= _PAGES + 1 + _KILLS, "no run asks again for what an earlier one has"
    assert _state(tmp_path / "pages") == _state(tmp_path / "whole")


def test_ctrl_c_keeps_what_there_is(site: Site, tmp_path: Path) -> None:
    site.pages["/a"] = Answer(article("Page a"))
    site.pages["/slow"] = lambda: time.sleep(20) or Answer()  # type: ignore[func-returns-value]
    command = [
        sys.executable,
        "-m",
        "kgraph",
        "fetch",
        site.url("/a"),
        site.url("/slow"),
        "pages",
        "--allow-host",
        site.netloc,
        "--rate",
        "1000",
    ]
    run = subprocess.Popen(command, cwd=tmp_path, env=clean_environment(tmp_path), stderr=subprocess.PIPE)
    while "/slow" not in site.asked:
        time.sleep(0.05)
    time.sleep(1)
    began = time.monotonic()
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=30)
    assert time.monotonic() - began < 10
    assert run.returncode == 130
    assert b"Traceback" not in err
    assert [row.address for row in load(tmp_path / "pages") or ()] == [site.url("/a")]
