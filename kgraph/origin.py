"""Where a page was fetched from: what its file alone does not say."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The address that answered, the digest of what it answered, and the charset that the answer said it is in.

    Links of the page are resolved against `address`; bytes of another `sha256` are not what it answered.
    """

    address: str
    sha256: str
    charset: str | None = None
