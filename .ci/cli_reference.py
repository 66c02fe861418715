"""Prints docs/cli.md: what each command's --help says.

python .ci/cli_reference.py > docs/cli.md
"""

import os
import subprocess
import sys

COMMANDS = (
    "",
    "extract",
    "fetch",
    "build",
    "enrich",
    "query",
    "impact",
    "export",
    "push",
    "serve",
    "upgrade",
    "info",
)

print("# Command line\n")
print(
    "What `kgraph --help` and `kgraph COMMAND --help` say; made by `python .ci/cli_reference.py > docs/cli.md`.\n"
)
print("Exit codes: 0 ok · 1 done, with findings or skipped inputs · 2 usage · 3 input or output impossible ·")
print("4 locked by another run · 5 network · 70 a bug of kgraph's own · 130 stopped by Ctrl-C.\n")
for command in COMMANDS:
    words = [command, "--help"] if command else ["--help"]
    run = subprocess.run(
        [sys.executable, "-m", "kgraph", *words], capture_output=True, text=True, check=True,
        env=os.environ | {"COLUMNS": "100", "NO_COLOR": "1"},
    )  # fmt: skip
    print(f"## kgraph {command}\n".replace(" \n", "\n"))
    print(f"```text\n{run.stdout.rstrip()}\n```\n")
