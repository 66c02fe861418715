"""Bytes as characters that a page of HTML holds in a script element: seven bits in each, where base64 has six.

Each is ASCII but for the four that such an element, or whatever counts lines, does not keep as they are: those are U+00B0 to U+00B3. All is
valid UTF-8, no character can end the element or is changed by normalisation, and 100 bytes take 118, where base64 takes 133.
"""

_GROUP = 7
"""Bytes that become `_GROUP + 1` characters."""
_UNKEPT = b"\0\n\r<"
_INSTEAD = "°±²³"
_ABOVE = [bytes(byte >> (place + 1) for byte in range(256)) for place in range(_GROUP)]
"""Of the byte at a place of its group, the bits that end the character at that place."""
_BELOW = [bytes(byte << (6 - place) & 0x7F for byte in range(256)) for place in range(_GROUP)]
"""And those that begin the next character."""


def in_characters(data: bytes) -> str:
    """`data` as characters; who reads them must know how many bytes there were.

    >>> in_characters(b"kgraph")
    '5Yn&\\x0bAP°'
    """
    groups = -(-len(data) // _GROUP)
    padded = data.ljust(groups * _GROUP, b"\0")
    out = bytearray(groups * (_GROUP + 1))
    below = bytes(groups)
    for place in range(_GROUP):
        column = padded[place::_GROUP]
        out[place :: _GROUP + 1] = _either(column.translate(_ABOVE[place]), below)
        below = column.translate(_BELOW[place])
    out[_GROUP :: _GROUP + 1] = below
    text = out.decode("ascii")
    for unkept, instead in zip(_UNKEPT.decode("ascii"), _INSTEAD, strict=True):
        text = text.replace(unkept, instead)
    return text


def _either(one: bytes, other: bytes) -> bytes:
    """The bits of two strings of one length; as whole numbers, since that is quick."""
    return (int.from_bytes(one, "little") | int.from_bytes(other, "little")).to_bytes(len(one), "little")
