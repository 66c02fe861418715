"""Random inputs of the readers of XML and of Word: articles of the cases and of the linear families, damaged; each is checked."""

import random
from collections.abc import Callable
from functools import cache

from kgraph.errors import InputError
from kgraph.extract import extract
from kgraph.read import read
from tests.extract.accounting import check
from tests.extract.mutate import TOKENS, mutant
from tests.linear import families_xml
from tests.read.case_file import cases
from tests.read.word_files import packed

_XML = (
    "<p/>", "<p>a b c.</p>", "<sec><title>a</title></sec>", '<xref ref-type="bibr" rid="B1">1</xref>', '<xref rid="B2"/>', "(", ")", "[", "]", "–",
    '<ref type="bibr" target="#b0">Moss, 2019</ref>', "<note>a</note>", "<fn><p>a</p></fn>", "<list><list-item/></list>", "<table><tr><td/></tr></table>",
    "<fig><caption><title>a</title></caption></fig>", "<ref-list/>", '<ref id="B1"/>', "<listBibl><bibl/></listBibl>", "<formula>a</formula>", "<break/>",
    "<disp-formula/>", "&amp;", "&#8211;", "&nbsp;", "<!-- [1] -->", "<?a b?>", "<![CDATA[<p>]]>", " ", "\n", "(see ", "; p. 4)", "2019",
)  # fmt: skip
_WORD = (
    "<w:p/>", "<w:p><w:r><w:t>a b c.</w:t></w:r></w:p>", '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "<w:r><w:br/></w:r>", "<w:r><w:t>[1]</w:t></w:r>", "<w:instrText> CITATION a </w:instrText>", "- ", "1) ", "[1]",
    '<w:bookmarkStart w:name="a"/>', '<w:footnoteReference w:id="2"/>', "<w:tbl><w:tr><w:tc/></w:tr></w:tbl>", "<w:sdt><w:sdtContent/></w:sdt>", "&amp;", "\n",
)  # fmt: skip
"""Tokens that leave most of a file well-formed."""
_GROWN = 3


@cache
def articles(suffix: str) -> list[str]:
    """Articles of a format to damage; those of Word as XML."""
    families: dict[str, dict[str, Callable[[int], str]]] = {
        ".nxml": families_xml.JATS,
        ".tei": families_xml.TEI,
        ".docx": families_xml.WORD,
    }
    grown = [make(_GROWN) for make in families[suffix].values()]
    return [case.article for case in cases() if case.file.endswith(suffix)] + grown


def damaged_xml(suffix: str) -> Callable[[random.Random], str]:
    """What makes a damaged article of JATS or TEI, and checks it."""

    def make(rng: random.Random) -> str:
        files = articles(suffix)
        text = mutant(rng.choice(files), rng, files, _XML if rng.random() < 0.7 else TOKENS)
        _check(f"a{suffix}", text.encode("utf-8", "replace"))
        return text

    return make


def damaged_word(rng: random.Random) -> str:
    """A Word file, damaged in its XML or in its bytes."""
    files = articles(".docx")
    text = rng.choice(files)
    if rng.random() < 0.7:
        text = mutant(text, rng, files, _WORD).replace("\r", "\n")
        _check("a.docx", packed(text))
        return text
    data = bytearray(packed(text))
    for _ in range(rng.randint(1, 4)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    _check("a.docx", bytes(data[: rng.choice((len(data), rng.randrange(len(data))))]))
    return text


def _check(name: str, data: bytes) -> None:
    try:
        document = read(name, data)
    except InputError as error:
        assert str(error).startswith(name) and "\n" not in str(error)
        return
    check(extract(document))


FORMAT_INPUTS: dict[tuple[str, str], Callable[[random.Random], str]] = {
    ("jats", "mutant"): damaged_xml(".nxml"),
    ("tei", "mutant"): damaged_xml(".tei"),
    ("docx", "mutant"): damaged_word,
}
"""Reader and generator → the function that makes one input, checks it and gives it back."""
