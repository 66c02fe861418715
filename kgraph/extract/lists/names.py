"""What reference lists are called, and other phrases that name the parts of an article."""

from functools import lru_cache

from kgraph import late_re as re
from kgraph.extract.lexicon import each, patterns_of, words_of

WEAK_LIST_NAMES = frozenset(each("lists.weak"))
"""Names that head other things too: they head a list only where what follows has the shape of entries."""
LIST_NAMES = frozenset(each("lists.names")) | WEAK_LIST_NAMES
"""Names of reference lists, case-folded, in the languages people write in."""

OF_REMARKS = frozenset(each("lists.of_remarks"))
"""Names of lists in one language that head a remark in another: `Note`."""
LIST_IDS = frozenset(["references", "bibliography", "works-cited", "refs"])
"""Ids of headings, and of the elements that Pandoc sets with none: they say nothing but that a list follows."""

_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_NUMBERING = re.compile(
    rf"^(?:(?:{patterns_of('patterns.numbering')})(?:\s[a-z\d]{{1,2}})?\s?[.:—–-]\s?"
    rf"|\(?(?:\d{{1,3}}(?:\.\d{{1,3}})*|[ivxlc]{{1,6}}|[a-z]|{_HAN_NUMBER})[.)、:：]*\s+|{_HAN_NUMBER}、)",
    re.IGNORECASE,
)
"""What numbers a heading: `Appendix B:`, `14.`, `三、`."""
_EDGES = " \t*_#:：.。…-—–[]()（）【】📚🔗📖📄📝🗂️\ufe0f"

