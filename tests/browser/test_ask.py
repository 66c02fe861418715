"""Ready questions answered in both homes; parameters and SPARQL where there is a server."""

import csv
import gzip
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kgraph.export.page import block
from kgraph.jobs.packed import Explorer
from kgraph.store import Reader
from tests.browser.visit import Home, Visit, expect
from tests.serve.conftest import kgraph


def answer(samples: Path, *arguments: str) -> list[list[str]]:
    """What the shell says to the same question."""
    run = kgraph("query", *arguments, "--store", ".kgraph", "--format", "csv", cwd=samples)
    assert run.returncode in (0, 1), run.stderr
    return list(csv.reader(io.StringIO(run.stdout)))


def test_every_ready_question_is_answered(app: Visit, samples: Path) -> None:
    app.open("/ask").shows("Ready questions")
    links = app(".questions li a")
    assert links.count() == 27
    answered = 0
    for i in range(27):
        links.nth(i).click()
        app.shows(links.nth(i).inner_text())
        expect(app(".table-tools p")).to_have_text(re.compile(r"^([\d,]+ rows?\.|Not asked yet: .*)$"))
        assert links.nth(i).get_attribute("aria-current") == "page"
        answered += app("tbody tr").count() > 0
    assert answered > 15


def test_the_answer_is_that_of_the_shell(app: Visit, samples: Path) -> None:
    head, *rows = answer(samples, "sites-by-claims")
    app.open("/ask/sites-by-claims")
    expect(app(".table-tools p")).to_have_text(f"{len(rows)} rows.")
    assert app("thead th").all_inner_texts() == head
    shown = app("tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.innerText))"
    )
    assert shown == rows
    app("details summary").click()
    expect(app("details pre")).to_contain_text("SELECT ?site")
    app("tbody >> text=arxiv.org").click()
    app.shows("arxiv.org", "/site/arxiv.org")


def test_narrow_down_and_keep(app: Visit, samples: Path) -> None:
    app.open("/ask/sites-by-claims")
    app("input[placeholder='narrow down']").fill("arx")
    expect(app("tbody tr")).to_have_count(1)
    with app.page.expect_download() as kept:
        app.page.get_by_role("button", name="CSV").click()
    assert kept.value.suggested_filename == "sites-by-claims.csv"
    with Path(kept.value.path()).open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == answer(samples, "sites-by-claims")


def test_a_question_with_a_parameter(samples: Path, sample_server: str, visit: Callable[..., Visit]) -> None:
    app = visit(Home("server", sample_server)).open("/ask/sources-of-claim")
    app("label.wide:has-text('claim') input").first.fill("steady climb")
    [_, *rows] = answer(samples, "sources-of-claim", "--param", "claim=steady climb")
    assert len(rows) == 1
    expect(app(".table-tools p")).to_have_text("1 row.")
    expect(app("tbody")).to_contain_text("Trends in Atmospheric Carbon Dioxide")
    assert app("thead th").all_inner_texts() == ["claim text", "support", "source", "article"]
    assert "://" not in app("tbody").inner_text()


def test_a_file_says_where_more_can_be_asked(samples: Path, visit: Callable[..., Visit]) -> None:
    app = visit(Home("file", (samples / "graph.html").as_uri())).open("/ask")
    expect(app(".answer")).to_contain_text("With kgraph serve")
    assert app("text=Ask in SPARQL").count() == 0
    app.open("/ask/sparql")
    assert app(".yasgui-box").count() == 0


def test_sparql(sample_server: str, visit: Callable[..., Visit]) -> None:
    app = visit(Home("server", sample_server)).open("/ask")
    app("text=Ask in SPARQL").click()
    app(".yasqe_queryButton").click()
    expect(app(".yasr_results tbody tr")).to_have_count(20)
    expect(app(".yasqe_share")).to_be_hidden()  # its link would not lead to this view
    expect(app(".yasr_results tbody tr").first).to_contain_text("http")
    assert app.route == "/ask/sparql"
    app.page.reload()
    expect(app(".CodeMirror-code")).to_contain_text("schema:Claim")
    app(".start-from select").select_option(label="Which sites back the most claims?")
    expect(app(".CodeMirror-code")).to_contain_text("?site")
    app(".yasqe_queryButton").click()
    expect(app(".yasr_results tbody tr")).to_have_count(19)
    assert any(url.endswith("/sparql") for url in app.requests)


def test_a_wrong_query_gets_its_sentence(sample_server: str, visit: Callable[..., Visit]) -> None:
    app = visit(Home("server", sample_server)).open("/ask/sparql")
    app(".CodeMirror").evaluate(
        "box => box.CodeMirror.setValue('SELECT * WHERE { ?s ?p ?o } ORDER BY nothing()')"
    )
    app(".yasqe_queryButton").click()
    expect(app(".yasr_results")).to_contain_text("query", timeout=10_000)
    app.faults[:] = [fault for fault in app.faults if "400" not in fault]


@pytest.mark.parametrize(
    "name",
    ["claims-without-source", "claims-resting-on-one-publisher", "sources-by-claims", "problems"],
)
def test_what_an_answer_lacks_is_in_a_list(samples: Path, tmp_path: Path, visit: Callable[..., Visit], name: str) -> None:  # fmt: skip
    page = (samples / "graph.html").read_text(encoding="utf-8")
    with Reader(samples / ".kgraph") as reader, Explorer(reader) as explorer:
        answers = json.loads(gzip.decompress(explorer.part("answers")))
    for answer in answers:
        answer["rows"] = answer["rows"][:3]
    packed = block("answers", gzip.compress(json.dumps(answers).encode()))
    part, found = re.subn(
        r'<script type="application/gzip" id="answers"[^<]*</script>', lambda _: packed, page
    )
    assert found == 1
    (tmp_path / "graph.html").write_text(part, encoding="utf-8", newline="")
    [total] = [answer["total"] for answer in answers if answer["name"] == name]
    app = visit(Home("file", (tmp_path / "graph.html").as_uri())).open(f"/ask/{name}")
    expect(app(".table-tools p")).to_have_text(f"{total} rows; the first 3 are here, all of them in a list.")
    with app.page.expect_download() as kept:
        app.page.get_by_role("button", name="CSV").click()
    assert kept.value.suggested_filename == f"{name}-first-3-of-{total}.csv"
    app(".table-tools p a").click()
    expect(app("main h1")).to_have_text(re.compile(f"^{total} "))
