"""What must not stand in a published project: paths of one machine, hosts of one package index."""

import re
import subprocess

import pytest

from tests.shared_corpora import ROOT

_MACHINE = re.compile(r"(?<![\w.~)])/(?:work|root|home|Users)/[A-Za-z.][\w.-]*")
_INDEX = re.compile(
    r"\b(?:https?|git\+\w+|file):/|--(?:extra-)?index-url|--find-links|--trusted-host|^\s*-[if]\s",
    re.MULTILINE,
)
_LOCKS = re.compile(
    r"(?:^|/)(?:constraints|requirements)[^/]*\.txt$|\.lock$|(?:^|/)package-lock\.json$|(?:^|/)\.npmrc$|(?:^|/)pip\.conf$"
)


def _tracked() -> list[str]:
    run = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout.splitlines()


def _faults(name: str, text: str) -> list[str]:
    found = [f"{name}: {m[0]}" for m in _MACHINE.finditer(text)]
    if _LOCKS.search(name):
        found += [f"{name}: {m[0]}" for m in _INDEX.finditer(text)]
    return found


def test_no_machine_and_no_index() -> None:
    found = []
    for name in _tracked():
        if name == "tests/house/test_words.py" or not (ROOT / name).is_file():
            continue
        found += _faults(name, (ROOT / name).read_bytes().decode("utf-8", "replace"))
    assert found == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("README.md", "see /work/main for more"),
        ("kgraph/a.py", 'PLACE = "/home/ada/kgraph"'),
        ("a.toml", "cache = '/root/cache'"),
        (".ci/constraints.txt", "--index-url https://index.example/simple"),
        (".ci/constraints.txt", "a @ https://index.example/packages/a.whl"),
        ("web/package-lock.json", '"resolved": "https://registry.example/a.tgz"'),
        ("requirements-dev.txt", "-i http://10.0.0.1/simple\n"),
    ],
)  # fmt: skip
def test_the_check_finds_what_is_planted(name: str, text: str) -> None:
    assert len(_faults(name, text)) >= 1


@pytest.mark.parametrize("text", ["https://example.org/work/a", "../home/b", "posts/root/c", "/workers/"])
def test_the_check_spares_what_only_looks_like_it(text: str) -> None:
    assert _faults("README.md", text) == []


def test_every_pin_has_its_hashes() -> None:
    text = (ROOT / ".ci/constraints.txt").read_text(encoding="utf-8")
    pins = re.findall(r"(?m)^([A-Za-z0-9][\w.-]*)(==\S+)?((?: \\\n +--hash=sha256:[0-9a-f]{64})*)", text)
    assert len(pins) > 30
    assert [name for name, version, hashes in pins if not version or not hashes] == []


def test_modules_are_called_what_they_are() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
    assert [n for n in _tracked() if n.startswith("kgraph/") and vague & set(re.split(r"[/._]+", n))] == []
