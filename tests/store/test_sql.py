"""SQL of users: what it may not reach, what stops it, and what it is told (T11)."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import kgraph
from kgraph.errors import KgraphError, QueryError, QueryTimeout, StoreError
from kgraph.store import Limits, Tables, parse_query
from kgraph.store.results import FORMATS, render
from tests.shared_corpora import ROOT
from tests.tables import parts

TEXT = """\
Elms grow by the river [1]. Oaks fall in autumn [2]. Nobody knows why.

## References

1. [Elms, a history](https://elms.example.org/p/1)
2. [The oak](https://elms.example.org/p/2)
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    return parts.tables(tmp_path_factory.mktemp("parts"), [kgraph.extract_text(TEXT)])


@pytest.fixture(scope="module")
def tables(files: Mapping[str, Any]) -> Iterator[Tables]:
    with Tables(files, limits=Limits(timeout_s=10)) as tables:
        yield tables


def _ask(tables: Tables, sql: str) -> list[Any]:
    return tables.ask(parse_query("mine", sql, "sql")).rows


def _answers(tables: Tables) -> bool:
    return [tuple(row) for row in _ask(tables, "SELECT count(*) FROM claims")] == [(3,)]


def test_rows_have_types(tables: Tables) -> None:
    sql = """-- column source (IRI): the source
SELECT
  c.source, count(*) AS n, 0.50 AS half, 1.5::DOUBLE AS number, true AS yes, NULL AS nothing, ['a', 'b'] AS names,
  DATE '2026-01-02' AS day, TIMESTAMP '2026-01-02 03:04:05' AS moment, {'a': 1} AS record, 'x'::BLOB AS bytes, 1 AS n
FROM citations AS c
GROUP BY 1
ORDER BY 1
LIMIT 1"""
    result = tables.ask(parse_query("mine", sql, "sql"))
    [row] = result.terms
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert row["source"] == {"type": "uri", "value": "https://elms.example.org/p/1"}
    assert row["n"] == {"type": "literal", "value": "1", "datatype": xsd + "integer"}
    assert row["half"] == {"type": "literal", "value": "0.5", "datatype": xsd + "decimal"}
    assert row["moment"] == {"type": "literal", "value": "2026-01-02T03:04:05", "datatype": xsd + "dateTime"}
    assert "nothing" not in row
    assert row["names"]["value"] == "a; b"
    assert result.variables[-1] == "n_1", "a name that came before"
    assert (result.rows[0].yes, result.rows[0].number, result.rows[0].bytes) == (True, 1.5, "78")
    assert result.terms[0] == result.terms[0:1][0] == row
    for format in FORMATS:
        assert b"elms.example.org" in render(result, format)


def test_cells_are_quoted(tables: Tables) -> None:
    result = tables.ask(parse_query("mine", "SELECT 'a,b' AS x, E'c\\r' AS y, '\"' AS z, NULL AS w", "sql"))
    assert render(result, "csv") == b'x,y,z,w\n"a,b","c\r","""",\n'


OUTSIDE = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('/proc/self/environ')",
    "SELECT * FROM read_json('/etc/hostname')",
    "SELECT * FROM read_parquet('U/a.parquet')",
    "SELECT * FROM read_csv('U/a.csv')",
    "SELECT * FROM 'U/a.csv'",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM read_duckdb('/tmp/other.db')",
    "SELECT getenv('HOME')",
    "SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')",
    "FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM read_text(''/etc/passwd'')'))",
    "SELECT * FROM connection",
    "SELECT * FROM duckdb_secrets(redact = false)",
    "COPY claims TO 'W/stolen.csv'",
    "COPY (SELECT 1) TO 'U/put'",
    "COPY claims FROM '/etc/passwd'",
    "WITH a AS (COPY (SELECT 1 AS x) TO 'W/written.csv') SELECT * FROM a",
    "WITH a AS (COPY (SELECT 1 AS x) TO 'P' (USE_TMP_FILE false)) SELECT * FROM a",
    "SELECT * FROM query('WITH a AS (COPY (SELECT 1 AS x) TO ''P'' (FORMAT parquet, USE_TMP_FILE false)) SELECT 1')",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO 'W/x.csv'",
    "EXPORT DATABASE 'W/all'",
    "IMPORT DATABASE 'W/all'",
    "ATTACH 'W/new.db'",
    "ATTACH ':memory:' AS other",
    "ATTACH 'U/x.db' AS other (READ_ONLY)",
    "INSTALL httpfs",
    "LOAD httpfs",
    "LOAD 'W/x.duckdb_extension'",
    "FORCE INSTALL spatial FROM 'U'",
    "SET memory_limit = '64GB'",
    "SET enable_external_access = true",
    "RESET lock_configuration",
    "PRAGMA threads = 64",
    "PRAGMA enable_profiling = 'json'",
    "CALL enable_logging(storage = 'file', storage_config = {'path': 'W/log'})",
    "FROM enable_logging('QueryLog', storage = 'file', storage_config = {'path': 'W/log'})",
    "CREATE SECRET (TYPE http, BEARER_TOKEN 'x')",
    "CREATE TABLE mine AS SELECT 1",
    "CREATE TEMP TABLE mine AS SELECT 1",
    "CREATE OR REPLACE VIEW claims AS SELECT 1",
    "CREATE MACRO lower(x) AS 'x'",
    "DROP VIEW claims",
    "INSERT INTO dead VALUES (0, 'x')",
    "WITH a AS (INSERT INTO dead VALUES (0, 'x') RETURNING key) SELECT * FROM a",
    "DELETE FROM dead",
    "PREPARE p AS SELECT 1",
    "BEGIN",
    "COMMIT; DROP VIEW claims",
    "SELECT 1; DROP VIEW claims",
    "VACUUM",
    "CHECKPOINT",
    "USE memory",
    "",
    "-- nothing",
]  # fmt: skip


class _Listener:
    """A socket on loopback that counts who connects."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def connections(self) -> int:
        try:
            self._socket.accept()[0].close()
        except BlockingIOError:
            return 0
        return 1

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[_Listener]:
    listener = _Listener()
    yield listener
    listener.close()


@pytest.mark.parametrize("sql", OUTSIDE)
def test_nothing_leaves_and_nothing_changes(
    tables: Tables, files: Mapping[str, Any], listener: _Listener, tmp_path: Path, sql: str
) -> None:
    part = files["claims"][0][0]
    before = part.read_bytes()
    with pytest.raises(KgraphError) as refused:
        print(
            _ask(
                tables, sql.replace("U", listener.url).replace("W", str(tmp_path)).replace("'P'", f"'{part}'")
            )
        )
    told = str(refused.value)
    assert "\n" not in told
    assert told.endswith(".")
    assert len(told) < 600
    assert "root:" not in told
    assert list(tmp_path.iterdir()) == []
    assert part.read_bytes() == before
    assert listener.connections() == 0
    assert _answers(tables)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the engine's own locks are all there is")
def test_the_kernel_refuses_what_the_engine_would_do(tmp_path: Path) -> None:
    """In the process that asks, without the engine: one file may be read, and nothing else."""
    own, other = tmp_path / "own", tmp_path / "other"
    own.write_text("own")
    other.write_text("other")
    code = f"""
import os
from kgraph.confine import open_only, refuse_connections
assert open_only([{str(own)!r}, {str(tmp_path / "missing")!r}]) and refuse_connections()
assert open({str(own)!r}).read() == "own"
for name, mode in (({str(other)!r}, "r"), ({str(own)!r}, "w"), ({str(own)!r}, "r+"), ({str(tmp_path / "new")!r}, "x"), ("/etc/passwd", "r")):
    try:
        open(name, mode)
    except PermissionError:
        continue
    raise SystemExit(f"opened {{name}} {{mode}}")
for refused in (lambda: os.listdir({str(tmp_path)!r}), lambda: os.unlink({str(own)!r}), lambda: os.rename({str(own)!r}, {str(other)!r}), lambda: os.truncate({str(own)!r}, 0)):
    try:
        refused()
    except PermissionError:
        continue
    raise SystemExit("changed")
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if "AssertionError" in done.stderr:
        pytest.skip("this kernel has no landlock")
    assert (done.returncode, done.stderr) == (0, "")
    assert (own.read_text(), other.read_text()) == ("own", "other")


PASS = [
    "SELECT 'COPY claims TO ''x''' AS words",
    'SELECT text AS "copy" FROM claims',
    "-- DROP VIEW claims\nSELECT 1",
    "SELECT 1 /* ATTACH 'x' */",
    "SELECT 1;",
    "FROM claims",
    "FROM claims SELECT text WHERE support = 'cited'",
    "TABLE claims",
    "VALUES (1), (2)",
    "WITH c AS (SELECT * FROM claims) SELECT count(*) FROM c",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT sum(i) FROM n",
    "SELECT * FROM works",
    "SELECT * FROM statuses",
    "SELECT * FROM latest",
    "SELECT * FROM titles",
    "DESCRIBE claims",
    "SUMMARIZE claims",
    "SHOW TABLES",
    'SELECT "end", "column" FROM problems',
    'SELECT * FROM "references" ORDER BY ALL',
    "SELECT m.text, e FROM markers AS m, unnest(m.entries) AS t(e)",
    "SELECT text, row_number() OVER (ORDER BY position) FROM claims",
    "SELECT regexp_extract(source, '//([^/]+)', 1) FROM sources",
    "SELECT * FROM citations AS b JOIN claims AS c USING (claim)",
    "SELECT list(text) FROM claims GROUP BY support",
    "SELECT json_object('a', 1)",
    "SELECT $1",
    "SELECT sleep_ms(1)",
    "SELECT " + " + ".join(["1"] * 400),
    "SELECT * FROM " + "(SELECT * FROM " * 100 + "claims" + ")" * 100,
]


@pytest.mark.parametrize("sql", [s for s in PASS if s != "SELECT $1"])
def test_what_only_reads_passes(tables: Tables, sql: str) -> None:
    assert isinstance(_ask(tables, sql), list)


BOMBS = {
    "join of joins": "SELECT count(*) FROM range(1000000) a, range(1000000) b",
    "rows without end": "SELECT a.range FROM range(1000000) a, range(1000000) b",
    "sorted without end": "SELECT a.range FROM range(1000000) a, range(1000000) b ORDER BY hash(a.range + b.range)",
    "distinct": "SELECT DISTINCT a.range * 1000000 + b.range FROM range(1000000) a, range(1000000) b",
    "long text": "SELECT repeat('x', 8000000000)",
    "doubled text": "SELECT repeat(repeat(repeat('x', 100000), 1000), 1000)",
    "gathered text": "SELECT string_agg(repeat('x', 1000), '') FROM range(100000000)",
    "gathered list": "SELECT list(range) FROM range(10000000000)",
    "long list": "SELECT range(100000000000)",
    "window": "SELECT list(range) OVER (ORDER BY range) FROM range(10000000)",
    "recursion": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "doubling recursion": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM (SELECT i FROM n UNION ALL SELECT i FROM n)) SELECT count(*) FROM n",
    "sleep": "SELECT sleep_ms(100000000)",
    "regex": "SELECT count(*) FROM range(100000000) WHERE regexp_matches(repeat('a', 200) || range, '(a*)*(a*)*b$')",
    "deep parentheses": "SELECT " + "(" * 100_000 + "1" + ")" * 100_000,
    "deep minus": "SELECT " + "- " * 100_000 + "1",
    "deep not": "SELECT " + "NOT " * 100_000 + "true",
    "deep plus": "SELECT " + "1 + " * 100_000 + "1",
    "deep list": "SELECT " + "[" * 50_000 + "]" * 50_000,
    "deep select": "SELECT * FROM " + "(SELECT * FROM " * 20_000 + "claims" + ")" * 20_000,
    "deep case": "SELECT " + "CASE WHEN true THEN " * 30_000 + "1" + " END" * 30_000,
    "deep union": "SELECT 1 " + "UNION ALL SELECT 1 " * 40_000,
    "deep cast": "SELECT 1" + "::INT" * 100_000,
    "deep with": "WITH a0 AS (SELECT 1 AS x)" + "".join(f", a{i + 1} AS (SELECT x FROM a{i} UNION ALL SELECT x FROM a{i})" for i in range(60)) + " SELECT count(*) FROM a60",
    "many joins": "SELECT count(*) FROM " + ", ".join(f"claims c{i}" for i in range(60)),
    "many columns": "SELECT " + ", ".join(f"{i} AS c{i}" for i in range(60_000)),
    "too long": "SELECT '" + "x" * 2_000_000 + "'",
    "pointer": "SELECT * FROM pandas_scan(1::POINTER)",
    "another pointer": "SELECT * FROM arrow_scan(1::POINTER, 2::POINTER, 3::POINTER)",
    "all types": "SELECT * FROM test_all_types()",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(files: Mapping[str, Any], name: str) -> None:
    with Tables(
        files, limits=Limits(timeout_s=2, memory_bytes=512 * 1024**2, result_bytes=20_000_000)
    ) as tables:
        assert _answers(tables)
        began = time.monotonic()
        try:
            rows = _ask(tables, BOMBS[name])
        except QueryError as error:
            assert "\n" not in str(error)
            assert len(str(error)) < 600
        else:
            assert len(rows) < 500_000
        assert time.monotonic() - began < 6
        assert _answers(tables), "the next question is answered"


def test_counts() -> None:
    assert len(OUTSIDE) >= 40
    assert len(PASS) >= 30
    assert len(BOMBS) >= 30


def test_a_question_is_ended_at_its_deadline_and_its_memory(files: Mapping[str, Any]) -> None:
    with (
        Tables(files, limits=Limits(timeout_s=1)) as tables,
        pytest.raises(QueryTimeout, match="stopped after 1 s"),
    ):
        _ask(tables, BOMBS["sleep"])
    with (
        Tables(files, limits=Limits(memory_bytes=256 * 1024**2)) as tables,
        pytest.raises(QueryTimeout, match="256 MB"),
    ):
        _ask(tables, BOMBS["gathered text"])
    with (
        Tables(files, limits=Limits(result_bytes=1024**2)) as tables,
        pytest.raises(QueryTimeout, match="larger than 1 MB"),
    ):
        _ask(tables, "SELECT range FROM range(10000000)")


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        (
            "SELECT *\nFROM clams",
            r"mine:2:6: Table with name clams does not exist! Did you mean \"claims\"\?",
        ),
        ("SELECT 'ü', tex FROM claims", r"mine:1:13: Referenced column \"tex\" not found"),
        ("SELECT count(*) FROM claims WHERE", r"mine:1:\d+: syntax error at or near"),
        ("SELECT CAST('x' AS INT)", "mine:1:8: Could not convert"),
        ("SELECT 1; SELECT 2", "mine: holds 2 statements"),
        ("DELETE FROM claims", "mine: DELETE is refused: questions only read"),
        ("WITH a AS\n(CoPy (SELECT 1) TO 'x') SELECT 1", "mine:2:2: COPY is refused: questions only read"),
        ("SELECT $what", r"mine: no value for \$what. Declare it: -- param what"),
        ("SELECT now()", "mine: column now.* has times with a zone"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tables: Tables, sql: str, told: str) -> None:
    with pytest.raises(QueryError, match=told):
        _ask(tables, sql)


def test_a_file_that_is_gone_or_broken_is_told(files: Mapping[str, Any], tmp_path: Path) -> None:
    gone = {**files, "claims": [(tmp_path / "none.parquet", frozenset[str]())]}
    with Tables(gone) as tables, pytest.raises(StoreError, match=r"tables cannot be read .*none.parquet"):
        _ask(tables, "SELECT 1")
    whole = files["claims"][0][0].read_bytes()
    broken = tmp_path / "broken.parquet"
    for cut in (whole[: len(whole) // 2], whole[:-1] + b"x", b""):
        broken.write_bytes(cut)
        with Tables({**files, "claims": [(broken, frozenset[str]())]}) as tables, pytest.raises(KgraphError):
            _ask(tables, "SELECT * FROM claims")


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's word is Linux's")
def test_the_process_ends_with_its_parent(files: Mapping[str, Any], tmp_path: Path) -> None:
    parted = {table: [(str(path), sorted(dead)) for path, dead in given] for table, given in files.items()}
    code = f"""
import os, sys
from pathlib import Path
from kgraph.store import Tables, parse_query
tables = Tables({{t: [(Path(p), frozenset(d)) for p, d in given] for t, given in {parted!r}.items()}})
tables.ask(parse_query("one", "SELECT 1", "sql"))
print(tables.pid, flush=True)
tables.ask(parse_query("long", "SELECT count(*) FROM range(1000000) a, range(1000000) b", "sql"))
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    ) as asker:
        assert asker.stdout is not None
        child = int(asker.stdout.readline())
        time.sleep(0.5)
        asker.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while _runs(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(child)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_nothing_is_left_behind(files: Mapping[str, Any]) -> None:
    with Tables(files) as tables:
        assert _answers(tables)
        pid = tables.pid
        assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
