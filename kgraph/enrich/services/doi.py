"""doi.org content negotiation: the registration agency's own record of a DOI, as CSL-JSON.

Source: https://citation.crosscite.org/docs.html
"""

from kgraph.enrich.fields.json_values import parsed
from kgraph.enrich.services.csl import read_csl
from kgraph.observation import Description

BASE_URL = "https://doi.org"
ACCEPT = "application/vnd.citationstyles.csl+json"


def read_record(content: bytes) -> Description | None:
    """The account in a CSL-JSON answer; None for anything else (a landing page, where JSON was asked for)."""
    return read_csl(parsed(content))
