"""Whether the quotation in an entry is its title, or only some words of a longer one."""

from kgraph import late_re as re
from kgraph.extract.entries.authors import are_people
from kgraph.extract.entries.patterns import QUOTED
from kgraph.extract.entries.titles import flat
from kgraph.extract.lexicon import patterns_of
from kgraph.extract.text.characters import YEAR_DIGITS

_KANA = re.compile("[\u3040-\u309f]")
"""A letter of hiragana: it joins a quotation with the words around it (`『源氏物語』の研究`)."""
_OTHERS = re.compile(rf"(?<=[\u3040-\u9fff])(?:{patterns_of('patterns.others_eastern')})$")
"""What stands for further authors before a title: `山田太郎ほか「海の帆」`."""
_QUOTED_WORDS = 2
_IN_BRACKETS = re.compile(rf"\s\({YEAR_DIGITS}[a-z]?[^()]{{0,20}}\)")


def prose_quote(lead: str, quoted: re.Match[str]) -> bool:
    """Whether the quotation, behind `lead`, is a part of a longer title (`The “Moons” of the sea`), or its venue (`Moons // «The sea»`).

    A stop within it, or before it, makes it a title of its own.
    """
    if lead.rstrip().endswith(" //"):
        return True
    lead, after = _OTHERS.sub("", lead.rstrip()), quoted.string[quoted.end() : quoted.end() + 40].lstrip()
    if quoted[0][0] in "「『" and lead and len(lead) < 30 and not _KANA.search(lead[-1] + after[:1]):
        return False  # 山田太郎『納豆の科学』岩波書店
    if quoted[0][0] in "《「『〈":
        return not (
            (not lead or lead[-1] in "，,：:.。；;、)）") and (not after or after[0] in "，,.。（(；;[h")
        )
    if len(quoted["title"].split()) > 2 or quoted["title"][-1] in ".,?!":
        return False
    if lead and lead[-1] not in ".,:;)–—-，：、。":
        return True
    return not lead and after[:1].isalpha()


def names_title(lead: str) -> bool:
    """Whether the words before a link are authors, a year perhaps, and a title of three words or more in quotation marks."""
    quoted = QUOTED.search(lead)
    if quoted is None or len(quoted["title"].split()) <= _QUOTED_WORDS or lead[quoted.end() :].strip(" .,"):
        return False
    dated = _IN_BRACKETS.sub("", flat(lead[: quoted.start()]))
    return "," in dated and are_people(dated)
