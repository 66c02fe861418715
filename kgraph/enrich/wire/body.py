"""The body of an answer, decoded step by step, and no more of it than wanted."""

import hashlib
import zlib

from kgraph.enrich.wire.connect import Answer

_CHUNK = 16 * 1024
_GZIP = zlib.MAX_WBITS | 16


def read_body(raw: Answer, max_bytes: int) -> tuple[bytes, bool]:
    """The decoded body, at most `max_bytes` of it, and whether it was cut.

    Decoded here, with a cap on what each step may give: urllib3 inflates a whole chunk at once, and a
    chunk of a bomb grows a thousandfold. Errors: `zlib.error`, and those of the connection.
    """
    encoding = raw.headers.get("content-encoding", "").strip().lower()
    inflate = None
    if encoding in ("gzip", "x-gzip"):
        inflate = zlib.decompressobj(_GZIP)
    out = bytearray()
    while len(out) <= max_bytes:
        data = raw.raw.read(_CHUNK, decode_content=False)
        if not data:
            break
        if encoding == "deflate" and inflate is None:
            # Some servers send the bare stream where RFC 9110, 8.4.1.2 asks for the zlib format.
            wrapped = data[0] & 0x0F == 8 and int.from_bytes(data[:2]) % 31 == 0
            inflate = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        if inflate is None:
            out += data
            continue
        while data and len(out) <= max_bytes:
            out += inflate.decompress(data, _CHUNK * 4)
            data = inflate.unconsumed_tail
            if inflate.eof:
                break
    return bytes(out[:max_bytes]), len(out) > max_bytes


def digest(content: bytes) -> str:
    """The sha256 of a body."""
    return hashlib.sha256(content).hexdigest()
