"""How PubMed and PubMed Central are asked: PMCIDs are turned into PMIDs first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from kgraph.enrich.fetcher import Fetcher, FetchResult, failed, fetch_result
from kgraph.enrich.services import pubmed
from kgraph.enrich.wire.exchange import Failure, Get, Request, Response
from kgraph.model import Source
from kgraph.observation import Description

_JSON = "application/json"


def by_pubmed(base: str = pubmed.BASE_URL, idconv: str = pubmed.IDCONV_URL) -> Fetcher:
    """PubMed by PMID; PubMed Central by PMCID, through the ID converter."""

    def summaries(
        database: str, numbers: Sequence[str], get: Get
    ) -> tuple[Request, Response | Failure, Mapping[str, Description]]:
        request = Request(
            url=f"{base}/esummary.fcgi?{_query(db=database, id=','.join(numbers), retmode='json')}",
            accept=_JSON,
        )
        answer = get(request)
        good = isinstance(answer, Response) and answer.status < 300
        return (
            request,
            answer,
            pubmed.read_summaries(answer.content) if isinstance(answer, Response) and good else {},
        )

    def fetch(sources: Sequence[Source], get: Get) -> Mapping[str, FetchResult]:
        wanted: dict[str, tuple[str, str]] = {
            s.id: ("pubmed", s.identifiers["pmid"]) for s in sources if "pmid" in s.identifiers
        }
        central = {
            s.id: s.identifiers["pmcid"].upper()
            for s in sources
            if "pmcid" in s.identifiers and s.id not in wanted
        }
        found: dict[str, FetchResult] = {}
        numbers: Mapping[str, Mapping[str, str]] = {}
        if central:
            request = Request(
                url=f"{idconv}?{_query(ids=','.join(central.values()), format='json')}", accept=_JSON
            )
            answer = get(request)
            if isinstance(answer, Failure):
                found = {source: failed(request, answer) for source in central}
                central = {}
            known = pubmed.read_conversions(answer.content) if isinstance(answer, Response) else {}
            numbers = {source: known.get(number, {}) for source, number in central.items()}
            for source, number in central.items():
                pmid = known.get(number, {}).get("pmid")
                wanted[source] = ("pubmed", pmid) if pmid else ("pmc", number.removeprefix("PMC"))
        for database in ("pubmed", "pmc"):
            own = {source: number for source, (name, number) in wanted.items() if name == database}
            if own:
                request, answer, described = summaries(database, list(dict.fromkeys(own.values())), get)
                for source, number in own.items():
                    found[source] = fetch_result(
                        request,
                        answer,
                        _numbered(described.get(number), numbers.get(source, {})),
                        statuses={},
                        note="not-in-answer" if described else "not-understood",
                    )
        return found

    return Fetcher(
        name="pubmed",
        takes=lambda s: "pmid" in s.identifiers or "pmcid" in s.identifiers,
        fetch=fetch,
        batch=pubmed.BATCH,
        one_place=True,
    )


def _numbered(described: Description | None, numbers: Mapping[str, str]) -> Description | None:
    """The account with the identifiers that the ID converter knows besides."""
    return (
        replace(described, identifiers={**numbers, **described.identifiers})
        if described and numbers
        else described
    )


def _query(**parameters: str) -> str:
    return urlencode(parameters, safe=":/,;|")
