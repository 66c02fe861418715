"""The terms the graph is written in: published vocabularies first, `kg:` for the rest."""

from functools import cache
from importlib.resources import files

PREFIXES = {
    "schema": "https://schema.org/",
    "cito": "http://purl.org/spar/cito/",
    "c4o": "http://purl.org/spar/c4o/",
    "biro": "http://purl.org/spar/biro/",
    "doco": "http://purl.org/spar/doco/",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "kg": "https://w3id.org/kgraph/ns#",
}

KINDS = {
    "webpage": "schema:WebPage",
    "paper": "schema:ScholarlyArticle",
    "video": "schema:VideoObject",
    "book": "schema:Book",
    "other": "schema:CreativeWork",
}
"""Kind of source → its class."""

SUPPORTS = {"cited": "kg:cited", "carried": "kg:carried", "none": "kg:uncited"}

TERMS = frozenset(
    [
        "schema:BlogPosting",
        "schema:Article",
        "schema:ScholarlyArticle",
        "schema:WebPage",
        "schema:VideoObject",
        "schema:Book",
        "schema:CreativeWork",
        "schema:Claim",
        "schema:Person",
        "schema:WebSite",
        "schema:name",
        "schema:text",
        "schema:url",
        "schema:isPartOf",
        "schema:position",
        "schema:identifier",
        "schema:encodingFormat",
        "schema:datePublished",
        "schema:inLanguage",
        "schema:author",
        "schema:description",
        "prov:Entity",
        "prov:SoftwareAgent",
        "prov:Activity",
        "prov:wasAttributedTo",
        "prov:startedAtTime",
        "prov:endedAtTime",
        "cito:cites",
        "c4o:InTextReferencePointer",
        "c4o:hasContent",
        "c4o:hasContext",
        "c4o:denotes",
        "biro:BibliographicReference",
        "biro:ReferenceList",
        "doco:Section",
        "biro:references",
        "dcterms:bibliographicCitation",
        "dcterms:title",
        "dcterms:date",
        "oa:exact",
        "oa:Annotation",
        "oa:SpecificResource",
        "oa:TextQuoteSelector",
        "oa:hasBody",
        "oa:hasTarget",
        "oa:hasSource",
        "oa:hasSelector",
        "rdf:type",
        "kg:path",
        "kg:publisher",
        "kg:sha256",
        "kg:tokensIgnored",
        "kg:support",
        "kg:cited",
        "kg:carried",
        "kg:uncited",
        "kg:carriedFrom",
        "kg:rule",
        "kg:block",
        "kg:span",
        "kg:leadIn",
        "kg:parentItem",
        "kg:status",
        "kg:passage",
        "kg:locator",
        "kg:part",
        "kg:refersBackTo",
        "kg:resolved",
        "kg:dangling",
        "kg:ambiguous",
        "kg:unresolvable",
        "kg:label",
        "kg:titleAsWritten",
        "kg:accessed",
        "kg:authors",
        "kg:Problem",
        "kg:code",
        "kg:Observation",
        "kg:fetcher",
        "kg:sourceStatus",
        "kg:asked",
        "kg:final",
        "kg:redirect",
        "kg:firstSeen",
        "kg:httpStatus",
        "kg:bodySha256",
        "kg:fetchedTitle",
        "kg:fetchedSite",
        "kg:fetchedKind",
        "kg:canonical",
        "kg:sameAs",
        "kg:agreement",
        "kg:archived",
        "kg:linksTo",
        "kg:note",
        "prov:specializationOf",
        "prov:generatedAtTime",
        "prov:wasRevisionOf",
        "kg:severity",
        "kg:line",
        "kg:column",
        "kg:cell",
        "kg:version",
        "kg:options",
        "kg:file",
    ]
)
"""Every term `kgraph.rdf` writes."""


@cache
def expand(name: str) -> str:
    """The IRI of a prefixed name, in angle brackets.

    >>> expand("cito:cites")
    '<http://purl.org/spar/cito/cites>'
    """
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def vocabulary_turtle() -> str:
    """The `kg:` vocabulary: labels, definitions, domains and ranges, in Turtle."""
    return (files("kgraph.rdf") / "kgraph.ttl").read_text(encoding="utf-8")


def shapes_turtle() -> str:
    """The SHACL shapes that every graph kgraph builds satisfies, in Turtle."""
    return (files("kgraph.rdf") / "shapes.ttl").read_text(encoding="utf-8")
