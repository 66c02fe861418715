"""The pipeline a competent person would first write: markdown-it-py tokens, pysbd sentences, an rdflib graph.

It does the work kgraph does on the corpus of this folder: every convention there, and the same kinds of facts
(claims with text, section, support and span; markers; reference entries; sources and sites; problems), found
by plain regular expressions. It is right on this corpus only; kgraph reads far more, and is timed doing so.
"""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pysbd  # type: ignore[import-untyped]
import tldextract
import yaml
from bibtexparser.entrypoint import parse_file
from markdown_it import MarkdownIt
from rdflib import RDF, XSD, Dataset, Graph, Literal, Namespace, URIRef

SCHEMA = Namespace("https://schema.org/")
CITO = Namespace("http://purl.org/spar/cito/")
KG = Namespace("https://w3id.org/kgraph/ns#")
OA = Namespace("http://www.w3.org/ns/oa#")
C4O = Namespace("http://purl.org/spar/c4o/")
BIRO = Namespace("http://purl.org/spar/biro/")
DCTERMS = Namespace("http://purl.org/dc/terms/")
BASE = "https://w3id.org/kgraph/"

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_LIST = re.compile(
    r"^(#+ )?\**(References|Citations|Works cited|Bibliography|参考文献)\**[:：]?\s*$", re.MULTILINE
)
_ENTRY = re.compile(
    r"^(?:\[\^?(?P<a>\d+)\]:?|\[\\\[(?P<b>\d+)\\\]\]\(|(?P<c>\d+)\.)(?P<rest>.*?(?P<url>https?://[^\s)>\]]+).*)$",
    re.MULTILINE,
)
_MARKER = re.compile(
    r"\[\[(?P<anchor>\d+)\]\(#[^)]*\)\]|\[\^(?P<foot>\d+)\]|<sup>(?P<sup>[^<]*)</sup>|\[(?P<keys>@[^\]]+)\]"
    r"|\[\\\[(?P<passage>\d+)\\\]\]\((?P<target>[^)]*)\)|\[(?P<name>[^\[\]\\]+)\]\((?P<link>https?:[^)]*)\)"
    r"|\[(?P<plain>\d+(?:, ?\d+)*)\]|(?<=[a-z)]\.)(?P<digits>\d{1,2})(?=\s|$)"
)
_CLOSING = re.compile(rf"(?<=[.!?。])(?:{_MARKER.pattern})$")
_BRACKETS = re.compile(r"\[([^\[\]]+)\]\([^)]*\)")
_QUOTED = re.compile(r'"([^"]+)"')
_DOI = re.compile(r"https?://doi\.org/(10\.\S+)")
_ARXIV = re.compile(r"https?://arxiv\.org/abs/([\d.]+)")
_KINDS = {"li": "item", "td": "cell", "th": "head", "blockquote": "quote"}
_SITE = tldextract.TLDExtract(suffix_list_urls=())


@dataclass
class Article:
    """What is known while one article is read."""

    iri: URIRef
    text: str
    graph: Graph
    sources: dict[str, URIRef] = field(default_factory=dict)
    entries: dict[str, URIRef] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)
    problems: int = 0

    def add(self, subject: URIRef, predicate: URIRef, value: Any) -> None:
        self.graph.add((subject, predicate, value if isinstance(value, URIRef | Literal) else Literal(value)))

    def span(self, subject: URIRef, start: int, end: int) -> None:
        self.add(subject, OA.start, start)
        self.add(subject, OA.end, end)

    def problem(self, code: str, message: str, start: int, end: int) -> None:
        self.problems += 1
        node = URIRef(f"{self.iri}#p{self.problems}")
        self.add(node, RDF.type, KG.Problem)
        self.add(node, SCHEMA.isPartOf, self.iri)
        self.add(node, KG.code, code)
        self.add(node, KG.severity, "warning")
        self.add(node, SCHEMA.description, message)
        self.add(node, KG.line, self.text.count("\n", 0, start) + 1)
        self.add(node, KG.column, start - self.text.rfind("\n", 0, start))
        self.span(node, start, end)


def run(paths: list[Path], out: Path) -> int:
    """Write the quads of all articles to `out`; how many there were."""
    parser = MarkdownIt("commonmark").enable("table")
    splitters = {language: pysbd.Segmenter(language=language, clean=False) for language in ("en", "zh")}
    dataset = Dataset()
    for path in paths:
        data = path.read_bytes()
        iri = URIRef(f"{BASE}a/{path.name}")
        article = Article(iri, data.decode(), dataset.graph(iri))
        _article(article, path, data)
        body = _references(article, path)
        _claims(article, parser, splitters["zh" if "。" in body else "en"], body)
    dataset.serialize(str(out), format="nquads", encoding="utf-8")
    return len(dataset)


