"""No connection to an address that is not public, whatever the URL, the name, the redirect (T7)."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.shared_corpora import ROOT


def _can_unshare() -> bool:
    if not (shutil.which("unshare") and shutil.which("ip")):
        return False
    return subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def world() -> dict[str, Any]:
    if not _can_unshare():
        pytest.skip("no network namespace can be made here (unshare, ip)")
    script = Path(__file__).with_name("ssrf_world.py")
    run = subprocess.run(
        ["unshare", "-rn", sys.executable, str(script)],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_the_trap_is_armed(world: dict[str, Any]) -> None:
    assert world["armed"] >= 1
    assert len(world["forbidden"]) >= 60
    assert len(world["allowed"]) >= 20


def test_nothing_forbidden_is_connected_to(world: dict[str, Any]) -> None:
    assert world["connections"] == []
    answered = {url: told for url, told in world["forbidden"].items() if told.startswith("answered")}
    assert answered == {}


def test_what_public_hosts_name_is_not_asked_either(world: dict[str, Any]) -> None:
    """Their robots.txt and favicon sent on, and whatever else a page can name."""
    assert world["robots"] == world["favicon"] == "refused: private address"
    assert world["named by pages"] == ["alive"] * 4


def test_refusals_say_why(world: dict[str, Any]) -> None:
    for address in ("127.0.0.1", "10.0.0.1", "169.254.169.254"):
        assert world["forbidden"][f"http://{address}/"] == "refused: private address"
    assert world["forbidden"]["http://public.example:22/"] == "refused: port 22"
    assert world["forbidden"]["http://public.example@127.0.0.1/"] == "refused: credentials in the address"


def test_what_is_allowed_passes(world: dict[str, Any]) -> None:
    assert {url: told for url, told in world["allowed"].items() if not told.startswith("answered 200")} == {}


def test_a_name_cannot_change_under_way(world: dict[str, Any]) -> None:
    first, second, asked = world["rebinding"]
    assert first == "answered 200"
    assert second == "refused: private address"
    assert asked == 2, "each connection goes to the address that was checked"


def test_a_named_host_is_let_through_alone(world: dict[str, Any]) -> None:
    assert world["let through"] == "answered 200"
    assert all(told.startswith("refused") for told in world["not let through"])
