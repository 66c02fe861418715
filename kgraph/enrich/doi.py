"""doi.org content negotiation: the registration agency's own record of a DOI, as CSL-JSON.

Source: https://citation.crosscite.org/docs.html
"""

from kgraph.enrich._csl import read_csl
from kgraph.enrich._described import Described
from kgraph.enrich._json import parsed

BASE_URL = "https://doi.org"
ACCEPT = "application/vnd.citationstyles.csl+json"


def read_record(content: bytes) -> Described | None:
    """The account in a CSL-JSON answer; None for anything else (a landing page, where JSON was asked for)."""
    return read_csl(parsed(content))
