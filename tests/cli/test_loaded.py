"""What commands load before they begin: libraries that are for other work cost each call."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import clean_environment

_FRAMES = 'import os\nopen(os.environ["MET"], "a").write("met")\n__version__ = "2.2.0"\n'
"""In place of pandas: says that it was imported."""


def _asked(folder: Path, code: str, **environment: str) -> str:
    env = clean_environment(folder) | environment
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=True)  # fmt: skip
    return done.stdout.splitlines()[-1]


@pytest.mark.usefixtures("article")
def test_a_build_has_no_data_frames(tmp_path: Path) -> None:
    """Nor does it keep them from who imports them later."""
    (tmp_path / "frames").mkdir()
    (tmp_path / "frames/pandas.py").write_text(_FRAMES, encoding="utf-8")
    met = tmp_path / "met"
    path = os.pathsep.join((str(tmp_path / "frames"), clean_environment(tmp_path)["PYTHONPATH"]))
    code = "from kgraph.cli import run\nrun(['build', 'post.md'])\nimport os; print(os.path.exists('met'))\nimport pandas; print(os.path.exists('met'))"
    assert _asked(tmp_path, code, PYTHONPATH=path, MET=str(met)) == "True"
    met.unlink()
    assert _asked(tmp_path, code.rpartition("\n")[0], PYTHONPATH=path, MET=str(met)) == "False"


@pytest.mark.usefixtures("article")
def test_a_question_needs_no_arrow(tmp_path: Path) -> None:
    _asked(tmp_path, "from kgraph.cli import run\nrun(['build', 'post.md'])\nprint()")
    code = "import sys\nfrom kgraph.cli import run\nrun(['query', 'sites-by-claims'])\nprint('pyarrow' in sys.modules)"
    assert _asked(tmp_path, code) == "False"
