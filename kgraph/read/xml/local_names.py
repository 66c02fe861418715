"""Names of XML without their prefixes; an article has few, many times each."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def local_name(name: str) -> str:
    """The name of an element or an attribute without the prefix of its namespace.

    >>> local_name("w:p"), local_name("article")
    ('p', 'article')
    """
    return name.rpartition(":")[2]
