"""oEmbed answers: https://oembed.com/, section 2.3.4."""

from kgraph.enrich.fields.clean import MAX_NAME, clean, clean_markup
from kgraph.enrich.fields.json_values import at, parsed
from kgraph.enrich.fields.names import authors_of
from kgraph.observation import Description

_KINDS = {"video": "video"}
_MAX_BYTES = 256 * 1024
"""Any page may name the address of such an answer: what is longer tells nothing that is wanted."""


def read_oembed(content: bytes) -> Description | None:
    """The account in an oEmbed answer; None where it is none or has neither title nor author.

    >>> read_oembed(b'{"type": "video", "version": "1.0", "title": "Cats", "author_name": "Ann Lee"}').kind
    'video'
    """
    answer = parsed(content) if len(content) <= _MAX_BYTES else None
    title = clean_markup(at(answer, "title"))
    author = clean(at(answer, "author_name"), MAX_NAME)
    if not title and not author:
        return None
    return Description(
        title=title,
        authors=authors_of(author),
        site=clean(at(answer, "provider_name"), MAX_NAME),
        kind=_KINDS.get(at(answer, "type")) if isinstance(at(answer, "type"), str) else None,
    )
