"""What must not stand in a published project: paths of one machine, hosts of one package index."""

import re
import subprocess

from tests.shared_corpora import ROOT

_MACHINE = re.compile(r"/(?:work|root|home|Users)/[\w.-]+/")
_INDEX = re.compile(
    r"https?://[^\s\"']*(?:simple/|/packages/|pypi|npm|registry)[^\s\"']*|--(?:extra-)?index-url"
)
_LOCKS = re.compile(r"constraints|requirements|\.lock$|package-lock\.json$")


def _tracked() -> list[str]:
    run = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout.splitlines()


def test_no_machine_and_no_index() -> None:
    found = []
    for name in _tracked():
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        if name == "tests/house/test_words.py":
            continue
        found += [f"{name}: {m[0]}" for m in _MACHINE.finditer(text)]
        if _LOCKS.search(name):
            found += [f"{name}: {m[0]}" for m in _INDEX.finditer(text)]
    assert found == []


def test_modules_are_called_what_they_are() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
    assert [n for n in _tracked() if n.startswith("kgraph/") and vague & set(re.split(r"[/._]+", n))] == []
