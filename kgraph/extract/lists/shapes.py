"""The shapes of reference lists: how a list is found, one row a shape."""

from kgraph.extract.lists import heads, runs
from kgraph.extract.lists.behind_rules import in_one_paragraph, in_paragraphs
from kgraph.extract.lists.definitions import of_definitions
from kgraph.extract.lists.elements import of_elements
from kgraph.extract.lists.headed import below_heads
from kgraph.extract.lists.runs import of_runs
from kgraph.extract.lists.shape import ListShape
from kgraph.extract.lists.tables import of_tables
from kgraph.extract.lists.works_at_end import at_end

_BELOW = "entries below {}"

LIST_SHAPES = (
    ListShape(
        name="heading", rule="L1", find=below_heads, head=heads.heading, says=_BELOW,
        example="Tides rise [1].\n\n## References\n\n1. [Tides](https://example.org/a)\n",
        not_="Tides rise [1].\n\n## Preferences\n\n1. [Tides](https://example.org/a)\n",
    ),
    ListShape(
        name="element-id", rule="L4", find=below_heads, head=heads.element_id, says=_BELOW,
        example='Tides rise.\n\n::: {#refs}\nMoss, A. (2020). Tides. https://example.org/a\n:::\n',
        not_='Tides rise.\n\n::: {#intro}\nMoss, A. (2020). Tides. https://example.org/a\n:::\n',
    ),
    ListShape(
        name="line", rule="L2", find=below_heads, head=heads.line_alone, says=_BELOW,
        example="Tides rise [1].\n\n**Sources**\n\n1. [Tides](https://example.org/a)\n",
        not_="Tides rise [1].\n\n- Sources\n\n1. [Tides](https://example.org/a)\n",
    ),
    ListShape(
        name="line-above", rule="L26", find=below_heads, head=heads.line_above, says=_BELOW,
        example="Tides rise [1].\n\nSources:\n[1] https://example.org/a\n",
        not_="Tides rise, says a circular\nreference\n[1] https://example.org/a\n",
    ),
    ListShape(
        name="line-before", rule="L29", find=below_heads, head=heads.line_before, says=_BELOW,
        example="Tides rise [1].\n\nSources: [1] https://example.org/a\n[2] https://example.org/b\n",
        not_="Tides rise.\n\nSources: [1], [2]\n[3] and others say so.\n",
    ),
    ListShape(
        name="elements", rule="L9", find=of_elements, says="elements that say they are entries",
        example='Tides rise.\n\n<div class="csl-entry">Moss, A. (2020). Tides.</div>\n',
        not_='Tides rise.\n\n<div class="box">Moss, A. (2020). Tides.</div>\n',
    ),
    ListShape(
        name="footnotes", rule="L14", find=of_definitions, says="footnotes that cite",
        example="Tides rise.[^a]\n\n[^a]: Moss, A. (2020). Tides. https://example.org/a\n",
        not_="Tides rise.[^a]\n\n[^a]: But not in every harbour.\n",
    ),
    ListShape(
        name="link-definitions", rule="L12", find=of_definitions, says="link definitions that the text names",
        example="Tides rise [1].\n\n[1]: https://example.org/a\n",
        not_="Tides [rise][tides].\n\n[tides]: https://example.org/a\n",
    ),
    ListShape(
        name="notes-in-a-row", rule="L32", find=in_one_paragraph, says="notes in one paragraph behind a rule",
        example="Tides rise [1] and fall [2].\n\n---\n\n[1] Ann Moss: Tides of the Sea, p. 51. [2] Ibid., p. 71.\n",
        not_="Tides rise [1] and fall [2].\n\n---\n\n[1] It is said that tides rise. [2] It is said that they fall.\n",
    ),
    ListShape(
        name="counted", rule="L27", find=of_runs, proof=runs.counts_up, says="entries whose bracketed numbers count up",
        example="Tides rise.\n\n[1] https://example.org/a\n\n[2] https://example.org/b\n\n[3] https://example.org/c\n\nMore.\n",
        not_="Tides rise.\n\n[1] https://example.org/a\n\n[2] https://example.org/b\n\n[4] https://example.org/c\n\nMore.\n",
    ),
    ListShape(
        name="notes", rule="L15", find=of_runs, proof=runs.are_notes, says="numbered notes with a way back to the text",
        example="Tides rise [1].\n\n1. Moss, A. Tides, 2020, https://example.org/a [↩](#ref1)\n\n2. Reed, B. Kelp, 2021, https://example.org/b [↩](#ref2)\n\nMore.\n",
        not_="Tides rise [1].\n\n1. Tides rise twice a day. [↩](#ref1)\n\n2. Kelp does not. [↩](#ref2)\n\nMore.\n",
    ),
    ListShape(
        name="named", rule="L20", find=of_runs, proof=runs.is_named, says="entries that the text above names",
        example="Tides rise [1] and fall [2].\n\n[1] https://example.org/a\n\n[2] https://example.org/b\n\nMore.\n",
        not_="Tides rise and fall.\n\n[1] https://example.org/a\n\n[2] https://example.org/b\n\nMore.\n",
    ),
    ListShape(
        name="at-end", rule="L28", find=of_runs, proof=runs.ends_article, says="entries that end the article",
        example="Tides rise.\n\n[1] https://example.org/a\n\n[2] https://example.org/b\n",
        not_="Tides rise.\n\n1. https://example.org/a\n2. https://example.org/b\n",
    ),
    ListShape(
        name="notes-of-a-section", rule="L33", find=in_paragraphs, says="notes behind a rule that the section above names",
        example="Tides rise [1].\n\n---\n\n[1] Book of Tides, Vol 2, Page 180\n\nMore.\n",
        not_="Tides rise [1].\n\n---\n\n[1] That is said in many books.\n\nMore.\n",
    ),
    ListShape(
        name="table", rule="L18", find=of_tables, says="a table of sources, its first column their labels",
        example="Tides rise [1], and fall [2].\n\n| No. | Source |\n|---|---|\n| 1 | https://example.org/a |\n| 2 | https://example.org/b |\n",
        not_="Tides rise [1], and fall [2].\n\n| No. | Height |\n|---|---|\n| 1 | https://example.org/a |\n| 2 | https://example.org/b |\n",
    ),
    ListShape(
        name="works-at-end", rule="L34", find=at_end, says="works that end the article and that it names by authors and year",
        example="Tides rise (Moss, 2016) and fall (Reed, 2019).\n\nMoss, A. (2016). Tides. Kite Press.\n\nReed, B. (2019). Kelp. Kite Press.\n",
        not_="Tides rise (Moss, 2016) and fall (Reed, 2019).\n\nMoss (2016) has more on tides.\n\nReed (2019) has more on kelp.\n",
    ),
)  # fmt: skip
"""Row order is precedence: what a row has taken is no part of a later one's lists."""
