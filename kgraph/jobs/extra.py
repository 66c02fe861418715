"""What needs the libraries of the extra `enrich`, and says so before it begins."""

from kgraph.errors import UsageError


def need_extra(what: str) -> None:
    """See that the libraries of the extra `enrich` are there; `what` is what needs them, as a sentence begins with it.

    Errors: `UsageError`, which says how to install them.
    """
    from kgraph.enrich import missing

    if lacking := missing():
        raise UsageError(f"{what} needs {' and '.join(lacking)}. Install: pip install 'kgraph[enrich]'.")
