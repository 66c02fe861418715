"""Writes docs/audit.md: the page about `kgraph audit`, with a section for each check of the table."""

import sys
from pathlib import Path

from kgraph.audit import CHECKS, Check

_ROOT = Path(__file__).parent.parent
_ON = {
    "on": "By default.",
    "data": "By default, where a store knows of the sources.",
    "asked": "Only where it is asked for.",
}
_FIX = {
    "safe": "`--fix` does it where it knows what to write.",
    "asks": "`--fix --unsafe` asks, where it knows what to write.",
    "no": "A person must.",
}
_PARTS = (
    ("marker-dangling", "Markers"), ("label-duplicate", "Lists, entries and addresses"),
    ("title-differs", "Sources"), ("claim-unsourced", "Claims"), ("ignore-unused", "Comments"),
)  # fmt: skip


def section(check: Check) -> str:
    """The section of one check."""
    return (
        f'### <a id="{check.code}"></a>`{check.code}`\n'
        f"{check.severity.capitalize()}. {check.says}\n\n"
        f"- Found: {check.example}. Not found: {check.not_}.\n"
        f"- To mend it: {check.mend}.\n"
        f"- {_ON[check.on]} {_FIX[check.fix]}\n"
    )


def page() -> str:
    """All of the page: what a person wrote, then the table."""
    head = (_ROOT / ".ci" / "audit_head.md").read_text(encoding="utf-8")
    parts = dict(_PARTS)
    out = [head]
    for check in CHECKS:
        if check.code in parts:
            out.append(f"## {parts[check.code]}\n")
        out.append(section(check))
    return "\n".join(out)


if __name__ == "__main__":
    sys.stdout.write(page())
