"""The samples and one more article, in a store that knows what became of some of their sources."""

import shutil
from pathlib import Path

from kgraph.jobs.enrich import packed_observation
from kgraph.observation import Observation
from kgraph.rdf.observe import snapshot
from kgraph.store import Writer
from tests.serve.conftest import kgraph

OUTSIDE = """# Elms [1]

Elms die of a beetle's fungus [2][3]. Nobody knows how many.

## References

1. Elms in cities, 2019, https://trees.example/cities
2. A letter to the editor, unpublished, 1976.
3. https://doi.org/10.5281/zenodo.4711
4. https://trees.example/unused
"""
_PAGE = {"fetcher": "page", "time": "2025-05-01T12:00:00Z"}
SEEN = [
    {"about": "https://arxiv.org/abs/1706.03762", "status": "gone", **_PAGE},
    {"about": "https://arxiv.org/abs/1706.03762", "status": "unknown", "fetcher": "arxiv", "time": "2025-06-01T12:00:00Z"},
    {"about": "https://www.sqlite.org/about.html", "status": "moved", "title": "About SQLite", "date": "2024-01-02", **_PAGE},
    {"about": "https://trees.example/unused", "status": "alive", "title": "Not used", "date": "2020-05", **_PAGE},
    {"about": "https://trees.example/unused", "status": "alive", "title": "Not used at all", "fetcher": "registry", "time": "2024-01-01T00:00:00Z"},
    {"about": "https://gml.noaa.gov/ccgg/trends", "status": "alive", **_PAGE},
    {"about": "https://gml.noaa.gov/ccgg/trends", "status": "unknown", "fetcher": "archive", "time": "2026-01-01T00:00:00Z"},
]  # fmt: skip


def make(samples: Path, folder: Path) -> Path:
    """The store in `folder`, and its page beside it."""
    shutil.copytree(samples / "data", folder / "data")
    (folder / "elms.md").write_text(OUTSIDE)
    assert kgraph("build", "data/articles", "elms.md", "--store", ".kgraph", cwd=folder).returncode == 0
    with Writer(folder / ".kgraph") as writer:
        for each in SEEN:
            observed = Observation(**{"asked": each["about"], **each})  # type: ignore[arg-type]
            kept = snapshot(observed, None)
            writer.observe(kept.iri, packed_observation(observed, kept))
        writer.commit()
    assert kgraph("export", "graph.html", "--store", ".kgraph", cwd=folder).returncode == 0
    return folder
