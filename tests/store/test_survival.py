"""What happens to the graph when a build is killed, cannot write, or finds its files damaged (T4, T5, T6, T13)."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

import kgraph
from kgraph.errors import StoreError, StoreLocked
from kgraph.store import Reader, Writer, census
from tests.shared_corpora import ROOT

_ARTICLES = 60
_ROUNDS = float(os.environ.get("SURVIVAL_ROUNDS", "1"))
"""How often to kill and to damage, as a multiple of what the gate does; docs/reliability.md has what more gave."""


def _write_articles(folder: Path, *, word: str = "first") -> None:
    folder.mkdir(exist_ok=True)
    for i in range(_ARTICLES):
        claims = "".join(
            f"The {word} fact number {n} of article {i} stands here [{n % 3 + 1}]. " for n in range(30)
        )
        entries = "".join(f"[{n}] [Source {n}](https://example.org/{(i * n) % 50})\n" for n in (1, 2, 3))
        (folder / f"{i}.md").write_text(
            f"# Article {i}\n\n{claims}\n\n## References\n\n{entries}", encoding="utf-8"
        )


def _environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("KGRAPH")} | {"PYTHONPATH": str(ROOT)}


def _quads(store: Path) -> set[str]:
    return {line for line in kgraph.open_graph(store).quads() if "/run/last>" not in line}


def _build(folder: Path, *, wait: bool = True) -> "subprocess.Popen[str]":
    run = subprocess.Popen(
        [sys.executable, "-m", "kgraph", "build", "posts", "--workers", "1"], cwd=folder, env=_environment(), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    if wait:
        run.wait(timeout=60)
    return run


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all articles and their store; tests that begin with one copy it."""
    folder = tmp_path_factory.mktemp("whole")
    _write_articles(folder / "posts")
    assert _build(folder).returncode == 0
    return folder


@pytest.fixture(scope="module")
def expected(whole: Path) -> set[str]:
    return _quads(whole / ".kgraph")


_OFTEN = "import sys\nfrom kgraph import cli\nfrom kgraph.jobs import build\nbuild.CHECKPOINT_S = 0.02\nsys.exit(cli.run(sys.argv[1:]))"
"""kgraph, committing every few articles: else no small build would be killed between two commits."""


_HEADS_OF_A_SHARD = 40_000
"""What its files take before there is a row in them: ten of Parquet, each with its schema."""


