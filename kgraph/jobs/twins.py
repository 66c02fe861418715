"""Files that may hold one article in two formats, `post.md` and `post.html`: the one that was made of the other is told of it."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kgraph.engine import ArticleFile
from kgraph.read import written_first


def with_twins(articles: Sequence[ArticleFile]) -> Iterator[ArticleFile]:
    """`articles`; of those of a folder that are called alike but for their suffix, all but the first written know that one."""
    by_stem: dict[str, list[ArticleFile]] = {}
    for article in articles:
        by_stem.setdefault(os.path.splitext(article.file)[0], []).append(article)  # noqa: PTH122 - of any length
    for article in articles:
        alike = by_stem[os.path.splitext(article.file)[0]]  # noqa: PTH122
        if len(alike) == 1:
            yield article
            continue
        first = min(alike, key=lambda a: written_first(a.file))
        is_first = written_first(article.file) == written_first(first.file)
        yield article if is_first else replace(article, twin=os.path.basename(first.file))  # noqa: PTH119
