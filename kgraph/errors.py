"""The exception tree.

Only a caller's mistake, unreadable input or a broken environment raises. A flaw in an article is a
`kgraph.model.Problem`, never an exception; what is left over is our own bug (`InternalError`).

A message is one line, ``name:line:column: what is wrong (found X, expected Y). What to do.``
"""


class KgraphError(Exception):
    """Everything kgraph raises on purpose. `exit_code` is what the command line ends with."""

    exit_code = 3


class UsageError(KgraphError):
    """The caller asked for something that cannot be meant: unknown format, query, option value."""

    exit_code = 2


class InputError(KgraphError):
    """Input that cannot be read: a missing path, no permission, an unknown suffix, binary bytes."""


class OutputError(KgraphError):
    """Output that cannot be written: disk full, read-only folder."""


class QueryError(KgraphError):
    """A SPARQL query that is broken, refused or stopped; says which, and where it is broken."""

    exit_code = 2


class QueryTimeout(QueryError):
    """A query that ran past its deadline or its memory cap and was stopped."""

    exit_code = 3


class StoreError(KgraphError):
    """The store cannot be used: absent, damaged, or written by a newer kgraph."""


class StoreLocked(StoreError):
    """Another run holds the store. The message names it."""

    exit_code = 4


class NetworkError(KgraphError):
    """A server that was named does not answer, or not as it ought to. The message names it."""

    exit_code = 5


class PluginError(KgraphError):
    """A plug-in that another package brings cannot be used. The message names both."""


class InternalError(KgraphError):
    """A broken invariant of kgraph's own: please report it."""

    exit_code = 70
