"""`CHECKS`: every kind of finding, with what it means, an example and a look-alike, and what mends it.

Docs, `--explain`, `kgraph info` and reports are made from this table. To add a check: a row here, what finds it, and an
article that fires and one that must not in `tests/audit/examples`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from kgraph.audit import claims, entries, known, links, lists, markers, sources
from kgraph.audit.article import Article, Found
from kgraph.model import Severity

On = Literal["on", "data", "asked"]
"""`on`: by default; `data`: by default, where a store knows of sources; `asked`: only with `--select` or its threshold."""
Fix = Literal["safe", "asks", "no"]
"""`safe`: `--fix` does it; `asks`: `--fix --unsafe` does it where it knows what to write; `no`: a person must."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One kind of finding; `example` fires, `not_` looks like it and does not."""

    code: str
    severity: Severity
    on: On
    says: str
    example: str
    not_: str
    mend: str
    find: Callable[[Article], Iterator[Found]]
    fix: Fix = "no"


def _known(code: str, severity: Severity, says: str, example: str, not_: str, mend: str) -> Check:
    """A flaw that reading reports already, under its own name."""
    return Check(
        code=code,
        severity=severity,
        on="on",
        says=says,
        example=example,
        not_=not_,
        mend=mend,
        find=known.problems(code),
    )


