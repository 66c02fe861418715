"""Foreign parsers' complaints kept off the terminal, where nobody listens for them."""

import logging


def silence(library: str) -> None:
    """Stop `library`'s log records from reaching stderr unasked.

    Python prints warnings of a logger without handlers; a null handler ends that, and whoever has set up
    logging of their own still gets every record.
    """
    logger = logging.getLogger(library)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
