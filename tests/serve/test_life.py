"""A server lives beside builds, an empty store, many clients and slow ones; and ends when it is told to."""

import signal
import socket
import statistics
import threading
import time
from pathlib import Path

import requests

from tests.serve.conftest import ARTICLES, Server, below, kgraph, serving

COUNT = {"query": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a <https://schema.org/Claim> }"}


def count(server: Server) -> int:
    reply = requests.get(server.url + "sparql", params=COUNT, timeout=15)
    assert reply.status_code == 200, reply.text
    return int(reply.json()["results"]["bindings"][0]["n"]["value"])


def test_a_build_is_picked_up(tmp_path: Path) -> None:
    (tmp_path / "ice.md").write_text(ARTICLES["ice.md"])
    assert kgraph("build", "ice.md", "--store", "kg", cwd=tmp_path).returncode == 0
    with serving(tmp_path / "kg") as server:
        before = requests.get(server.url + "api/status", timeout=15).json()
        assert count(server) == 4
        (tmp_path / "lakes.md").write_text(ARTICLES["lakes.md"])
        assert kgraph("build", "lakes.md", "--store", "kg", cwd=tmp_path).returncode == 0
        # A graph that loads slowly is not loaded again at once.
        until = time.monotonic() + 60
        while count(server) != 6 and time.monotonic() < until:
            time.sleep(0.2)
        assert count(server) == 6
        after = requests.get(server.url + "api/status", timeout=15).json()
        assert after["generation"] > before["generation"]
        columns = requests.get(server.url + "api/columns", timeout=60).json()
        assert [a[0] for a in columns["articles"]] == ["ice.md", "lakes.md"]
        assert columns["generation"] == after["generation"]


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    with serving(tmp_path / "none") as server:
        page = requests.get(server.url, timeout=15)
        assert page.status_code == 503
        assert "kgraph build" in page.text
        assert requests.get(server.url + "sparql", params=COUNT, timeout=15).status_code == 503
        assert "kgraph build" in requests.get(server.url + "api/claims", timeout=15).json()["error"]
        (tmp_path / "ice.md").write_text(ARTICLES["ice.md"])
        assert kgraph("build", "ice.md", "--store", "none", cwd=tmp_path).returncode == 0
        assert count(server) == 4


def test_a_store_of_an_older_kgraph_is_not_served(tmp_path: Path) -> None:
    older = tmp_path / "kg"
    (older / "gen-000001/db").mkdir(parents=True)
    (older / "current").write_text(f"gen-000001 {'0' * 64}\n")
    run = kgraph("serve", "--port", "0", "--store", "kg", cwd=tmp_path)
    assert (run.returncode, run.stderr.count("\n"), "http://" in run.stderr) == (3, 1, False)
    assert "kg: written by an older kgraph" in run.stderr
    assert "Run kgraph upgrade kg" in run.stderr


def test_many_clients_beside_slow_ones(store: Path) -> None:
    """T10 in small: `bench/serve.py` is the long one."""
    with serving(store) as server:
        slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(300)]
        for connection in slow:
            connection.sendall(b"GET /sparql?query=ASK HTTP/1.1\r\nHost: ")
        late = [_p99_of_eight_clients(server)]
        while late[-1] >= 0.5 and len(late) < 3:  # other work on the machine only ever adds
            late.append(_p99_of_eight_clients(server))
        for connection in slow:
            connection.close()
        assert min(late) < 0.5


def _p99_of_eight_clients(server: Server) -> float:
    """Seconds, of 200 requests; each must be answered."""
    took: list[float] = []
    faults: list[str] = []

    def client() -> None:
        with requests.Session() as session:
            for _ in range(25):
                start = time.perf_counter()
                reply = session.get(server.url + "sparql", params=COUNT, timeout=15)
                took.append(time.perf_counter() - start)
                if reply.status_code != 200:
                    faults.append(reply.text)

    threads = [threading.Thread(target=client) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(took) == 200
    return statistics.quantiles(took, n=100)[98]


def test_a_header_that_never_ends_is_cut(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as raw:
        start = time.monotonic()
        raw.sendall(b"GET / HTTP/1.1\r\nHost: x")
        assert raw.recv(10) == b""
        assert 5 < time.monotonic() - start < 15


def test_ctrl_c_ends_it_well(store: Path) -> None:
    with serving(store) as server:
        requests.get(server.url + "api/columns", timeout=60).raise_for_status()
        assert count(server) == 6
        assert below(server.process.pid)
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(timeout=15) == 0


def test_a_taken_port(server: Server, store: Path) -> None:
    run = kgraph("serve", "--port", str(server.port), "--store", str(store), cwd=store.parent)
    assert run.returncode == 2
    assert "--port" in run.stderr
    assert run.stderr.count("\n") == 1


def test_pages_of_the_api_hold_every_row_once(server: Server) -> None:
    found: list[str] = []
    where: str | None = "/api/claims?limit=4"
    while where:
        page = requests.get(server.url.rstrip("/") + where, timeout=15).json()
        found += [row["claim"] for row in page["claims"]]
        where = page["next"]
    assert len(found) == len(set(found)) == 6
    cited = requests.get(
        server.url + "api/claims", params={"source": "https://example.com/ice"}, timeout=15
    ).json()
    assert [row["text"][:10] for row in cited["claims"]] == ["Ice is abo", "Snow insul"]
    assert cited["claims"][0]["sources"] == ["https://example.com/ice", "https://example.org/water"]
    sources = requests.get(server.url + "api/sources", timeout=15).json()["sources"]
    assert {row["source"]: row["claims"] for row in sources} == {
        "https://example.com/ice": 2,
        "https://example.net/unused": 0,
        "https://example.org/water": 2,
    }


def test_the_api_says_what_it_does_not_take(server: Server) -> None:
    for path in (
        "claims?limit=x",
        "claims?limit=99999",
        "claims?colour=red",
        "claims?support=strong",
        "sources?offset=-1",
    ):
        reply = requests.get(server.url + "api/" + path, timeout=15)
        assert reply.status_code == 400
        assert path.split("?")[1].split("=")[0] in reply.json()["error"]
    assert requests.get(server.url + "api/nothing", timeout=15).status_code == 404
    assert requests.get(server.url + "api/article?path=none.md", timeout=15).status_code == 404


def test_an_article_with_its_text(server: Server) -> None:
    detail = requests.get(server.url + "api/article", params={"path": "ice.md"}, timeout=15).json()
    assert detail["text"] == ARTICLES["ice.md"]
    assert [detail["text"][m[0] : m[1]] for m in detail["markers"]] == ["[1]", "[1]", "[2]", "[3]"]
    assert [p[0] for p in detail["problems"]] == ["marker-dangling"]