def _article(article: Article, path: Path, data: bytes) -> None:
    article.add(article.iri, RDF.type, SCHEMA.Article)
    article.add(article.iri, KG.path, path.name)
    article.add(article.iri, KG.sha256, hashlib.sha256(data).hexdigest())
    article.add(article.iri, SCHEMA.encodingFormat, "text/markdown")
    if heading := re.search(r"^# (.*)", article.text, re.MULTILINE):
        article.add(article.iri, SCHEMA.name, heading[1])


def _references(article: Article, path: Path) -> str:
    """Record the reference list, by its heading or as the last numbered lines; the text with it blanked."""
    text = article.text
    if front := _FRONT.match(text):
        named = yaml.safe_load(front[1]).get("bibliography")
        for position, entry in enumerate(parse_file(str(path.parent / named)).entries, 1):
            fields = {f.key: f.value for f in entry.fields}
            node = _entry(article, entry.key, position, fields["url"], fields["title"], entry.raw or "", 0, 0)
            article.add(node, KG.file, named)
            article.add(node, DCTERMS.date, fields["year"])
            article.add(node, KG.authors, fields["author"])
        text = " " * front.end() + text[front.end() :]
    headings = list(_LIST.finditer(text))
    found = list(_ENTRY.finditer(text, headings[-1].end() if headings else 0))
    for position, match in enumerate(found, 1):
        label = match["a"] or match["b"] or match["c"]
        url = match["url"].rstrip(".,")
        accessed = re.search(r"accessed (\w+ \d+, \d{4})", match["rest"])
        node = _entry(article, label, position, url, _title(match["rest"]), match[0], *match.span())
        if accessed:
            article.add(node, KG.accessed, accessed[1])
    if not headings and not found:
        return text
    start = headings[-1].start() if headings else found[0].start()
    return text[:start]


def _title(entry: str) -> str:
    if quoted := _QUOTED.search(entry):
        return quoted[1]
    linked = [text for text in _BRACKETS.findall(entry) if "://" not in text]
    title: str = linked[0] if linked else re.sub(r"https?://\S+|<[^>]*>", "", entry).strip(" -.,[]()")
    return title.split(": ", 1)[-1]


def _entry(
    article: Article, label: str, position: int, url: str, title: str, printed: str, start: int, end: int
) -> URIRef:
    node = URIRef(f"{article.iri}#r{position}")
    source = _source(article, url, title)
    article.sources[label], article.entries[label] = source, node
    article.add(node, RDF.type, BIRO.BibliographicReference)
    article.add(node, SCHEMA.isPartOf, article.iri)
    article.add(node, KG.list, 1)
    article.add(node, SCHEMA.position, position)
    article.add(node, KG.label, label)
    article.add(node, DCTERMS.bibliographicCitation, printed)
    article.add(node, BIRO.references, source)
    if title:
        article.add(node, DCTERMS.title, title)
    article.span(node, start, end)
    return node


def _source(article: Article, url: str, title: str) -> URIRef:
    source = URIRef(url)
    doi, arxiv = _DOI.match(url), _ARXIV.match(url)
    article.add(source, RDF.type, SCHEMA.ScholarlyArticle if doi or arxiv else SCHEMA.WebPage)
    article.add(source, SCHEMA.url, Literal(url, datatype=XSD.anyURI))
    if title:
        article.add(source, SCHEMA.name, title)
    if doi or arxiv:
        name = f"doi:{doi[1]}" if doi else f"arxiv:{url.rpartition('/')[2]}"
        article.add(source, SCHEMA.identifier, name)
    domain = _SITE(url).top_domain_under_public_suffix
    site = URIRef(f"{BASE}site/{domain}")
    article.add(source, SCHEMA.isPartOf, site)
    article.add(site, RDF.type, SCHEMA.WebSite)
    article.add(site, SCHEMA.name, domain)
    return source


def _claims(article: Article, parser: MarkdownIt, splitter: Any, body: str) -> None:
    sections: list[str] = []
    level, position, cursor = 0, 0, 0
    kind = "paragraph"
    for token in parser.parse(body):
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type.endswith("_open"):
            kind = _KINDS.get(token.tag, kind if token.tag == "p" else "paragraph")
        elif token.type == "inline" and level:
            sections = [*sections[: level - 1], token.content]
        elif token.type == "inline" and kind != "head":
            sentences = _sentences(splitter, token.content)
            closing = _CLOSING.search(sentences[-1])
            alone = closing and not any(_MARKER.search(sentence) for sentence in sentences[:-1])
            carried = (
                [label for m in _MARKER.finditer(closing[0]) for label in _labels(m)]
                if closing and alone
                else []
            )
            for sentence in sentences:
                start = article.text.find(sentence.strip(), cursor)
                cursor = max(cursor, start)
                if _claim(article, sentence, start, position + 1, kind, sections, carried):
                    position += 1
    for label in article.entries.keys() - article.cited:
        article.problem("never-cited", f"reference {label} is never cited", 0, 0)