CHECKS = (
    Check(code="marker-dangling", severity="warning", on="on", find=known.dangling, says="A marker names no entry of its list.", example="`… [7]`, the list ends at 6", not_="`x[7]` in code", mend="add the entry, or correct the number"),
    _known("marker-ambiguous", "warning", "Two entries have the author and the year that a marker names.", "`(Lee, 2010)` beside two such entries", "`(Lee, 2010a)`", "put letters behind the years, here and in the list"),
    Check(code="marker-unresolvable", severity="warning", on="on", find=known.unresolvable, says="Only the tool that wrote the text knows what the marker meant.", example="`【4†source】`", not_="`【雨水】`", mend="find the source, or take the token out"),
    Check(code="tokens-unexplained", severity="warning", on="asked", find=known.problems("tokens-unexplained"), says="Most citations of the article are tokens of a tool, and none of them names a source.", example="an answer whose every `【4†source】` stands for nothing", not_="`【4†source】` with its entry", mend="export the answer again with its links, or give the chat's own export"),
    Check(code="markup-broken", severity="warning", on="asked", find=known.problems("markup-broken"), says="The file breaks, or holds more than is read: what stands before is read, what follows is not.", example="an article in XML that is cut", not_="a whole one", mend="mend the file there, or export it again"),
    Check(code="entity-unread", severity="warning", on="asked", find=known.problems("entity-unread"), says="An entity of the file stands for another file or for markup, or for nothing; it is left out.", example="`&chapter;` that is another file", not_="`&eacute;`", mend="write what it stands for"),
    Check(code="layout-unread", severity="note", on="asked", find=known.problems("layout-unread"), says="The article is a PDF, which only says where its letters stand: its text is read, and columns, tables, formulas and notes may stand out of their order.", example="`paper.pdf`", not_="`paper.pdf`, read with `--grobid`", mend="give a GROBID server (`--grobid`), or the article in another format"),
    _known("article-copy", "warning", "The text of the article is that of a file beside it in another format, of the same name: its claims count twice. Told of what was made of the other, where both are read.", "`post.html` beside `post.md`", "`post.html` and `post.md` with other words", "leave one of the two out (`--exclude`)"),
    Check(code="include-unread", severity="note", on="asked", find=known.problems("include-unread"), says="The article takes in another file, which is not followed.", example="`\\input{chapter}`", not_="`\\includegraphics{map}`", mend="read that file as well, or one that holds all of the text"),
    Check(code="list-missing", severity="warning", on="asked", find=known.problems("list-missing"), says="Numbers behind the stops count up as markers do, and the article has no list of sources.", example="`It froze.1 It thawed.2 …` and no list", not_="`Version 2.4`", mend="copy the answer again with its list"),
    Check(code="marker-target-mismatch", severity="warning", on="on", fix="safe", find=known.mismatches, says="The printed number and the place the link goes to disagree, or the link goes nowhere. Where the target is empty or unknown, a fix links to the printed number; else it asks whether to print the number that the link goes to.", example="`[[3](#ref-2)]`, `[[4](#ref-)]`", not_="`[2](#2-the-steps)`, a link to a heading", mend="print the number of the entry the link goes to"),
    Check(code="key-without-at", severity="warning", on="on", fix="safe", find=known.keys_without_at, says="A bracket holds a key of the bibliography without its `@`.", example="`[lee2010]`", not_="`[@lee2010]`", mend="write it with its `@`"),
    Check(code="bracket-unbalanced", severity="warning", on="on", fix="safe", find=markers.unbalanced, says="A marker has a bracket too few or too many.", example="`[[2](#ref-2)`, `[2 or so.`", not_="`[see [3](#ref-3)]`, `[0, 12)`", mend="close it"),
    Check(code="group-unsorted", severity="note", on="asked", fix="safe", find=markers.unsorted, says="The numbers of a group do not ascend.", example="`[5][3]`", not_="`[3][5]`", mend="sort them"),
    Check(code="group-repeated", severity="note", on="asked", fix="safe", find=markers.repeated, says="A group names a label twice.", example="`[3][3]`", not_="`[3] … [3]`", mend="drop one"),
    Check(code="marker-placement-mixed", severity="note", on="asked", find=markers.mixed_placement, says="Some groups stand before the stop, some behind. Told of the rarer way, if it is below a quarter of all and at least three stand the other way.", example="`… water. [1]` beside `… water [1].`", not_="`“… forget.” [1]`, where the stop belongs to the quotation", mend="choose one way"),
    Check(code="generator-residue", severity="warning", on="on", fix="safe", find=markers.residue, says="The text keeps what an AI tool left behind: an opaque token, a tag, a `utm_source` of the tool. A fix takes out parameters and tags, not tokens that stood for a source.", example="`[cite_start]`, `citeturn0search1`, `?utm_source=chatgpt.com`", not_="`turn0search1` in code, `?utm_source=feed`", mend="take it out"),
    _known("label-duplicate", "warning", "Two entries of one list have the same label. Told at the second; in a bibliography, at its place in that file.", "two `[3]`", "`[3]` in each of two lists", "number one of them anew"),
    _known("label-anchor-mismatch", "warning", "The printed label of an entry and its anchor disagree.", '`[8] <a id="ref-9">`', '`[8] <a id="page-9">`', "make them agree; look at which the text means"),
    Check(code="reference-uncited", severity="note", on="on", fix="asks", find=lists.uncited, says="No marker names the entry.", example="an entry `[2]` in an article without `[2]`", not_="an entry that only a table or a heading cites", mend="cite it, or drop it (`kgraph author renumber --drop-uncited`)"),
    _known("reference-without-link", "note", "An entry has neither link nor identifier.", "`[5] A. Garth, Leeks, 2014.`", "`[5] Leeks. ISBN 978-0-306-40615-7`", "add a DOI, an ISBN or a URL"),
    _known("reference-unclear", "warning", "A note refers back to a work that is not found, or to one of several.", "`Ibid.` in the first note", "`Ibid.` behind a work", "name the work, or give its full title and year"),
    Check(code="reference-placeholder", severity="warning", on="on", fix="asks", find=entries.placeholders, says="The entry was never filled in: template words as title or address, or a domain that is set aside for examples.", example="`[display text](hyperlink)`, `https://example.com/a`, `TODO`", not_="`[How to display text](https://canvasguide.net/a)`", mend="fill it in"),
    _known("title-unread", "note", "What stands where the title of an entry would is an identifier, or longer than a title can be.", "`[1] Lee. 10.1000/182.`", "`[1] Lee. Tides.`", "write the title behind the authors"),
    Check(code="numbering-gap", severity="note", on="on", fix="safe", find=lists.gaps, says="The numbers of a list skip one or more. Told at the entry behind the gap. Named labels have no gaps.", example="`[3]`, `[5]`", not_="a list that goes on from the one before it", mend="`kgraph author renumber`"),
    Check(code="numbering-order", severity="note", on="asked", fix="safe", find=lists.order, says="Numbers do not count up in the order of first use. Told at the first marker that is out of order.", example="`[2]` before `[1]`", not_="`[1]`, then `[3]`, where nothing cites 2", mend="`kgraph author renumber`"),
    Check(code="source-duplicate", severity="note", on="on", fix="safe", find=lists.duplicates, says="Two entries of a list are one source, by identifier or canonical address; two places of one page (`#costs`, `#rules`) are told as none. Told at the later one; a fix makes one entry of them, the one that has a title, where neither names a page or a passage.", example="`arxiv.org/abs/2103.04001` and `arxiv.org/pdf/2103.04001v2`", not_="two pages of one site", mend="cite one of them everywhere"),
    Check(code="source-duplicate-likely", severity="note", on="on", fix="asks", find=lists.likely_duplicates, says="Two entries seem to be one page, which only a fetch can prove: they differ in scheme, `www.`, mobile or AMP host or index page, or one is a DOI and the other its publisher's page.", example="`http://boats.net/a` and `https://www.boats.net/a`", not_="`?page=1` and `?page=2`", mend="look, then merge"),
    Check(code="domain-differs", severity="warning", on="on", fix="asks", find=entries.other_domain, says="The domain printed before the title is not the site of the link.", example="`[maps.net: Coasts](https://shop.com/coasts)`", not_="`[Node.js: A history](https://paper.net/node)`, `[youtube.com: A film](https://youtu.be/Zx9Yw8Vu7Ts)`", mend="print the host, or correct the link"),
    Check(code="date-future", severity="warning", on="on", find=entries.future_dates, says="A date of the entry (published, read) lies after today. Years in titles, addresses and text are none.", example="`accessed March 2962`", not_="`“Vision 2940.” 2020.`", mend="correct it"),
    Check(code="identifier-invalid", severity="warning", on="on", find=entries.invalid_identifiers, says="A DOI, arXiv id, PMID or ISBN cannot exist: its syntax, its month or its check digit is wrong.", example="`arXiv:2313.04567`", not_="`arXiv:0704.0001`, `ISBN 0-8044-2957-X`", mend="look it up: such identifiers are often invented"),
    Check(code="url-malformed", severity="warning", on="on", fix="asks", find=links.malformed, says="A link is none: it has no colon, no host, its scheme or resolver twice, or a space.", example="`https://https://a.net/b`", not_="`/about`, `https://web.archive.org/web/2020/https://a.net/`", mend="correct it"),
    _known("address-broken", "warning", "A space or the end of a line breaks the address of an entry; it is not read.", "`https:// a.net/b`", "`https://a.net/b`", "take the space out"),
    Check(code="url-tracking", severity="note", on="on", fix="safe", find=links.tracked, says="A link carries parameters that only track.", example="`?utm_source=feed`, `?fbclid=IwAR0`", not_="`?id=114`, `?ref=chapter-2`", mend="drop them"),
    Check(code="text-repaired", severity="note", on="on", fix="safe", find=links.repaired, says="Text was decoded wrongly; says what it should be. A fix writes it where the repair is certain.", example="`isnâ€™t`, `cafÃ©`", not_="`Âge`, `São Tomé`", mend="write it right"),
    _known("decode-replaced", "warning", "The file is no UTF-8; so many characters were replaced.", "a byte `0xE9` alone", "UTF-8 with a byte order mark", "save it as UTF-8"),
    _known("page-cut", "warning", "A page is broken or too large, and not all of it was read.", "`<!-- ` that nothing closes", "`<!-- closed -->`", "save the page again, whole"),
    _known("front-matter-unread", "warning", "The front matter is no plain YAML or TOML, or too large.", "`title: [a`", "`title: a`", "correct the front matter"),
    _known("bibliography-missing", "warning", "A bibliography that the article names is not there.", "`bibliography: gone.bib`", "`bibliography: refs.bib`", "check its name in the front matter"),
    _known("bibliography-unread", "warning", "A bibliography, or an entry of it, cannot be read.", "`@misc{a, title={`", "`@misc{a, title={b}}`", "correct it"),
    _known("bibliography-outside", "warning", "A bibliography that the article names lies outside of what was given to read.", "`bibliography: ../../refs.bib`", "`bibliography: refs.bib`", "allow it with --bibliography FILE, or name a folder that holds both"),
    _known("too-dense", "warning", "The article has more than is taken from one of its size; some of it is left out.", "thousands of ranges in a line", "a long list", "split the article"),
    Check(code="anchor-broken", severity="warning", on="on", find=links.broken_anchors, says="A link into the article goes to no heading, id or name that a renderer makes. A marker's link is `marker-target-mismatch`.", example="`[x](#costs)` where the heading is “What it costs”", not_="`[x](#what-it-costs)`, `[top](#)`", mend="correct the fragment"),
    Check(code="title-differs", severity="warning", on="data", fix="asks", find=sources.other_titles, says="The title as cited is not what the page is called. Site names, case, typography and a dropped subtitle are no difference.", example="cited “Choosing a wick”, fetched “Soap making”", not_="cited “Smoke”, fetched “Smoke | Beekeepers”", mend="look at the page; correct title or link"),
    Check(code="source-gone", severity="warning", on="data", find=sources.gone, says="404, 410, or a page that says it is not there. Blocked or silent servers are not gone.", example="404", not_="403, a time-out", mend="the Internet Archive's copy, if there is one, or another source"),
    Check(code="source-moved", severity="note", on="data", fix="asks", find=sources.moved, says="A permanent redirect leads elsewhere. Says whether to another site.", example="301 to another page", not_="302, or 301 to the same page with `www.`", mend="write the new address"),
    Check(code="source-unfetched", severity="note", on="asked", find=sources.unfetched, says="Nobody asked the network about it yet, or it did not answer.", example="a source that no `kgraph enrich` saw", not_="a source that is gone", mend="`kgraph enrich`"),
    Check(code="source-secondary", severity="note", on="data", find=sources.secondary, says="The source cites another source that the article cites too, or a paper that the store has: the primary one.", example="a news item and its paper", not_="two pages that cite each other", mend="cite the paper for what the paper found"),
    Check(code="source-is-article", severity="warning", on="on", find=sources.is_article, says="An entry is the article itself, whose address its front matter gives (`permalink`, `canonical`, `url`), or `--url`.", example="`permalink: https://a.net/kites`, and an entry with that address", not_="another page of the same site", mend="another source, or none"),
    Check(code="source-cites-article", severity="warning", on="data", find=sources.cites_article, says="The source's text links to this article: a circle. Links of navigation do not count.", example="a page that rests on this article", not_="a page of the same site whose menu links to it", mend="another source"),
    Check(code="site-dominant", severity="warning", on="asked", find=claims.dominant_site, says="One site backs more than a share of the citations, of at least four (`--max-site-share`). Platforms that only host count by owner or not at all. Told at the list's heading, once an article.", example="5 of 7 on one site", not_="5 of 7 on arXiv", mend="other sources"),
    Check(code="claim-unsourced", severity="note", on="asked", find=claims.unsourced, says="A claim has no source. What is no claim (questions, lead-ins, headings) is not counted.", example="`Kites need a tail.`", not_="`Do kites need a tail?`", mend="cite, or soften"),
    Check(code="coverage-low", severity="error", on="asked", find=claims.low_coverage, says="Fewer than so many of a hundred claims are cited or carried (`--min-coverage`). Equal is enough. Once an article.", example="3 of 6 claims, wanted 80 %", not_="4 of 5 claims, wanted 80 %", mend="cite more of the claims"),
    Check(code="claim-carried", severity="note", on="asked", find=claims.carried, says="A claim is backed only by the group at the end of its block.", example="`Lamps glow. They last. [1]`: the first", not_="`Lamps glow [1]. They last. [1]`", mend="put a marker to it"),
    Check(code="claim-single-source", severity="note", on="asked", find=claims.single_source, says="A claim has one source.", example="`Lamps glow [1].`", not_="`Lamps glow [1][2].`", mend="a second one"),
    Check(code="claim-single-site", severity="note", on="asked", find=claims.single_site, says="A claim has several sources, all of one site.", example="two pages of one site", not_="two papers on arXiv", mend="a source of another site"),
    Check(code="claim-single-origin", severity="note", on="asked", find=claims.single_origin, says="A claim has several sources that go back to one origin, as fetched pages show: one is the other, or cites it.", example="a press release and its copy", not_="two reports of their own", mend="a source of another origin"),
    Check(code="ignore-unused", severity="note", on="asked", fix="asks", find=known.nothing, says="A comment that silences findings silences none.", example="`<!-- kgraph-audit: ignore source-duplicate -->` where there is none", not_="a comment on the line of a finding", mend="take the comment out"),
)  # fmt: skip
"""Every kind of finding: markers, lists and entries, sources, claims."""

SPECIAL = (
    ("generator-residue", ("url-tracking", "marker-unresolvable", "marker-dangling")),
    ("bracket-unbalanced", ("marker-dangling", "marker-target-mismatch", "marker-unresolvable", "anchor-broken")),
    ("reference-placeholder", ("reference-without-link", "url-malformed", "domain-differs", "title-unread", "source-duplicate", "source-duplicate-likely", "address-broken")),
    ("identifier-invalid", ("reference-without-link", "url-malformed", "address-broken")),
    ("url-malformed", ("reference-without-link", "address-broken", "domain-differs", "url-tracking")),
    ("marker-target-mismatch", ("anchor-broken",)),
    ("source-duplicate", ("source-duplicate-likely",)),
    ("source-is-article", ("source-cites-article",)),
    ("source-gone", ("title-differs", "source-moved")),
)  # fmt: skip
"""One flaw, one finding: where both fit one place, the special code wins over those behind it."""
