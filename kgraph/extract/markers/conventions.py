"""Every way to mark a citation that kgraph reads: one row a convention.

To add one: its finder, a row here, a folder of cases. Which of two rows wins is decided in `settle` alone.
"""

from kgraph import late_re as re
from kgraph.extract.markers import (
    author_year_brackets,
    author_year_sentences,
    bare_digits,
    brackets,
    elements,
    entity_tokens,
    keys,
    links,
    parentheses,
    printed_numbers,
    source_lines,
    superscripts,
    tool_ids,
    vendor_tokens,
)
from kgraph.extract.markers.convention import Convention, Tally, by_pattern
from kgraph.extract.markers.evidence import Evidence
from kgraph.extract.text.characters import RAISED_DIGITS
from kgraph.extract.text.label_values import CIRCLED

BRACKETS_SETTLE = 3
"""An article with so many tokens that name its list has no bare digits, and its raised digits may be exponents."""

_DIGIT, _OPENS = re.compile(r"\d"), re.compile(r"[(\[（]")
_LIST = (
    "\n\n## References\n\n[1] https://example.org/a\n[2] https://example.org/b\n[3] https://example.org/c\n"
)
_NUMBERED = "\n\n## References\n\n" + "".join(
    f"{n}. Kites {n}, https://example.org/{n}\n" for n in range(1, 13)
)
_BY_NAME = "\n\n## References\n\nMoss, A. (2019). *Tides*. Sea Press.\n\nReed, B. and Vale, C. (2010). *Moons*. Sea Press.\n"

_CIRCLED = "\n\n参考资料：\n① 风 https://example.org/a\n② 雨 https://example.org/b\n"


def _other_tokens_name_the_list(tally: Tally) -> str | None:
    return f"{tally.listed} other tokens name the list" if tally.listed >= BRACKETS_SETTLE else None


def _cited_in_other_ways(tally: Tally) -> str | None:
    """Footnotes beside a list without labels leave the list to authors and years."""
    listed = tally.listed - tally.noted if tally.unlabelled else tally.listed
    if not listed or (tally.unlabelled and listed < BRACKETS_SETTLE):
        return None
    return f"{listed} other tokens name the list"


def _anything_cites(tally: Tally) -> str | None:
    return f"{tally.citing} tokens cite in other ways" if tally.citing else None


def _anything_cites_or_lists(tally: Tally) -> str | None:
    if tally.lists:
        return "the article has a reference list"
    return f"{tally.removed} tokens of other conventions go from the text" if tally.removed else None


def _no_digit_behind_stops(evidence: Evidence) -> str | None:
    if not evidence.numbers_listed:
        return "no list has numbers"
    return None if evidence.sure else "no number of the list is glued to a stop"


def _not_before_stops(evidence: Evidence) -> str | None:
    missing = _no_digit_behind_stops(evidence)
    return missing or (
        None if evidence.before_stops else "no three words have a number of the list before their stop"
    )


def _not_spaced(evidence: Evidence) -> str | None:
    missing = _no_digit_behind_stops(evidence)
    return missing or (None if evidence.spaced else "no three numbers of the list stand so before full stops")


