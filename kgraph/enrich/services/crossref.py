"""Crossref: the record of a journal article, book or preprint by its DOI, with notices of retraction.

Source: https://api.crossref.org/swagger-ui/index.html, `GET /works/{doi}`.
"""

from kgraph.enrich.fields.json_values import at, parsed
from kgraph.enrich.services.csl import read_csl
from kgraph.observation import Description

BASE_URL = "https://api.crossref.org"


def read_work(content: bytes) -> Description | None:
    """The account in an answer of `/works/{doi}`; None for any other body."""
    return read_csl(at(parsed(content), "message"))
