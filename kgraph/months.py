"""The months by the names that dates are written with, in the languages of `months.toml`."""

import tomllib
from pathlib import Path

_NAMES: list[list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))[
    "months"
]
MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names}
"""Name or abbreviation, in lower case and without a stop → 1 to 12."""
