"""The parts of the families that `families.py` makes: what is repeated, and what it stands in."""

from collections.abc import Iterator
from typing import NamedTuple

_LIST = "\n\n## References\n\n[1] https://example.org/a\n[2] https://example.org/b\n"
_CITED = "A fact stands here [1]. Another one [@a].\n\n"


class Place(NamedTuple):
    """Something with room for a filling: what goes before and behind each filling, and around all of them.

    `file` is the name of the bibliography beside the article that the whole is, where it is none itself.
    """

    opens: str
    closes: str
    head: str = ""
    tail: str = ""
    file: str = ""


TOKENS = (
    " ", "\t", "\n", "\n\n", "a", "word ", "Word ", "A. ", "a.", "-", "a-", "--", "–", "_", "*", "**a** ", ".", ". ", ",", ", ", ";", ":", ": ", "a: ",
    "!", "?", "=", "a=", "a='b' ", "#", "##", "[", "]", "[]", "[1]", "[[", "[^1]", "[a](", "![", "(", ")", "()", "(1) ", "? ", "{", "}", "{}", "{#a} ", "<", ">",
    "<a ", "<b>", "</b>", "<!--", "-->", "<p>", "<li>x", "<sup>1</sup> ", "&", "&amp;", "'", '"', "''", '"a" ', "“a” ", "‘a", "「a」", "`", "``", "$", "$a$ ",
    "\\", "\\\\", "\\[1\\] ", "/", "//", "|", "~", "^", "^1^ ", "@", "@a ", "[@a] ", "@a{", "1", "1 ", "1, ", "1-", "1.", "12 ", "2020 ", "(2020). ", "10.1000/",
    "doi:10.1000/a ", "ISBN ", "ISBN 978", "978-", "arXiv: ", "PMID: ", "https://", "https://e.org/a ", "www.", "e.", "Lee, A., ", "A. Lee and ",
    "Lee 2020, ", "et al. ", "and ", " and ", "In: ", "accessed ", "vol. ", "pp. 1-2, ", "“", "”", "。", "，", "中", "中。", "é", "Я", "²", "\u00a0", "\u3000", "\u200b", "\ufffc", "\ue200", "【1†a】",
    "{{ a }}", "{% a %}", ":::", "> ", "- ", "1. ", "| ", "+++", "---", "\r\n", "\r", "\x00", "%20", "%", "utm_a=b&", "a/../", "TeX ", "{\\a} ", "€", "â€”", "😀",
)  # fmt: skip
"""What is repeated."""

