"""What the server says of itself on the terminal: a fault of ours once, in a line; of clients nothing."""

import logging
import re
from pathlib import Path

import pytest
import requests

from kgraph.serve._stop import Faults
from tests.serve.conftest import serving


def test_a_fault_of_ours_is_a_line(store: Path) -> None:
    """A thousand times the same one is one line, no traceback; the client is told that it was us."""
    broken = "import kgraph.serve._api as a; a.questions_row = lambda name: 1 / 0"
    with serving(store, before=broken) as server:
        for _ in range(20):
            assert requests.get(server.url + "api/questions", timeout=10).status_code == 500
        assert requests.get(server.url + "api/status", timeout=10).status_code == 200
    assert server.process.stderr is not None
    said = server.process.stderr.read()
    assert said == "kgraph: a fault of the server's own: ZeroDivisionError: division by zero\n"


def test_faults_are_one_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    log = logging.getLogger("tests.faults")
    with Faults().heard("tests.faults"):
        for error in (
            ValueError("two\nlines \x1b[31m"),
            ConnectionResetError("gone"),
            ValueError("two\nlines \x1b[31m"),
        ):
            try:
                raise error
            except Exception:
                log.exception("in the application")
        log.warning("Invalid HTTP request received.")
        log.error("Traceback (most recent call last):\n  File\nKeyError: 'x'")
    assert re.findall(".*\n", capsys.readouterr().err) == [
        "kgraph: a fault of the server's own: ValueError: two lines \ufffd[31m\n",
        "kgraph: a fault of the server's own: KeyError: 'x'\n",
    ]
    assert log.handlers == []
