"""Console blocks of the docs: commands after `$ `, and the output that must follow them."""

import re
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEREDOC = re.compile(r"<<'?(\w+)'?")


@dataclass(frozen=True, slots=True)
class Step:
    command: str
    output: str


def steps(page: Path) -> list[Step]:
    """Every command of `page`, in order, with what the page says it prints."""
    found = []
    for block in _BLOCK.findall(page.read_text(encoding="utf-8")):
        lines = block.split("\n")
        i = 0
        while i < len(lines):
            if not lines[i].startswith("$ "):
                i += 1
                continue
            command = [lines[i][2:]]
            here = _HEREDOC.search(lines[i])
            i += 1
            if here:
                while lines[i] != here[1]:
                    command.append(lines[i])
                    i += 1
                command.append(lines[i])
                i += 1
            output = []
            while i < len(lines) and not lines[i].startswith("$ "):
                output.append(lines[i])
                i += 1
            found.append(Step("\n".join(command) + "\n", "\n".join(output).strip("\n")))
    return found
