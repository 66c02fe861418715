"""`kgraph serve`: the explorer and the SPARQL endpoint on this machine."""

import argparse
import signal

from kgraph.cli._config import add_store
from kgraph.cli._numbers import positive, whole

_EPILOG = """\
examples:
  kgraph serve                              http://127.0.0.1:8321/
  kgraph serve --port 0 --open              a free port, opened in the browser
  kgraph serve --watch posts/ --open        articles are read again as they change, and the page follows
  kgraph serve --cors https://yasgui.org    let one foreign page ask

The endpoint is /sparql, the JSON API is below /api/. Only this machine can connect; nothing can be changed.
A build that ends while the server runs is picked up by the next question.
"""


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    command = commands.add_parser(
        "serve", help="look at the graph in a browser; SPARQL endpoint", description="Serve the explorer, a JSON API and a SPARQL 1.1 endpoint, read-only.",
        epilog=_EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    command.add_argument("--port", type=whole(0, 65_535), metavar="PORT", default=None, help="default: 8321; 0 takes a free one")  # fmt: skip
    command.add_argument("--host", metavar="ADDRESS", default="127.0.0.1", help="default: 127.0.0.1, which only this machine can reach")  # fmt: skip
    command.add_argument("--timeout", type=positive(86_400, " seconds"), metavar="S", default=None, help="seconds before a query is stopped (default: 30)")  # fmt: skip
    command.add_argument("--cors", action="append", default=[], metavar="ORIGIN", help="a foreign page that may ask, such as https://example.org; may be repeated")  # fmt: skip
    command.add_argument("--watch", nargs="+", default=[], metavar="ARTICLE", help="files and folders to read into the store as they change, as kgraph build does")  # fmt: skip
    command.add_argument("--open", action="store_true", help="open the page in the browser")
    add_store(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    from kgraph.cli._terminal import note
    from kgraph.serve import Settings, serve

    running = False

    def pressed(number: int, frame: object) -> None:
        """A signal that the server does not hear itself: before it runs it is a stop, while it ends it is one too many."""
        if not running:
            raise KeyboardInterrupt

    def ready(url: str) -> None:
        nonlocal running
        running = True
        note(f"{options.store} on {url}   SPARQL: {url}sparql   stop: Ctrl-C")
        if options.open:
            import webbrowser

            webbrowser.open(url)

    timeout_s = options.timeout if options.timeout is not None else 30.0
    port = options.port if options.port is not None else 8321
    settings = Settings(host=options.host, port=port, timeout_s=timeout_s, cors=tuple(options.cors), watch=tuple(options.watch))  # fmt: skip
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, pressed)
    serve(options.store, settings, ready=ready, said=note)
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)  # which the interpreter leaves alone until it is gone
    return 0
