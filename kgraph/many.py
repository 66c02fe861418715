"""A number with what it is of, as people say it."""


def many(count: int, thing: str, more: str = "") -> str:
    """`count` of a thing; `more` is its plural where that is not the thing with an s.

    >>> many(1, "site"), many(2000, "site"), many(0, "entry", "entries")
    ('1 site', '2,000 sites', '0 entries')
    """
    return f"{count:,} {thing if count == 1 else more or f'{thing}s'}"