PLACES = {
    "alone": Place("", ""),
    "paragraph": Place("A fact [1] stands", "here [2]. ", tail=_LIST),
    "bare digits": Place("A fact stands.1 It ", "is so.2 ", tail="\n\n#### Works cited\n\n1. A, https://e.org/a\n2. B, https://e.org/b\n"),
    "item": Place("- one ", " [1]\n", tail=_LIST),
    "quote": Place("> one ", " [1]\n", tail=_LIST),
    "cell": Place("| a | ", " |\n", "| a | b |\n| - | - |\n", _LIST),
    "heading": Place("# Head ", "\n\nText.\n\n"),
    "heading id": Place("# Head {#", "}\n\nText.\n\n"),
    "list heading": Place("## References ", "\n\n[1] https://e.org/a\n\n", "A fact [1].\n\n"),
    "marker": Place("A fact [", "] here. ", tail=_LIST),
    "range": Place("A fact [1", "2] here. ", tail=_LIST),
    "wide marker": Place("A fact【", "】 here. ", tail=_LIST),
    "key": Place("A fact [@a", "] here. "),
    "bare key": Place("As @", " says. "),
    "link words": Place("[", "](https://e.org/a) "),
    "link address": Place("[site](https://e.org/", ") "),
    "picture": Place("![", "](a.png) "),
    "strong": Place("**", "** "),
    "code": Place("`", "` "),
    "fence": Place("```{note} ", "\n```\n"),
    "math": Place("$", "$ "),
    "tex math": Place("\\(", "\\) "),
    "quotation": Place("It said “", ".” It rained. "),
    "parentheses": Place("It said (", ".) It rained. "),
    "sup": Place("word<sup>", "</sup> ", tail=_LIST),
    "note": Place("A fact.^[", "] More. "),
    "footnote": Place("\n[^1]: ", "\n", "A fact.[^1]\n"),
    "definition": Place("[1]: https://e.org/", "\n", "A fact [1].\n\n"),
    "definition title": Place('[1]: https://e.org/a "', '"\n', "A fact [1].\n\n"),
    "tag": Place("<a ", ">x</a> "),
    "attribute": Place('<a id="', '">x</a> '),
    "style": Place('<span style="', '">x</span> '),
    "block tag": Place("<div ", ">\n\nText.\n\n</div>\n\n"),
    "html": Place("<p>", "</p>\n"),
    "html item": Place("<ul><li>", "</li></ul>\n"),
    "comment": Place("<!-- ", " -->"),
    "script": Place("<script>", "</script>\n"),
    "template": Place("{% cite ", " %} "),
    "div": Place("::: {#", "}\n\nText.\n\n:::\n\n"),
    "entry": Place("[1] ", " https://e.org/a\n\n", "A fact [1].\n\n## References\n\n"),
    "numbered entry": Place("1. Roe, A. ", ". https://e.org/a\n", "A fact [1].\n\n## References\n\n"),
    "entry alone": Place("[1] ", " [Title](https://e.org/a)\n\n", "A fact [1].\n\n"),
    "entry authors": Place("[1] Roe, A., ", " (2020). Title of it. https://e.org/a\n\n", "A fact [1].\n\n## References\n\n"),
    "entry title": Place('[1] Roe, A. (2020). "', '". https://e.org/a\n\n', "A fact [1].\n\n## References\n\n"),
    "entry venue": Place("[1] Roe, A. Title. *", "*, 2020.\n\n", "A fact [1].\n\n## References\n\n"),
    "entry date": Place("[1] Roe, A. Title (", "2020). accessed 5 May", "A fact [1].\n\n## References\n\n"),
    "entry address": Place("[1] https://e.org/", "\n\n", "A fact [1].\n\n## References\n\n"),
    "entry query": Place("[1] https://e.org/?a=", "\n\n", "A fact [1].\n\n## References\n\n"),
    "entry DOI": Place("[1] Title. doi:10.1000/", "\n\n", "A fact [1].\n\n## References\n\n"),
    "entry ISBN": Place("[1] Title. ISBN ", "\n\n", "A fact [1].\n\n## References\n\n"),
    "entry wrapped": Place("[1] Roe, A. Title\n", "\nof it. 2020\n", "A fact [1].\n\n## References\n\n"),
    "YAML value": Place("title: ", "\n", "---\n", "---\n\nText.\n"),
    "YAML string": Place('title: "', '"\n', "---\n", "---\n\nText.\n"),
    "YAML list": Place("author: [", "]\n", "---\n", "---\n\nText.\n"),
    "YAML item": Place("- ", "\n", "---\nauthor:\n", "---\n\nText.\n"),
    "YAML block": Place("  ", "\n", "---\nabstract: |\n", "---\n\nText.\n"),
    "YAML key": Place("", ": a\n", "---\n", "---\n\nText.\n"),
    "TOML value": Place("title = ", "\n", "+++\n", "+++\n\nText.\n"),
    "TOML string": Place('title = "', '"\n', "+++\n", "+++\n\nText.\n"),
    "TOML list": Place("authors = [", "]\n", "+++\n", "+++\n\nText.\n"),
    "TOML key": Place("", " = 1\n", "+++\n", "+++\n\nText.\n"),
    "BibTeX": Place("", "\n", file="r.bib"),
    "BibTeX key": Place("@book{", ",\n title = {A}\n}\n", file="r.bib"),
    "BibTeX title": Place("@book{a,\n title = {", "}\n}\n", file="r.bib"),
    "BibTeX string": Place('@book{a,\n title = "', '"\n}\n', file="r.bib"),
    "BibTeX author": Place("@book{a,\n author = {Roe, A", " Lee, B}\n}\n", file="r.bib"),
    "BibTeX DOI": Place("@book{a,\n doi = {10.1000/", "}\n}\n", file="r.bib"),
    "BibTeX URL": Place("@book{a,\n url = {https://e.org/", "}\n}\n", file="r.bib"),
    "BibTeX note": Place("@book{a,\n howpublished = {", "}\n}\n", file="r.bib"),
    "BibTeX ISBN": Place("@book{a,\n isbn = {978", "}\n}\n", file="r.bib"),
    "BibTeX field": Place("@book{a,\n ", " = {A}\n}\n", file="r.bib"),
    "BibTeX comment": Place("@comment{", "}\n", file="r.bib"),
    "CSL id": Place('{"id": "', '", "title": "A"},', "[", '{"id": "a"}]', "r.json"),
    "CSL title": Place('{"id": 1, "title": "', '"},', "[", '{"id": "a"}]', "r.json"),
    "CSL author": Place('{"id": "b", "author": [{"family": "', '"}]},', "[", '{"id": "a"}]', "r.json"),
    "CSL DOI": Place('{"id": "b", "DOI": "10.1000/', '"},', "[", '{"id": "a"}]', "r.json"),
    "CSL ISBN": Place('{"id": "b", "ISBN": "978', '"},', "[", '{"id": "a"}]', "r.json"),
    "CSL URL": Place('{"id": "b", "URL": "https://e.org/', '"},', "[", '{"id": "a"}]', "r.json"),
    "CSL date": Place('{"id": 1, "issued": {"raw": "', '"}},', "[", '{"id": "a"}]', "r.json"),
}  # fmt: skip
"""What a filling stands in, by name."""


class Family(NamedTuple):
    """Texts of any size made alike: one filling as long as the text (`within`), or many of one token each."""

    name: str
    place: Place
    token: str
    within: bool

    def text(self, size: int) -> str:
        """The text of about `size` characters."""
        place, token = self.place, self.token
        room = size - len(place.head) - len(place.tail)
        if self.within:
            room -= len(place.opens) + len(place.closes)
            return f"{place.head}{place.opens}{token * (room // len(token))}{place.closes}{place.tail}"
        piece = f"{place.opens}{token}{place.closes}"
        return f"{place.head}{piece * (room // len(piece))}{place.tail}"

    def files(self, size: int) -> tuple[str, dict[str, bytes]]:
        """The article, and the files beside it by name."""
        text = self.text(size)
        if not self.place.file:
            return text, {}
        article = f"---\nbibliography: {self.place.file}\n---\n{_CITED}"
        return article, {self.place.file: text.encode("utf-8", "replace")}


def families() -> Iterator[Family]:
    """Every token in every place, in both ways."""
    for name, place in PLACES.items():
        for token in TOKENS:
            yield Family(f"{name}, one of {token!r}", place, token, within=True)
            if place.opens or place.closes:
                yield Family(f"{name}, each of {token!r}", place, token, within=False)
