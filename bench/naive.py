"""The pipeline a competent person would first write: markdown-it-py tokens, pysbd sentences, an rdflib graph.

It reads one convention (`[n]` markers and numbered entries), which is less than kgraph does, and writes N-Quads
with the same facts about each claim: text, position, support, sources.
"""

import re
from pathlib import Path

import pysbd
from markdown_it import MarkdownIt
from rdflib import RDF, Dataset, Literal, Namespace, URIRef

SCHEMA = Namespace("https://schema.org/")
CITO = Namespace("http://purl.org/spar/cito/")
KG = Namespace("https://w3id.org/kgraph/ns#")
OA = Namespace("http://www.w3.org/ns/oa#")
C4O = Namespace("http://purl.org/spar/c4o/")
BIRO = Namespace("http://purl.org/spar/biro/")
_MARKER = re.compile(r"\[\[?\^?(\d+)(?:\]\([^)]*\))?\]?\]?|\[@(\w+)[^\]]*\]|<sup>\[(\d+)\][^<]*</sup>")
_ENTRY = re.compile(r"^\[\^?(\d+)\]:?\s+(.*?)(https?://\S+)", re.MULTILINE)


def run(paths: list[Path], out: Path) -> int:
    """Write the quads of all articles to `out`; how many there were."""
    parser = MarkdownIt("commonmark").enable("table")
    splitter = pysbd.Segmenter(language="en", clean=False)
    dataset = Dataset()
    for path in paths:
        text = path.read_text(encoding="utf-8")
        article = URIRef(f"https://w3id.org/kgraph/a/{path.name}")
        graph = dataset.graph(article)
        graph.add((article, RDF.type, SCHEMA.Article))
        sources = {}
        for n, (label, title, url) in enumerate(_ENTRY.findall(text)):
            source = URIRef(url.rstrip(").>"))
            sources[label] = source
            entry = URIRef(f"{article}#r{n}")
            graph.add((entry, RDF.type, BIRO.BibliographicReference))
            graph.add((entry, KG.label, Literal(label)))
            graph.add((entry, BIRO.references, source))
            graph.add((source, SCHEMA.name, Literal(title.strip(" -[]("))))
        position = 0
        section = ""
        heading = False
        for token in parser.parse(text):
            if token.type == "heading_open":
                heading = True
            elif token.type == "heading_close":
                heading = False
            elif token.type == "inline" and heading:
                section = token.content
            elif token.type == "inline":
                for span in splitter.segment(token.content):
                    labels = [a or b or c for a, b, c in _MARKER.findall(span)]
                    claim_text = " ".join(_MARKER.sub("", span).split())
                    if len(claim_text.split()) < 3:
                        continue
                    position += 1
                    claim = URIRef(f"{article}#c{position}")
                    start = text.find(span[:40])
                    graph.add((claim, RDF.type, SCHEMA.Claim))
                    graph.add((claim, SCHEMA.text, Literal(claim_text)))
                    graph.add((claim, SCHEMA.isPartOf, article))
                    graph.add((claim, SCHEMA.position, Literal(position)))
                    graph.add((claim, KG.section, Literal(section)))
                    graph.add((claim, KG.support, KG.cited if labels else KG.uncited))
                    graph.add((claim, OA.start, Literal(start)))
                    graph.add((claim, OA.end, Literal(start + len(span))))
                    for k, label in enumerate(labels):
                        marker = URIRef(f"{claim}m{k}")
                        graph.add((marker, RDF.type, C4O.InTextReferencePointer))
                        graph.add((marker, C4O.hasContext, claim))
                        graph.add((marker, C4O.hasContent, Literal(label)))
                        if label in sources:
                            graph.add((claim, CITO.cites, sources[label]))
    dataset.serialize(str(out), format="nquads", encoding="utf-8")
    return len(dataset)