def test_killed_builds_go_on(expected: set[str], tmp_path: Path) -> None:
    _write_articles(tmp_path / "posts")
    rng = random.Random(7)
    began = time.monotonic()
    assert _build(tmp_path).returncode == 0
    whole_s = time.monotonic() - began
    size = _size(tmp_path / ".kgraph")
    killed = partial = 0
    for _ in range(round(10 * _ROUNDS)):
        if killed % 3 == 0:
            shutil.rmtree(tmp_path / ".kgraph", ignore_errors=True)
        run = subprocess.Popen(
            [sys.executable, "-c", _OFTEN, "build", "posts", "--workers", "1"], cwd=tmp_path, env=_environment(),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        with suppress(subprocess.TimeoutExpired):
            run.wait(rng.uniform(0.1, whole_s * 1.5))
        killed += run.poll() is None
        with suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
        run.wait(timeout=20)
        if (tmp_path / ".kgraph" / "current").exists():
            held = _quads(tmp_path / ".kgraph")
            assert held <= expected, "never a foreign quad"
            graphs = set(map(_graph, held))
            assert held == {q for q in expected if _graph(q) in graphs}, "never half an article"
            partial += held != expected
    assert killed >= 3
    assert partial >= 1, "some were killed between two commits"
    done = _build(tmp_path)
    assert done.returncode == 0
    assert _quads(tmp_path / ".kgraph") == expected
    generations = [p for p in (tmp_path / ".kgraph").iterdir() if p.name.startswith("gen-")]
    assert len(generations) <= 2, "what killed runs left behind is cleared away"
    shards = list((tmp_path / ".kgraph" / "shards").iterdir())
    assert len(shards) <= 10, "few, however often it was committed"
    assert _size(tmp_path / ".kgraph") <= 1.1 * size + len(shards) * _HEADS_OF_A_SHARD


def _graph(quad: str) -> str:
    return quad[quad.rindex("<") :]


def _size(store: Path) -> int:
    """Bytes on disk, hard links counted once."""
    files = {(s.st_dev, s.st_ino): s.st_size for p in store.rglob("*") if (s := p.stat()) and p.is_file()}
    return sum(files.values())


def test_a_replaced_article_leaves_nothing(expected: set[str], tmp_path: Path) -> None:
    _write_articles(tmp_path / "posts", word="second")
    assert _build(tmp_path).returncode == 0
    assert not _quads(tmp_path / ".kgraph") & {q for q in expected if "fact number" in q}
    _write_articles(tmp_path / "posts")
    assert _build(tmp_path).returncode == 0
    assert _quads(tmp_path / ".kgraph") == expected


def test_one_of_many_runs(tmp_path: Path) -> None:
    """Twenty at once: whoever finds the store locked says so (by whom, once the other run wrote it down), and changes nothing."""
    _write_articles(tmp_path / "posts")
    runs = [_build(tmp_path, wait=False) for _ in range(20)]
    codes = []
    for run in runs:
        _, err = run.communicate(timeout=120)
        codes.append(run.returncode)
        if run.returncode == 4:
            assert re.fullmatch(
                r"kgraph: \.kgraph: locked by (process \d+|another run)\. Wait .*\.\n", err
            ), err
        else:
            assert (run.returncode, err) == (0, "")
    assert 0 in codes
    assert 4 in codes
    assert _build(tmp_path).returncode == 0


def test_a_locked_store_is_told_at_once(tmp_path: Path) -> None:
    _write_articles(tmp_path / "posts")
    with Writer(tmp_path / ".kgraph"):
        began = time.process_time()
        for _ in range(20):
            with pytest.raises(StoreLocked):
                kgraph.build([str(tmp_path / "posts")], store=tmp_path / ".kgraph")
        assert time.process_time() - began < 1, "no article is read first"


@pytest.mark.parametrize("kilobytes", [1, 16, 64, 256, 1024])
def test_writes_that_fail(expected: set[str], tmp_path: Path, kilobytes: int) -> None:
    _write_articles(tmp_path / "posts", word="second")
    for path in sorted((tmp_path / "posts").iterdir())[5:]:
        path.unlink()
    assert _build(tmp_path).returncode == 0
    before = _quads(tmp_path / ".kgraph")
    _write_articles(tmp_path / "posts")
    code = f"import resource, signal, sys\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, ({kilobytes * 1024},) * 2)\nfrom kgraph.cli import run\nsys.exit(run(['build', 'posts', '--workers', '1']))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in run.stderr
    if run.returncode == 0:
        assert kilobytes >= 256
        return
    assert run.returncode == 3, run.stderr
    assert run.stderr.count("\n") == 1, run.stderr
    assert _quads(tmp_path / ".kgraph") == before, "the old graph is intact"
    assert _build(tmp_path).returncode == 0
    assert _quads(tmp_path / ".kgraph") == expected


def test_damaged_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Flips, cut ends, removals and swaps of any file of a store: the right answer, or one line that says what to do.

    `bench/damage.py` does it with many more, with real processes and with the cache of what was fetched.
    """
    monkeypatch.chdir(tmp_path)
    _write_articles(tmp_path / "posts")
    for path in sorted((tmp_path / "posts").iterdir())[8:]:
        path.unlink()
    for _ in range(2):  # so that there is an older generation, which no damage may bring back
        assert _build(tmp_path).returncode == 0
        whole = kgraph.open_graph(tmp_path / ".kgraph").query("coverage-by-article")
        quads = _quads(tmp_path / ".kgraph")
        (tmp_path / "posts/0.md").write_text("Something new [1].\n\n[1] https://example.org/new\n")
    copy = tmp_path / "copy"
    shutil.copytree(tmp_path / ".kgraph", copy)
    after = _quads_built(copy)
    shutil.rmtree(copy)
    rng = random.Random(3)
    told: Counter[str] = Counter()
    silent: Counter[str] = Counter()
    for _ in range(round(60 * _ROUNDS)):
        shutil.copytree(tmp_path / ".kgraph", copy)
        what = _damage(copy, rng)
        for step, ask, right in (
            ("query", lambda: kgraph.open_graph(copy).query("coverage-by-article", timeout_s=8), whole),
            ("export", lambda: _quads(copy), quads),
            ("build", lambda: _quads_built(copy), after),
        ):
            try:
                answer = ask()
            except StoreError as error:
                told[step] += 1
                assert re.fullmatch(
                    r"[^\n]*(?:damaged|newer|older|no store)[^\n]*kgraph build[^\n]*", str(error)
                ), error
            else:
                silent[step] += 1
                assert answer == right, f"{step} after {what}"
        shutil.rmtree(copy)
    assert min(told[step] for step in ("query", "export", "build")) >= 9 * _ROUNDS
    print(f"told {dict(told)}, answered rightly {dict(silent)}")


def _quads_built(store: Path) -> set[str]:
    """What a store holds after a build of `posts`, of which one article has changed."""
    article = Path("posts/1.md")
    before = article.read_text()
    article.write_text("Something else [1].\n\n[1] https://example.org/else\n")
    try:
        kgraph.build("posts", store=store, workers=1)
    finally:
        article.write_text(before)
    return _quads(store)


@pytest.mark.parametrize("table", ["claims", "graphs", "files", "markers"])
def test_a_flipped_byte_of_a_table_is_told(whole: Path, tmp_path: Path, table: str) -> None:
    """Whoever needs the table is told which one it is; who does not need it has the right answer."""
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    store = tmp_path / ".kgraph"
    [victim] = store.glob(f"shards/*/{table}.parquet")
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.write_bytes(data)
    told = rf"store damaged \(000001-[0-9a-f]{{8}}/{table}\.parquet is not as it was written\).*kgraph build"
    with pytest.raises(StoreError, match=told):
        census(store)
    with Reader(store) as reader, pytest.raises(StoreError, match=told):
        list(reader.rows(table, ("article",)))


def _damage(store: Path, rng: random.Random) -> str:
    """Damage one file of a store, or two that change places; what was done."""
    names = ("LOCK", "lock", "LOG")
    files = sorted(p for p in store.rglob("*") if p.is_file() and p.name not in names and p.stat().st_size)
    kind = rng.choice(sorted({p.suffix or p.name for p in files}))
    victim = rng.choice([p for p in files if (p.suffix or p.name) == kind])
    data = bytearray(victim.read_bytes())
    how = rng.choice(("flip", "flips", "cut", "remove", "swap"))
    if how == "cut":
        del data[rng.randrange(len(data)) :]
    elif how == "swap":
        other = rng.choice(files)
        data, swapped = bytearray(other.read_bytes()), data
        other.write_bytes(swapped)
    else:
        for _ in range(1 if how == "flip" else 20):
            data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    if how == "remove":
        victim.unlink()
    else:
        victim.write_bytes(data)
    return f"{how} {victim.relative_to(store)}"


_MOUNTED = """
set -e
mount -t tmpfs -o size={size}k none store
"$0" -m kgraph build first --store store/kg --workers 1 || true
{then}
set +e
"$0" -m kgraph build posts --store store/kg --workers 1; echo "code $?"
"$0" -m kgraph query coverage-by-article --store store/kg; echo "code $?"
mount -o remount,rw,size=100m store
"$0" -m kgraph build posts --store store/kg --workers 1; echo "code $?"
"$0" -m kgraph query coverage-by-article --store store/kg
"""


def _may_mount() -> bool:
    if not (shutil.which("unshare") and shutil.which("mount")):
        return False
    probe = "mount -t tmpfs none /mnt"
    return (
        subprocess.run(["unshare", "-rm", "sh", "-c", probe], capture_output=True, check=False).returncode
        == 0
    )


@pytest.mark.skipif(not _may_mount(), reason="a file system of one's own cannot be mounted here")
@pytest.mark.parametrize(
    ("size", "then", "words"),
    [
        (280, "true", "No space left on device"),
        (180, "true", "No space left on device"),
        (100_000, "mount -o remount,ro store", "Read-only file system"),
    ],
)
def test_a_file_system_that_takes_no_more(tmp_path: Path, size: int, then: str, words: str) -> None:
    """A small disk that fills up, and one that becomes read-only: the old graph answers, and a second run goes on."""
    _write_articles(tmp_path / "posts")
    (tmp_path / "first").mkdir()
    shutil.copy(tmp_path / "posts/0.md", tmp_path / "first/0.md")
    (tmp_path / "store").mkdir()
    run = subprocess.run(
        ["unshare", "-rm", "sh", "-c", _MOUNTED.format(size=size, then=then), sys.executable], cwd=tmp_path, env=_environment(),
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    first, failed, before, again, after = run.stdout.split("code ")[0], *_codes(run.stdout)
    assert "1 new" in first, run.stdout + run.stderr
    assert failed == 3, run.stdout + run.stderr
    [line] = run.stderr.splitlines()
    assert words.lower() in line.lower()
    assert line.startswith("kgraph: store/kg")
    assert before == 0, "the graph that was there still answers"
    assert again == 0
    assert after.count("\n") == _ARTICLES + 2, "the one of before, all the others, and the header"


def _codes(out: str) -> tuple[int, int, int, str]:
    parts = [part.partition("\n") for part in out.split("code ")[1:]]
    codes = [int(number) for number, _, _ in parts]
    return codes[0], codes[1], codes[2], parts[2][2]


def test_readers_keep_their_generation(whole: Path, tmp_path: Path) -> None:
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    with Reader(tmp_path / ".kgraph") as reader:
        before = set(reader.quads())
        _write_articles(tmp_path / "posts", word="second")
        assert _build(tmp_path).returncode == 0
        assert set(reader.quads()) == before
    assert _quads(tmp_path / ".kgraph") != before
