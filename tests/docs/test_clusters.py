"""The recipe for Spark is the script that was run."""

from tests.shared_corpora import ROOT


def test_recipe() -> None:
    page = (ROOT / "docs" / "clusters.md").read_text(encoding="utf-8")
    _, code = page.split("```python\n")
    recipe = code.partition("```")[0].rstrip()
    assert recipe in (ROOT / "bench" / "spark_recipe.py").read_text(encoding="utf-8")
