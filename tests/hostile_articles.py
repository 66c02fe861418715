"""A store with a payload in every field that an article, its bibliography or an observation can carry."""

import json
import re
from pathlib import Path
from urllib.parse import quote

import kgraph
from kgraph.jobs.enrich import packed_observation
from kgraph.observation import Observation
from kgraph.rdf.observe import snapshot
from kgraph.store import Writer
from tests.payloads import ALL

_PADDING = (
    "Plain words " + "and more plain words " * 60 + "keep a short article from looking like something else."
)


def escaped(text: str) -> str:
    """`text` such that Markdown shows it as it stands."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)


def file_name(number: int) -> str:
    """A file name with the payload in it, as far as a file system allows."""
    name = ALL[number].replace("/", "∕").replace("\0", "␀")
    return f"{number} {name.encode()[:180].decode(errors='ignore')}.md"


def _article(number: int) -> str:
    raw = ALL[number]
    text, field = escaped(raw), json.dumps(raw)
    line = " ".join(raw.splitlines()).strip()
    return f"""---
title: {field}
author: [{field}]
date: {field}
lang: {field}
generator: {field}
model: {field}
url: {field}
bibliography: {number}.bib
---

{_PADDING}

{line}

# Head {text} end

{text} makes a claim stand here [1]. Another one {text} stands there [^{number}-{line.replace("]", "").replace("[", "")}].
[@key{number}] says {text}, and so does [\\[2\\]](https://passage.example/{number}#:~:text={quote(raw)}).

## {text}

- {text} in a list [1][3].

<p title="{line}">{text} in HTML [2].</p>

## References

[1] {text} Author. "{text} in a long title." 2020. https://example.org/{number}?q={quote(raw, safe="<>{}()'=:;,!*")}
[2] [example.com: {text}](https://example.com/{quote(raw)})
[3] <{line.replace(" ", "")}>
[4] {text}. https://example.net/{number}/{re.sub(r"[^!-~]", "", raw)}

[^{number}-{line.replace("]", "").replace("[", "")}]: {text} as a note. https://{number}.example.net/
"""


def _bibliography(number: int) -> str:
    raw = ALL[number].replace("{", "(").replace("}", ")").replace("\0", "")
    return f"@article{{key{number}, title = {{{raw}}}, author = {{{raw} and {raw}}}, journal = {{{raw}}}, year = {{{raw}}}, url = {{https://bib.example/{number}}}}}\n"


def _observations(graph: kgraph.Graph, store: Path) -> None:
    """What a hostile page could say of itself, in each field that is kept."""
    rows = graph.query(
        "SELECT DISTINCT ?s WHERE { ?r <http://purl.org/spar/biro/references> ?s } ORDER BY ?s"
    )
    sources = [str(row.s) for row in rows]
    assert len(sources) > len(ALL)
    with Writer(store) as writer:
        for number, raw in enumerate(ALL):
            seen = Observation(
                about=sources[number], fetcher="page", asked=f"https://asked.example/{number}", status="moved", time="2026-01-01T00:00:00Z",
                final=raw, http_status=200, sha256="0" * 64, title=raw, authors=(raw, raw), date=raw, site=raw, description=raw,
                language=raw, identifiers={"doi": raw}, canonical=raw, archived=raw, notes=(raw,),
            )  # fmt: skip
            kept = snapshot(seen, None)
            writer.observe(kept.iri, packed_observation(seen, kept))
        writer.commit()


def hostile_store(folder: Path) -> Path:
    """Write the articles into `folder`, and build them; the store."""
    articles = folder / "articles"
    articles.mkdir()
    for number in range(len(ALL)):
        (articles / file_name(number)).write_text(_article(number), encoding="utf-8", newline="")
        (articles / f"{number}.bib").write_text(_bibliography(number), encoding="utf-8", newline="")
    store = folder / ".kgraph"
    _observations(kgraph.build([str(articles)], store=store, workers=1), store)
    return store
