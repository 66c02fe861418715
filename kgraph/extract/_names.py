"""What reference lists are called, and other phrases that name the parts of an article."""

import re
from functools import lru_cache

LIST_NAMES = frozenset(
    """\
    references|reference|source|citation|references cited|references and notes|references & notes|references and sources
    reference list|list of references|citations|citation list|works cited|work cited|works consulted
    sources|source list|sources cited|sources and references|sources & references|cited sources|cited works
    bibliography|selected bibliography|annotated bibliography|literature|literature cited|cited literature
    notes|endnotes|end notes|footnotes|notes and references|notes & references|references/sources
    key references|selected references|main references|key sources|primary sources|secondary sources
    references and citations|citations and references|references and links|links and references
    references and bibliography|bibliography and references|references & bibliography|literature references
    footnotes and references|references and footnotes|data sources|sources consulted|sources used
    sources and further reading|references and further reading|references & further reading
    参考文献|参考资料|参考来源|引用|引用来源|引用文献|资料来源|来源|文献|注释|参考链接|參考文獻|參考資料|資料來源|引用資料
    参考資料|出典|引用元|参照|脚注|参考|情報源|참고문헌|참고 문헌|참고자료|참고 자료|출처|각주|인용
    kaynakça|kaynaklar|kaynak|kaynakca|referanslar|dipnotlar|atıflar|notlar
    referencias|referencias bibliográficas|bibliografía|fuentes|obras citadas|notas|citas|fuentes consultadas
    références|références bibliographiques|bibliographie|sources citées|ouvrages cités|notes de bas de page|notes et références
    quellen|quellenverzeichnis|literatur|literaturverzeichnis|referenzen|einzelnachweise|fußnoten|anmerkungen|quellenangaben|nachweise|belege
    riferimenti|riferimenti bibliografici|bibliografia|fonti|opere citate|note
    referências|referências bibliográficas|fontes|obras citadas|bibliografia consultada
    bronnen|referenties|literatuur|literatuurlijst|bronvermelding|voetnoten|geraadpleegde bronnen
    источники|литература|список литературы|список источников|библиография|ссылки|примечания|список использованных источников|использованная литература
    джерела|література|список літератури|посилання|примітки
    źródła|bibliografia|literatura|przypisy|odwołania|prameny|zdroje|reference a zdroje|literatúra|izvori|viri|források|irodalomjegyzék|hivatkozások|jegyzetek
    källor|referenser|litteratur|källförteckning|noter|kilder|referanser|referencer|litteraturliste|kildehenvisninger|lähteet|viitteet
    πηγές|βιβλιογραφία|αναφορές|παραπομπές|المراجع|المصادر|مراجع|مصادر|מקורות|הערות שוליים|ביבליוגרפיה|منابع|مراجع و منابع
    संदर्भ|स्रोत|संदर्भ सूची|তথ্যসূত্র|เอกสารอ้างอิง|อ้างอิง|แหล่งที่มา|tài liệu tham khảo|nguồn|nguồn tham khảo|trích dẫn
    daftar pustaka|referensi|sumber|rujukan|referințe|bibliografie|surse|извори|библиография|източници|літэратура
    """.replace("\n    ", "|")
    .strip("| \n")
    .split("|")
)
"""Names of reference lists, lower-case, in the languages people write in."""

WEAK_LIST_NAMES = frozenset(
    {
        "notes",
        "note",
        "notas",
        "sources",
        "source",
        "reference",
        "literature",
        "来源",
        "注释",
        "引用",
        "参考",
        "kaynak",
        "sumber",
        "surse",
        "noter",
        "notlar",
    }
)
"""Names that head other things too: they head a list only where what follows has the shape of entries."""

_NUMBERING = re.compile(
    r"^(?:\(?(?:\d{1,3}(?:\.\d{1,3})*|[ivxlc]{1,6}|[a-z]|[一二三四五六七八九十]{1,3})[.)、:：]*\s+|[一二三四五六七八九十]{1,3}、)",
    re.IGNORECASE,
)
_EDGES = " \t*_#:：.。…-—–[]()（）【】📚🔗📖📄📝🗂️\ufe0f"

_ATTRIBUTION = re.compile(
    r"\s*[_*(\[]*(?:(?:this (?:post|article|page|text|report|document|answer|blog post)|post|article|text|report|content) (?:was|is|has been) )?"
    r"(?:(?:largely |mostly |partly |partially )?(?:based on|adapted from) (?:a |an |my |the |several )?(?:chats?|conversations?|dialogues?|sessions?|discussions?|answers?|responses?)(?: \w+){0,3}? (?:with|from|by|to)|"
    r"assisted by|(?:co-)?(?:generated|written|created|produced|drafted|authored|composed) (?:by|with|using|through|via|with (?:the )?(?:help|assistance) of)|with (?:the )?(?:help|assistance) (?:of|from)|powered by)\s+(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_MODEL = re.compile(
    r"claude|gpt|chatgpt|gemini|llama|mistral|mixtral|perplexity|copilot|sonar|grok|deepseek|qwen|bard|bing|\bo[134]\b|opus|sonnet|haiku|\bAI\b|\bLLM|model|assistant",
    re.IGNORECASE,
)


def list_name(text: str) -> str | None:
    """The name of the reference list that `text` heads; None where it heads none.

    >>> list_name("14. Kaynakça"), list_name("**Works cited**"), list_name("参考文献："), list_name("Preferences")
    ('kaynakça', 'works cited', '参考文献', None)
    """
    if len(text) > 60:
        return None
    name = " ".join(text.strip(_EDGES).split()).casefold()
    if name not in LIST_NAMES:
        name = _NUMBERING.sub("", name).strip(_EDGES)
    return name if name in LIST_NAMES else None


@lru_cache(maxsize=4096)  # finders of lists, claims and the generator ask of the same blocks
def attribution(text: str) -> str | None:
    """What an attribution line (`Based on a chat with MODEL on SITE`) says after its verb; None for others."""
    if len(text) > 300 or "\n\n" in text:
        return None
    match = _ATTRIBUTION.fullmatch(text.strip())
    return match["rest"] if match and _MODEL.search(match["rest"]) else None
