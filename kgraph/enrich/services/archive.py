"""Internet Archive: the kept copy of a page that is gone.

Source: https://archive.org/help/wayback_api.php
"""

import re

from kgraph.enrich.fields.clean import clean
from kgraph.enrich.fields.json_values import at, parsed
from kgraph.observation import Description

BASE_URL = "https://archive.org"


def read_availability(content: bytes) -> Description | None:
    """The nearest kept copy in an availability answer; None where it names none."""
    copy = at(parsed(content), "archived_snapshots", "closest")
    address = clean(at(copy, "url"), 4_000)
    stamp = at(copy, "timestamp")
    if at(copy, "available") is not True or address is None or at(copy, "status") not in ("200", 200):
        return None
    if not re.match(r"https?://web\.archive\.org/web/\d{4,14}/", address):
        return None
    address = re.sub(r"^http:", "https:", address)
    day = (
        f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"
        if isinstance(stamp, str) and re.match(r"\d{8}", stamp)
        else None
    )
    return Description(archived=address, notes=(f"kept-on: {day}",) if day else ())
