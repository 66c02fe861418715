"""What measures the cases (bench/mutation.py) finds the words, takes them away, and sees what no case notices."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.shared_corpora import ROOT

sys.path.insert(0, str(ROOT / "bench"))

from _alternatives import alternatives, makes_no_difference, without
from _lexicons import entries, without_entry
from _words import deletions, without_word


@pytest.mark.parametrize(
    ("pattern", "rest"),
    [
        ("a|bc|d", ["bc|d", "a|d", "a|bc"]),
        ("x(?:a|b)y", ["x(?:b)y", "x(?:a)y"]),
        ("(?P<n>a|b)|c", ["(?P<n>b)|c", "(?P<n>a)|c", "c", "(?P<n>a|b)"]),
        (r"[a|b]|\||c", [r"\||c", "[a|b]|c", r"[a|b]|\|"]),
        ("[]|]|a", ["a", "[]|]"]),
        ("[^]|]x", []),
        ("(?i:a|b)(?=c|d)", ["(?i:b)(?=c|d)", "(?i:a)(?=c|d)", "(?i:a|b)(?=d)", "(?i:a|b)(?=c)"]),
        ("(?:a|)b", ["(?:)b"]),
        ("(x)?(?(1)a|b)", []),
    ],
)
def test_alternatives(pattern: str, rest: list[str]) -> None:
    re.compile(pattern)
    assert [without(pattern, each) for each in alternatives(pattern)] == rest


@pytest.mark.parametrize(
    ("pattern", "word", "flags", "whole", "same"),
    [
        (r"(?:\d+|12|ab)c", "12", 0, True, True),
        (r"(?:\d+|12|ab)c", "ab", 0, True, False),
        ("(?:the|The)c", "The", re.IGNORECASE, True, True),
        ("(?:the|The)c", "The", 0, True, False),
        ("x(?:re|ref)", "ref", 0, False, True),
        ("x(?:re|ref)", "ref", 0, True, False),
        ("x(?:ref|re)", "re", 0, False, False),
        ("x(?:re|ref)y", "ref", 0, False, False),
        ("x(?:re|ref)+", "ref", 0, False, False),
        ("a(?!b)|ab", "ab", 0, False, False),
        (r"(a)(?:\1|a)c", "a", 0, True, False),
    ],
)
def test_what_provably_makes_no_difference(
    pattern: str, word: str, flags: int, whole: bool, same: bool
) -> None:
    [each] = [a for a in alternatives(pattern) if pattern[a.start : a.end] == word]
    assert makes_no_difference(pattern, each, flags, whole=whole) is same


_SOURCE = '''"""A page | of words."""
import re
_HEAD = "red|green"
_NAMES = frozenset({"elm", "oak"})
_COLOURS = re.compile(rf"(?:{_HEAD}|blue) (?:x|y{_HEAD})", re.IGNORECASE)
_LIST = """one|two
three""".replace("\\n", "|").split("|")
_MONTHS = {"mai": 5, "juin": 6}
__all__ = ["find", "other"]
def find(text: "str | None", kind: str):
    """Finds | it."""
    return kind in ("a", "b") or text.startswith(("c", "d")) or re.search("p|q", text)
'''


def test_words_of_a_python_file(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text(_SOURCE, encoding="utf-8")
    found = deletions([file])
    members, parts = "elm oak mai juin a b c d", "red green {_HEAD} blue x y{_HEAD} one two three p q"
    assert sorted(d.word for d in found) == sorted(f"{members} {parts}".split())
    assert {d.word: d.line for d in found}["three"] == 7
    without_each = {}
    for each in found:
        names: dict[str, object] = {}
        exec(compile(without_word(each), "a.py", "exec"), names)
        without_each[each.word] = names
    assert without_each["red"]["_HEAD"] == "green"
    assert without_each["oak"]["_NAMES"] == {"elm"}
    assert without_each["blue"]["_COLOURS"] == re.compile("(?:red|green) (?:x|yred|green)", re.IGNORECASE)
    assert without_each["y{_HEAD}"]["_COLOURS"] == re.compile("(?:red|green|blue) (?:x)", re.IGNORECASE)
    assert without_each["two"]["_LIST"] == ["one", "", "three"]
    assert without_each["mai"]["_MONTHS"] == {"juin": 6}
    assert "('b',)" in ast.unparse(without_word(next(d for d in found if d.word == "a")))


def test_words_of_a_lexicon(tmp_path: Path) -> None:
    file = tmp_path / "nl.toml"
    file.write_text(
        'access = ["geraadpleegd", "bekeken|gezien op"]\n[months]\njanuari = 1\n', encoding="utf-8"
    )
    found = {each.word: each for each in entries(file)}
    assert list(found) == ["geraadpleegd", "bekeken|gezien op", "bekeken", "gezien op", "januari"]
    assert found["januari"].line == 3
    for word, rest in (
        ("geraadpleegd", {"access": ["bekeken|gezien op"], "months": {"januari": 1}}),
        ("bekeken", {"access": ["geraadpleegd", "gezien op"], "months": {"januari": 1}}),
        ("januari", {"access": ["geraadpleegd", "bekeken|gezien op"], "months": {}}),
    ):
        lexicon = tomllib.loads(file.read_text(encoding="utf-8"))
        without_entry(found[word], lexicon)
        assert lexicon == rest


_PLANTED = """
import ast, re, sys
sys.path[:0] = ["bench", "."]
from pathlib import Path
import mutation
from _fresh import SAME, DIFFERS, BROKEN, Change, House, Pattern, Reading, outcomes, recorded
from tests.extract import case_file
from tests.extract.case_file import Case
import tempfile

house = House(mutation.PACKAGE)
text = "Elms die [1].\\n\\n## References\\n\\n1. Elms, https://example.org/elms\\n"
case = Case(name="", intent="", rules=(), article=text, beside={}, expected={"claims": "cited marker-in-sentence [1] Elms die."})
with tempfile.TemporaryDirectory() as folder, recorded() as patterns:
    article = case_file.lay_out(case, Path(folder))
    reading = Reading(text, mutation._extracts(article, case.expected, case_file.render))
    house.load()
    assert reading.holds()
    brackets = next(p for p in patterns if p.text == r"\\[([^\\[\\]]{1,600})\\]")
    model, spans = mutation.PACKAGE / "model.py", mutation.PACKAGE / "spans.py"
    crash = spans.read_text(encoding="utf-8") + "\\nSourceText.from_bytes = None"
    changes = [
        Change(),
        Change(pattern=brackets),
        Change(file=model, tree=lambda: ast.parse("raise ValueError")),
        Change(file=spans, tree=lambda: ast.parse(crash)),
    ]
    print([code for _, code in sorted(outcomes(house, [reading], changes, 2))])
"""


def test_a_change_is_noticed_or_not() -> None:
    run = subprocess.run([sys.executable, "-c", _PLANTED], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)  # fmt: skip
    assert run.stdout.strip() == "[0, 10, 11, 10]", run.stderr


@pytest.mark.parametrize("what", [["--deletions", "2"], ["--disable", "1"]])
def test_it_counts(what: list[str]) -> None:
    command = [
        sys.executable,
        "bench/mutation.py",
        *what,
        "--family",
        "text",
        "--seed",
        "2",
        "--at-least",
        "101",
    ]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 1, run.stderr
    assert re.search(rf"^{what[1]} \S.* of \d+, \d+ cases: a case notices \d", run.stdout, re.MULTILINE), (
        run.stdout
    )
