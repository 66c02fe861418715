"""A GROBID server that somebody names: a PDF to it, TEI from it.

Only that address is asked, and it is told to ask nobody else (no consolidation). Source:
https://grobid.readthedocs.io/en/latest/Grobid-service/
"""

import os
from dataclasses import dataclass

from kgraph.errors import NetworkError
from kgraph.remote._client import Answer, Client, demand_plain

MAX_TEI_BYTES = 32 * 1024 * 1024
DEADLINE_S = 300.0
"""For one PDF: GROBID itself gives up earlier."""
BUSY_WAIT_S = 5.0
"""GROBID's documentation asks clients to wait for 5 to 10 seconds where all its threads are busy."""
BUSY = frozenset({503})
"""What passes: an inner error (500) comes again for the same PDF."""
_PATH = "/api/processFulltextDocument"
_FIELDS = {"consolidateHeader": "0", "consolidateCitations": "0", "includeRawCitations": "1"}
_NOTHING = 204


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a PDF has no TEI, and what to do."""

    reason: str
    hint: str


class Grobid:
    """Asks the server at `url`. Once it cannot be reached, it is not asked again."""

    def __init__(self, url: str, client: Client) -> None:
        self.url = demand_plain(url).rstrip("/").removesuffix("/api")
        self._client = client
        self._away: Unread | None = None

    def tei(self, data: bytes) -> bytes | Unread:
        """The TEI of a PDF, or why there is none."""
        if self._away is not None:
            return self._away
        boundary = f"kgraph-{os.urandom(16).hex()}"
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Accept": "application/xml"}
        try:
            answer = self._client.ask(
                "POST", self.url + _PATH, data=_form(data, boundary), headers=headers, max_bytes=MAX_TEI_BYTES
            )
        except NetworkError as error:
            unread = Unread(
                f"GROBID gave no answer ({str(error).rstrip('.')})", "Start it, or leave --grobid out"
            )
            if "no whole answer" not in str(error) and "larger than" not in str(error):
                self._away = unread
            return unread
        return _read(answer)


def _read(answer: Answer) -> bytes | Unread:
    if answer.status == _NOTHING:
        return Unread("GROBID found nothing in it", "Have its characters recognised first (OCR)")
    if not answer.ok:
        return Unread(
            f"GROBID could not read it ({answer.why()})", "Leave it out, or read its text without --grobid"
        )
    if not answer.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or "html" in answer.media_type:
        return Unread(
            f"GROBID's answer is no XML (found {answer.media_type or 'no media type'})", "Check the address"
        )
    return answer.body


def _form(data: bytes, boundary: str) -> bytes:
    """The form that GROBID reads (RFC 7578): the PDF, and what is asked."""
    mark = f"--{boundary}\r\nContent-Disposition: form-data; "
    fields = "".join(f'{mark}name="{name}"\r\n\r\n{value}\r\n' for name, value in _FIELDS.items())
    head = f'{mark}name="input"; filename="article.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
    return b"".join((fields.encode(), head.encode(), data, f"\r\n--{boundary}--\r\n".encode()))
