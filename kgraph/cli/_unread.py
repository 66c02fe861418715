"""A store without articles, as `kgraph upgrade` leaves one: its answers are empty, and why is said."""

from pathlib import Path


def say_if_unread(store: str | Path) -> None:
    """Say, for people, that the articles of this store still have to be read. Errors: `StoreError` where it cannot be opened."""
    from kgraph.cli._terminal import note
    from kgraph.store import Reader

    with Reader(store) as reader:
        unread = not reader.has("articles")
    if unread:
        note(f"{store}: no articles are in it. Read them: kgraph build ARTICLES… --store {store}")