CONVENTIONS = (
    Convention(
        name="render-tag", rule="M44", inline="vendor", find=vendor_tokens.known_by_syntax,
        example='Tides rise.<grok:render type="render_inline_citation">4</grok:render>', not_="Tides <grok rise.",
    ),
    Convention(
        name="element", rule="M90", inline="element", find=elements.known_words,
        suffix=".nxml", example='<article><body><p>Tides rise (see <xref ref-type="bibr" rid="B1">Moss, 2019</xref>).</p></body><back><ref-list><ref id="B1"><source>Tides</source></ref></ref-list></back></article>',
        not_='<article><body><p>Tides rise (see <xref ref-type="fig" rid="F1">Fig. 1</xref>; Moss, 2019).</p></body><back><ref-list><ref id="B1"><source>Tides</source></ref></ref-list></back></article>',
    ),
    Convention(
        name="printed", rule="M80", inline="printed", find=keys.printed, suffix=".html",
        example='<p>Tides rise <sup class="reference"><a href="#cite_note-1">[1]</a></sup>.</p><ol class="references"><li id="cite_note-1">Moss, Tides.</li></ol>',
        not_='<p>Tides rise <a href="#two">[2]</a>.</p><h2 id="two">Moons</h2>',
    ),
    Convention(
        name="superscript-element", rule="M9", inline="sup", find=superscripts.in_elements,
        example="Tides rise.<sup>1</sup>" + _LIST, not_="It is 4 km<sup>2</sup> wide.",
    ),
    Convention(
        name="entity", rule="M71", needle="entity", find=entity_tokens.entity,
        example='\ue200entity\ue202["city","Rome","a city"]\ue201 has bees.', not_="The entity [Rome] has bees.",
    ),
    Convention(
        name="picture", rule="M61", needle="image", find=by_pattern(entity_tokens.PICTURE, entity_tokens.picture),
        example='Tides rise. image_group{"query":["harbour"]}', not_="Tides rise. An image_group is shown.",
    ),
    Convention(
        name="private-use", rule="M42", needle="\ue200", find=by_pattern(vendor_tokens.PRIVATE_USE, vendor_tokens.private_use),
        example="Tides rise.\ue200cite\ue202turn0search1\ue201", not_="Tides \ue200 rise.",
    ),
    Convention(
        name="turn-id", rule="M62", needle="turn", find=by_pattern(tool_ids.REMAINS, tool_ids.remains),
        example="Tides rise citeturn0search3.", not_="Tides rise, says turn0search3.",
    ),
    Convention(
        name="turn-id-in-brackets", rule="M62", needle="turn", find=by_pattern(tool_ids.IN_BRACKETS, tool_ids.remains),
        example="Tides rise 【turn0search4】.", not_="Tides rise (in turn 0 of the search).",
    ),
    Convention(
        name="retrieved", rule="M63", sign=re.compile(r"\[(?:Data: |KG\]|DC\])"), find=by_pattern(tool_ids.RETRIEVED, tool_ids.retrieved),
        example="Tides rise [Data: Sources (3)].", not_="Tides rise [Data: see below].",
    ),
    Convention(
        name="content-reference", rule="M43", needle=":contentRef", find=by_pattern(vendor_tokens.CONTENT_REFERENCE, vendor_tokens.content_reference),
        example="Tides rise. :contentReference[oaicite:3]{index=3}", not_="The field contentReference [3] is empty.",
    ),
    Convention(
        name="bracket-range", rule="M2", sign=re.compile(r"\]\s?(?:[-–—]|--)\s?\["), find=by_pattern(brackets.RANGE, brackets.bracket_range),
        example="Tides rise [1]–[3]." + _LIST, not_="Tides rise [4]–[7]." + _LIST,
    ),
    Convention(
        name="around-link", rule="M4", needle="][", find=by_pattern(brackets.AROUND_LINK, brackets.around_link),
        example="Tides rise [[example.org](https://example.org/a)][1]." + _LIST, not_="Tides rise [1][2]." + _LIST,
    ),
    Convention(
        name="circled-digit", rule="M69", characters=CIRCLED, find=by_pattern(printed_numbers.CIRCLES, printed_numbers.in_circles),
        example="风很大①。" + _CIRCLED, not_="三点：①风，②雨。" + _CIRCLED,
    ),
    Convention(
        name="note-word", rule="M70", characters="注註", find=by_pattern(printed_numbers.NOTES, printed_numbers.behind_note_word),
        example="風が強い（注1）。" + _LIST, not_="風が強い（注意）。" + _LIST,
    ),
    Convention(
        name="reference-word", rule="M76", characters="(（", sign=re.compile(r"[(（][^()（）\d]{2,24}\d"), find=by_pattern(printed_numbers.REFERENCES, printed_numbers.behind_reference_word),
        example="Tides rise (Ref. 2)." + _LIST, not_="Tides rise (source 9)." + _LIST,
    ),
    Convention(
        name="bracket", rule="M1", needle="[", find=by_pattern(brackets.BRACKET, brackets.bracket),
        example="Tides rise [1, 3]." + _LIST, not_="Tides rise [see below].",
    ),
    Convention(
        name="lenticular", rule="M13", needle="【", find=by_pattern(vendor_tokens.LENTICULAR, vendor_tokens.wide_bracket),
        example="Tides rise【4†source】.", not_="【注意】Tides rise.",
    ),
    Convention(
        name="tortoise-shell", rule="M14", needle="〔", find=by_pattern(vendor_tokens.TORTOISE_SHELL, vendor_tokens.wide_bracket),
        example="潮水上涨〔1〕。" + _LIST, not_="潮水〔原文〕上涨。" + _LIST,
    ),
    Convention(
        name="full-width", rule="M15", needle="［", find=by_pattern(vendor_tokens.FULL_WIDTH, vendor_tokens.wide_bracket),
        example="潮水上涨［1］。" + _LIST, not_="潮水［原文］上涨。" + _LIST,
    ),
    Convention(
        name="inline-citation", rule="M16", needle="\ufffc", find=by_pattern(keys.OBJECT, keys.inline_citation),
        example="Tides rise.[^1]\n\n[^1]: https://example.org/a", not_="Tides ![](a.png) rise.",
    ),
    Convention(
        name="narrative-key", rule="M20", needle="@", find=by_pattern(keys.NARRATIVE, keys.narrative),
        example="Tides rise [@lee2010], as @lee2010 says.", not_="Ask @lee on the list.",
    ),
    Convention(
        name="latex", rule="M21", inline="latex", find=keys.known_by_syntax("latex"),
        example="Tides rise \\cite{lee2010}.", not_="Tides rise `\\cite{lee2010}`.",
    ),
    Convention(
        name="liquid", rule="M22", inline="liquid", find=keys.known_by_syntax("liquid"),
        example="Tides rise {% cite lee2010 %}.", not_="Tides rise {% include tides.html %}.",
    ),
    Convention(
        name="caret", rule="M11", needle="^", find=by_pattern(superscripts.CARETS, superscripts.between_carets),
        example="Tides rise.^2^" + _LIST, not_="Tides rise 10^2^ times." + _LIST,
    ),
    Convention(
        name="role", rule="M23", inline="role", find=keys.known_by_syntax("role"),
        example="Tides rise {cite}`lee2010`.", not_="Tides rise {cite} lee2010.",
    ),
    Convention(
        name="cite-link", rule="M75", inline="cite-link", find=keys.known_by_syntax("cite-link", keeps_text=True),
        example="Tides rise, as [Lee](cite:cites lee2010) says.", not_="Tides rise, as [Lee](cites lee2010) says.",
    ),
    Convention(
        name="place", rule="M60", inline="place", find=keys.places,
        example="Tides rise, as {ref}`moons` says.", not_="Tides rise, as {moons} says.",
    ),
    Convention(
        name="chip", rule="M45", inline="link", find=links.by_link(vendor_tokens.chip),
        example="Tides rise [oai_citation:0‡example.org](https://example.org/a).", not_="See [the board](https://example.org/a).",
    ),
    Convention(
        name="host-link", rule="M67", inline="link", find=links.by_link(links.bracketed_host),
        example="Tides rise. [\\[example.org\\]](https://example.org/a)", not_="Tides rise. [\\[the board\\]](https://example.org/a)" + _LIST,
    ),
    Convention(
        name="span-tag", rule="M46", inline="link", find=links.by_link(vendor_tokens.span_tag),
        example="[span_1](start_span)Tides rise[span_1](end_span) [1]." + _LIST, not_="Tides rise [1](#start_span)." + _LIST,
    ),
    Convention(
        name="numbered-link", rule="M6", inline="link", find=links.by_link(links.numbered),
        example="Tides rise [1](#ref-1)." + _LIST, not_="Tides rise, see Figure [1](#fig-one)." + _LIST,
    ),
    Convention(
        name="superscript-character", rule="M10", characters=RAISED_DIGITS, find=superscripts.in_characters,
        example="Tides rise.¹" + _LIST, not_="It is 4 km² wide." + _LIST,
    ),
    Convention(
        name="digit-after-stop", rule="M32", group="bare digits", sign=_DIGIT, excluded=_other_tokens_name_the_list, unproven=_no_digit_behind_stops,
        find_by_article=bare_digits.glued_to_stops,
        example="Tides rise.1 Moons pull.2" + _NUMBERED, not_="Version 2.4 is out." + _NUMBERED,
    ),
    Convention(
        name="digit-in-cell", rule="M33", group="bare digits", sign=_DIGIT, excluded=_other_tokens_name_the_list, unproven=_no_digit_behind_stops,
        find_by_article=bare_digits.ending_cells,
        example="Tides rise.1\n\n| What | Sources |\n| - | - |\n| Moons pull | 2 |" + _NUMBERED,
        not_="Tides rise.1\n\n| What | Metres |\n| - | - |\n| Moons pull | 2 |" + _NUMBERED,
    ),
    Convention(
        name="digit-after-word", rule="M34", group="bare digits", sign=_DIGIT, excluded=_other_tokens_name_the_list, unproven=_no_digit_behind_stops,
        find_by_article=bare_digits.glued_to_words,
        example="Tides rise.1 Their moons pull. The moons2 turn." + _NUMBERED, not_="Tides rise.1 The python3 bites." + _NUMBERED,
    ),
    Convention(
        name="digit-before-stop", rule="M35", group="bare digits", sign=_DIGIT, excluded=_other_tokens_name_the_list, unproven=_not_before_stops,
        find_by_article=bare_digits.glued_before_stops,
        example="Kites fly in the wind1. Moons pull the tides2. Boats lean on the water3." + _NUMBERED,
        not_="Kites use OAuth2. Moons pull the tides." + _NUMBERED,
    ),
    Convention(
        name="digit-after-cjk-space", rule="M36", group="bare digits", sign=_DIGIT, excluded=_other_tokens_name_the_list, unproven=_not_spaced,
        find_by_article=bare_digits.behind_cjk_spaces,
        example="潮水上涨很快 1。月亮牵引海洋 2。船只倾斜水面 3。" + _NUMBERED, not_="潮水见图 1。月亮见图 2。船只见图 3。" + _NUMBERED,
    ),
    Convention(
        name="digit-alone", rule="M37", group="bare digits", sign=_DIGIT, excluded=_other_tokens_name_the_list, unproven=_no_digit_behind_stops,
        find_by_article=bare_digits.standing_alone,
        example="Tides rise.1 The moons of giants 2 are many." + _NUMBERED, not_="Tides rise.1 There are at least 2 of them." + _NUMBERED,
    ),
    Convention(
        name="digit-after-closer", rule="M38", group="bare digits", sign=_DIGIT, excluded=_other_tokens_name_the_list, unproven=_no_digit_behind_stops,
        find_by_article=bare_digits.behind_closers,
        example="Tides rise.1 The “law of moons” 2 is old." + _NUMBERED, not_="Tides rise.1 The “law of moons” 2 apples." + _NUMBERED,
    ),
    Convention(
        name="parentheses", rule="M40", group="parentheses", excluded=_anything_cites, unproven_by_tokens=parentheses.unproven, find_by_article=parentheses.in_parentheses,
        example="Tides rise (1). Moons pull (2, 3)." + _LIST, not_="It has (1) limes, (2) kites and (3) boats." + _LIST,
    ),
    Convention(
        name="author-year-bracket", rule="M51", group="authors and years", sign=_OPENS, excluded=_cited_in_other_ways,
        find_by_article=author_year_brackets.in_brackets,
        example="Tides rise (see Moss, 2019, p. 4; Reed & Vale, 2010)." + _BY_NAME, not_="The wall fell (Berlin, 1989)." + _BY_NAME,
    ),
    Convention(
        name="author-year-sentence", rule="M52", group="authors and years", sign=_OPENS, excluded=_cited_in_other_ways,
        find_by_article=author_year_sentences.in_sentences,
        example="Tides rise, as Reed and Vale (2010) found." + _BY_NAME, not_="The tide of Moss (1953) was high." + _BY_NAME,
    ),
    Convention(
        name="source-line", rule="M66", group="links", inline="address", find_by_article=source_lines.in_source_lines,
        example="Tides rise.\n\n**Source**: [The board](https://example.org/z)", not_="Tides rise.\n\nSource: [the board](https://example.org/z), which says so." + _LIST,
    ),
    Convention(
        name="glued-chip", rule="M68", group="links", inline="link", unproven=links.no_chips, find_by_article=links.by_words(links.glued_chip),
        example="Tides rise.[The board](https://example.org/z)[Sea](https://example.org/y) Moons[The board](https://example.org/z) pull.[Sea](https://example.org/y)",
        not_="Tides rise. It is un[believable](https://example.org/z).[The board](https://example.org/y)",
    ),
    Convention(
        name="entry-link", rule="M26", group="links", inline="link", find_by_article=links.by_words(links.to_entry),
        example='Tides rise ([Lee 2011](#ref-lee)).\n\n## References\n\n<div id="ref-lee">Lee, A. (2011). *Tides*. Sea Press.</div>',
        not_="Tides rise, see [above](#tides)." + _LIST,
    ),
    Convention(
        name="listed-page-link", rule="M29", group="links", inline="link", find_by_article=links.by_words(links.to_listed_page),
        example="Tides rise, says [the board](https://example.org/a)." + _LIST,
        not_="Tides rise, says [the board](https://example.org/z)." + _LIST,
    ),
    Convention(
        name="author-year-link", rule="M27", group="links", inline="link", find_by_article=links.by_authors_and_years,
        example="Tides rise [Lee & Roe, 2011](https://example.org/z)." + _LIST, not_="Tides rise [December 2020](https://example.org/z)." + _LIST,
    ),
    Convention(
        name="page-link", rule="M30", group="pages", inline="link", excluded=_anything_cites_or_lists, find_by_article=links.by_words(links.to_any_page),
        example="Tides rise, says [the board](https://example.org/z).", not_="Tides rise, says [the board](https://example.org/z)." + _LIST,
    ),
    Convention(
        name="told", rule="M80", suffix=".html", group="pages", inline="told", find_by_article=keys.told, example='<p>Tides rise, says <a role="doc-biblioref" href="#lost">Moss (2010)</a>.</p>', not_='<p>Tides rise, says <a href="#lost">Moss (2010)</a>.</p>',
    ),
)  # fmt: skip
"""In order of precedence: a later row never takes what an earlier one took."""
