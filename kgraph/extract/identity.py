"""The source of an entry: by address or identifier, else by author, title and year, else by its words (semantics, section 7)."""

from collections.abc import Sequence

from kgraph import identifiers
from kgraph import late_re as re
from kgraph.extract.entries.editions import edition_of
from kgraph.extract.entries.surnames import family_name, folded, name_key
from kgraph.identifiers import Identity
from kgraph.model import BibliographyEntry

_YEAR = re.compile(r"(?:1[4-9]|20)\d\d")


def identity_of(
    url: str | None, words: str, authors: Sequence[str], title: str | None, date: str | None
) -> Identity:
    """The source of an entry: by its address or identifier, else by its first author, title and year, else by its words."""
    identity = identifiers.identify(url, words)
    if url or identity.identifiers or not (authors and title and date):
        return identity
    name, year = family_name(authors[0], inverted=False), _YEAR.search(date)
    if not name or not year:
        return identity
    return identifiers.identify_work(name_key(name), folded(title), year[0], edition_of(words))


def identity_of_record(record: BibliographyEntry) -> Identity:
    """The source of a record of a bibliography: its identifiers first."""
    for scheme in ("doi", "arxiv", "pmid", "pmcid", "isbn"):
        if record.identifiers.get(scheme):
            identity = identifiers.identify_key(f"{scheme}:{record.identifiers[scheme]}")
            if identity:
                return identity
    return identifiers.identify_key(record.key) or identity_of(
        record.url, record.text, record.authors, record.title, record.date
    )