def _sentences(splitter: Any, text: str) -> list[str]:
    """The sentences of a block, markers in them; pysbd does not split where one is glued to the stop."""
    plain = _MARKER.sub(lambda m: m[0] if m["name"] else " " * len(m[0]), text)
    ends, at = [], 0
    for sentence in splitter.segment(plain):
        at = max(plain.find(sentence, at), at) + len(sentence)
        ends.append(at)
    return [text[a:b] for a, b in zip([0, *ends], [*ends[:-1], len(text)], strict=False)]


def _labels(marker: re.Match[str]) -> list[str]:
    if marker["link"]:
        return [marker["link"]]
    if marker["keys"]:
        return re.findall(r"@([\w:-]+)", marker["keys"])
    return re.findall(r"\d+", next(g for g in marker.groups() if g))


def _shown(marker: re.Match[str]) -> str:
    """What a reader still reads where the marker stood."""
    return marker["name"] or ""


def _claim(
    article: Article,
    sentence: str,
    start: int,
    position: int,
    kind: str,
    sections: list[str],
    carried: list[str],
) -> bool:
    words = _MARKER.sub(_shown, sentence).replace("**", "").split()
    text = " ".join(words).replace(" .", ".")
    if len(text.split()) < (1 if "。" in text else 3):
        return False
    found = list(_MARKER.finditer(sentence))
    claim = URIRef(f"{article.iri}#c-{hashlib.sha256(text.encode()).hexdigest()[:12]}")
    article.add(claim, RDF.type, SCHEMA.Claim)
    article.add(claim, SCHEMA.text, text)
    article.add(claim, SCHEMA.isPartOf, article.iri)
    article.add(claim, SCHEMA.position, position)
    article.add(claim, KG.support, KG.cited if found else KG.carried if carried else KG.uncited)
    for label in carried if not found else ():
        if label in article.sources:
            article.add(claim, KG.carriedFrom, article.sources[label])
    article.add(claim, KG.block, kind)
    if sections:
        article.add(claim, KG.section, " › ".join(sections))
    article.span(claim, start, start + len(sentence.strip()))
    for match in found:
        _marker(article, claim, match, start)
    return True


def _marker(article: Article, claim: URIRef, match: re.Match[str], start: int) -> None:
    node = URIRef(f"{article.iri}#m{start + match.start()}")
    labels = _labels(match)
    if match["link"] and match["link"] not in article.sources:
        article.sources[match["link"]] = _source(article, match["link"], "")
    if match["link"]:
        article.add(node, CITO.cites, article.sources[match["link"]])
    span = start + match.start(), start + match.end()
    known = all(label in article.sources for label in labels)
    article.add(node, RDF.type, C4O.InTextReferencePointer)
    article.add(node, C4O.hasContent, match[0])
    article.add(node, C4O.hasContext, claim)
    article.add(node, KG.status, KG.resolved if known else KG.dangling)
    article.span(node, *span)
    if match["target"] and ":~:text=" in match["target"]:
        _passage(article, claim, node, match["target"])
    for label in labels:
        if label in article.sources:
            article.cited.add(label)
            article.add(claim, CITO.cites, article.sources[label])
            article.add(article.iri, CITO.cites, article.sources[label])
            if label in article.entries:
                article.add(node, C4O.denotes, article.entries[label])
        else:
            article.problem("dangling-marker", f"{match[0]} names no reference", *span)


def _passage(article: Article, claim: URIRef, marker: URIRef, target: str) -> None:
    """The passage a marker quotes, as an annotation of its source."""
    selector, specific, annotation = (URIRef(f"{marker}-{part}") for part in "qte")
    article.add(marker, KG.passage, selector)
    article.add(selector, RDF.type, OA.TextQuoteSelector)
    article.add(selector, OA.exact, target.partition(":~:text=")[2].replace("%20", " "))
    article.add(specific, RDF.type, OA.SpecificResource)
    article.add(specific, OA.hasSource, URIRef(target.partition("#")[0]))
    article.add(specific, OA.hasSelector, selector)
    article.add(annotation, RDF.type, OA.Annotation)
    article.add(annotation, OA.hasBody, claim)
    article.add(annotation, OA.hasTarget, specific)