_OF_ARTICLE = (
    r"(?:(?:this (?:post|article|page|text|report|document|answer|blog post)|post|article|text|report|content)"
    r" (?:was|is|has been) )?"
)
_ATTRIBUTION = re.compile(
    rf"\s*[_*(\[]*{_OF_ARTICLE}(?:{patterns_of('patterns.attributions')})\s+(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTION_CHARS = 300
_MODELS = (
    "claude|gpt|chatgpt|gemini|llama|mistral|mixtral|perplexity|copilot|sonar|grok|deepseek|qwen|bard|bing"
    r"|\bo[134]\b|opus|sonnet|haiku"
)
_MODEL = re.compile(rf"{_MODELS}|\bAI\b|\bLLM|model|assistant", re.IGNORECASE)


_QUALIFIED = re.compile(r"(?<=\w)\s{0,2}[(（][^()（）]{1,24}[)）]$")
"""What says more about a list in parentheses: `References (selected)`, `参考文献（部分）`."""
_UNSPACED = re.compile(r"[\u3001\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
"""A word of a script that parts no words."""
_JOINED = re.compile(
    r"\s*(?:{}|/|&|,)\s*|\s+(?:{})\s+".format(
        "|".join(w for w in each("lists.joined_by") if _UNSPACED.fullmatch(w)),
        "|".join(w for w in each("lists.joined_by") if not _UNSPACED.fullmatch(w)),
    )
)
"""What joins two names of lists into one: `参考文献与资料来源`, `Quellen und Literatur`."""
_JOINED_TO = tuple(each("lists.joined_to"))
"""What a name of a list may be joined to: `Quellen und weiterführende Links`."""
_WHOLE = re.compile("^{}".format("".join(f"(?:{pattern})" for pattern in each("patterns.before_names"))))
_USED = re.compile(rf"(?:{patterns_of('patterns.behind_names')})$")
"""What goes around the name of a list: `Full list of`, `… used in this report`."""
_USES = re.compile(rf"\s(?:{patterns_of('patterns.uses')})\b")
"""What makes a list of references even of notes and sources."""
_AROUND = re.compile(rf"^(?:{words_of('lists.around_before')})+|(?:{words_of('lists.around_behind')})$")
"""What goes before or behind the name of a list where no space parts words."""
_ENDINGS = frozenset({name[-2:] for name in (*LIST_NAMES, *_JOINED_TO)} | set(each("lists.around_behind")))
"""The last two characters of every name of a list: most other lines end otherwise."""
_BEGINNINGS = frozenset(name[:2] for name in (*LIST_NAMES, *each("lists.around_before")))
"""The first two characters of every name of a list, and of what goes before it without a space."""
_ENGLISH = tuple(each("words.list_stems"))
"""What one of is in a name with words behind it, as in `Sources used in this report`."""


def list_name(text: str) -> str | None:
    """The name of the reference list that `text` heads; None where it heads none.

    >>> list_name("14. Kaynakça"), list_name("**Works cited**"), list_name("参考文献："), list_name("Preferences")
    ('kaynakça', 'works cited', '参考文献', None)
    >>> list_name("主要参考文献与资料来源"), list_name("Quellen und Literatur"), list_name("Notes and ideas")
    ('主要参考文献与资料来源', 'quellen und literatur', None)
    """
    if len(text) > 60:
        return None
    name = text.strip(" \t*_:：").replace("(s)", "s")
    if "(" in name or "（" in name:
        name = _QUALIFIED.sub("", name)
    name = " ".join(name.strip(_EDGES).split()).casefold()
    if name and _conversation(name) == len(name):
        return "source"
    bare = name.rstrip(_EDGES)
    if (
        bare[-2:] not in _ENDINGS
        and bare[-1:] not in _ENDINGS
        and not any(word in name for word in _ENGLISH)
        and not bare.endswith(_JOINED_TO)
    ):
        return None
    if name not in LIST_NAMES:
        name = _NUMBERING.sub("", name).strip(_EDGES)
    if name in LIST_NAMES:
        return name
    whole = _WHOLE.sub("", name)
    if whole == name and name[:2] not in _BEGINNINGS and name[:1] not in _BEGINNINGS:
        return None
    bare = _USED.sub("", whole)
    if bare in LIST_NAMES:
        return name if _USES.search(name) else bare
    parts = [_AROUND.sub("", part) for part in _JOINED.split(name)]
    if len(parts) > 3 or parts[0] not in LIST_NAMES:
        return None
    if all(part in LIST_NAMES for part in parts):
        return name
    return parts[0] if all(part in LIST_NAMES or part in _JOINED_TO for part in parts) else None


_CONVERSATION = re.compile(
    r"[>#*\s]{0,4}[^\W\d_]{1,12}\s?[:：][^:：\n]{0,40}(?:\bbing|必应|必應|copilot)[^:：\n]{0,24}?[,，.]?\s{0,2}\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}\.?",
    re.IGNORECASE,
)


def line_head(line: str) -> tuple[str, int] | None:
    """The name of the list that `line` heads, and where its head ends: one vendor's goes on with the first entry.

    >>> line_head("Sources:"), line_head("Origen: Conversación con Bing, 4/4/2023(1) El mar. https://example.org/mar")
    (('sources', 8), ('source', 39))
    """
    name = list_name(line)
    if name:
        return name, len(line)
    end = _conversation(line) if "(1)" in line and len(line) < 2000 else 0
    return ("source", end) if end and line.startswith("(1)", end) else None


def _conversation(line: str) -> int:
    """Where the head of the numbered list of one vendor's answers ends in `line`; 0 where it is none."""
    known = any(map(line.__contains__, ("Bing", "bing", "必", "opilot")))
    match = _CONVERSATION.match(line) if known else None
    return match.end() if match else 0


def heading_name(text: str, ids: list[str]) -> str | None:
    """The name of the list that a heading heads: by its words or, in whatever language, by one of its ids.

    >>> heading_name("Belegtes", ["references"]), heading_name("How to cite", ["citation"])
    ('references', None)
    """
    return list_name(text) or ("references" if LIST_IDS.intersection(ids) else None)


_SELF_CITATION = re.compile(rf"(?:{patterns_of('patterns.self_citations')})\s*:?", re.IGNORECASE)


def self_citation(text: str) -> bool:
    """Whether `text` is the line above the box that says how to cite the article itself."""
    return len(text) < 120 and bool(_SELF_CITATION.fullmatch(text.strip(" \t\n*_")))


_READING_LIST = re.compile(f"(?:{patterns_of('patterns.reading')})", re.IGNORECASE)
_LEADING = re.compile(rf"(?:{patterns_of('patterns.reading_heads')})\b", re.IGNORECASE)


_DOTTED_I = "İ".casefold()
"""What the capital letter of Turkish folds to: an `i` with a second dot."""


@lru_cache(maxsize=1024)  # each link below a heading asks
def is_reading_list(heading: str, *, of_links: bool) -> bool:
    """Whether a heading announces links to follow rather than sources (`Further reading`, `Useful links`).

    `of_links` says that what stands below begins with a link: then the first words of the heading do.

    >>> [is_reading_list(h, of_links=False) for h in ("12. Further Reading", "Related work", "Weblinks")]
    [True, False, True]
    """
    name = " ".join(heading.strip(_EDGES).split()).casefold().replace(_DOTTED_I, "i")
    if len(name) > 60:
        return False
    plain = _NUMBERING.sub("", name).strip(_EDGES)
    return bool(
        _READING_LIST.fullmatch(name)
        or _READING_LIST.fullmatch(plain)
        or (of_links and _LEADING.match(plain))
    )


_OWN_WORKS = re.compile(f"(?:{patterns_of('patterns.own_works')})", re.IGNORECASE)


@lru_cache(maxsize=1024)  # each link below a heading asks
def is_list_of_works(heading: str) -> bool:
    """Whether a heading announces somebody's own works: `Selected publications`. Not `Publications of 2020`."""
    return len(heading) <= 60 and bool(
        _OWN_WORKS.fullmatch(_NUMBERING.sub("", heading.strip(_EDGES)).strip(_EDGES))
    )


def attribution(text: str) -> str | None:
    """What an attribution line (`Based on a chat with MODEL on SITE`) says after its verb; None for others."""
    return _attribution(text) if len(text) <= _ATTRIBUTION_CHARS else None


@lru_cache(maxsize=4096)  # finders of lists, claims and the generator ask of the same blocks
def _attribution(text: str) -> str | None:
    if "\n\n" in text:
        return None
    match = _ATTRIBUTION.fullmatch(text.strip())
    return match["rest"] if match and _MODEL.search(match["rest"]) else None
