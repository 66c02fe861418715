"""What `--fix` writes, code by code, and what `--fix --unsafe --yes` writes beyond it; twice is once."""

from datetime import date
from pathlib import Path

import pytest

from kgraph.audit import CHECKS, Options, SourceFacts
from kgraph.beside import Reach
from kgraph.engine import ArticleFile
from kgraph.jobs.audit import mend

_EVERY = frozenset(check.code for check in CHECKS)
_TWO = "\n\n## References\n\n[1] https://elmlab.net/elms\n[2] https://oaklab.net/oaks\n"


def _mended(
    text: str, code: str, *, unsafe: bool = False, facts: dict[str, SourceFacts] | None = None
) -> str:
    options = Options(codes=frozenset({code}), today=date(2026, 1, 15), facts=facts or {})
    article = ArticleFile("a.md", "a.md", Reach())
    once = mend(article, text.encode(), options, lambda finding: unsafe or finding.fix == "safe").data
    twice = mend(article, once, options, lambda finding: unsafe or finding.fix == "safe").data
    assert twice == once
    return once.decode()


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("marker-target-mismatch", 'Elms fall. [[1](#ref-)]\n\n## References\n\n[1] <a id="ref-1"></a> https://elmlab.net/elms\n', 'Elms fall. [[1](#ref-1)]\n\n## References\n\n[1] <a id="ref-1"></a> https://elmlab.net/elms\n'),
        ("bracket-unbalanced", 'Elms fall. [[1](#ref-1)\n\n## References\n\n[1] <a id="ref-1"></a> https://elmlab.net/elms\n', 'Elms fall. [[1](#ref-1)]\n\n## References\n\n[1] <a id="ref-1"></a> https://elmlab.net/elms\n'),
        ("group-unsorted", "Elms fall [2][1]." + _TWO, "Elms fall [1][2]." + _TWO),
        ("group-repeated", "Elms fall [2][2]. Oaks stand [1]." + _TWO, "Elms fall [2]. Oaks stand [1]." + _TWO),
        ("generator-residue", "[cite_start]Elms fall [1]. Oaks stand [2]." + _TWO, "Elms fall [1]. Oaks stand [2]." + _TWO),
        ("url-tracking", "Elms fall [1]. Oaks stand [2]." + _TWO.replace("/oaks", "/oaks?utm_source=x"), "Elms fall [1]. Oaks stand [2]." + _TWO),
        ("text-repaired", "An elm isnâ€™t an oak [1][2]." + _TWO, "An elm isn’t an oak [1][2]." + _TWO),
        ("numbering-gap", "Elms fall [1]. Oaks stand [3]." + _TWO.replace("[2]", "[3]"), "Elms fall [1]. Oaks stand [2]." + _TWO),
        ("numbering-order", "Oaks stand [2]. Elms fall [1]." + _TWO, "Oaks stand [1]. Elms fall [2].\n\n## References\n\n[1] https://oaklab.net/oaks\n[2] https://elmlab.net/elms\n"),
        (
            "source-duplicate",
            "Elms fall [1][2]. Oaks stand [2]. Firs bend [3].\n\n## References\n\n[1] https://arxiv.org/abs/2103.04001\n[2] [arxiv.org: Elms](https://arxiv.org/pdf/2103.04001v2)\n[3] https://firs.net/a\n",
            "Elms fall [1]. Oaks stand [1]. Firs bend [2].\n\n## References\n\n[1] [arxiv.org: Elms](https://arxiv.org/pdf/2103.04001v2)\n[2] https://firs.net/a\n",
        ),
    ],
)  # fmt: skip
def test_what_is_safe_is_done(code: str, before: str, after: str) -> None:
    assert _mended(before, code) == after


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("reference-uncited", "Oaks stand [2]." + _TWO, "Oaks stand [1].\n\n## References\n\n[1] https://oaklab.net/oaks\n"),
        ("reference-placeholder", "Elms fall [1]. Oaks stand [2]." + _TWO.replace("https://elmlab.net/elms", "[elmlab.net: display text](https://elmlab.net/elms)"), "Elms fall [1]. Oaks stand [2]." + _TWO.replace("https://elmlab.net/elms", "[elmlab.net: Elms \\[2nd ed.\\]](https://elmlab.net/elms)")),
        ("domain-differs", "Elms fall [1]. Oaks stand [2]." + _TWO.replace("https://elmlab.net/elms", "[elmmuseum.org: Elms](https://elmlab.net/elms)"), "Elms fall [1]. Oaks stand [2]." + _TWO.replace("https://elmlab.net/elms", "[elmlab.net: Elms](https://elmlab.net/elms)")),
        ("url-malformed", "Elms fall [1]. Oaks stand [2]." + _TWO.replace("https://elm", "https://https://elm"), "Elms fall [1]. Oaks stand [2]." + _TWO),
        ("title-differs", "Elms fall [1]. Oaks stand [2]." + _TWO.replace("https://elmlab.net/elms", "[Soap](https://elmlab.net/elms)"), "Elms fall [1]. Oaks stand [2]." + _TWO.replace("https://elmlab.net/elms", "[Elms \\[2nd ed.\\]](https://elmlab.net/elms)")),
        ("source-moved", "Elms fall [1]. Oaks stand [2]." + _TWO, "Elms fall [1]. Oaks stand [2]." + _TWO.replace("/oaks", "/trees/oaks")),
        ("marker-target-mismatch", 'Elms fall. [[1](#ref-2)]\n\n## References\n\n[1] <a id="ref-1"></a> https://elmlab.net/elms\n[2] <a id="ref-2"></a> https://oaklab.net/oaks\n', 'Elms fall. [[2](#ref-2)]\n\n## References\n\n[1] <a id="ref-1"></a> https://elmlab.net/elms\n[2] <a id="ref-2"></a> https://oaklab.net/oaks\n'),
    ],
)  # fmt: skip
def test_what_is_not_safe_is_done_where_it_is_accepted(code: str, before: str, after: str) -> None:
    facts = {
        "https://elmlab.net/elms": SourceFacts(status="alive", title="Elms [2nd ed.]"),
        "https://oaklab.net/oaks": SourceFacts(status="moved", final="https://oaklab.net/trees/oaks"),
    }
    assert _mended(before, code, facts=facts) == before
    assert _mended(before, code, unsafe=True, facts=facts) == after


def test_pages_of_one_book_stay_two_entries() -> None:
    text = (
        "Elms fall [1]. Oaks stand [2].\n\n## References\n\n[1] A. Moss, Elms. ISBN 978-0-306-40615-7, p. 12\n"
        "[2] A. Moss, Elms. ISBN 978-0-306-40615-7, p. 90\n"
    )
    assert _mended(text, "source-duplicate", unsafe=True) == text


def test_a_file_of_its_own_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "r.bib").write_text(
        "@misc{a, title={CafÃ©}, url={https://elmlab.net/elms}}\n", encoding="utf-8"
    )
    path = tmp_path / "a.md"
    text = "---\nbibliography: r.bib\n---\n\nElms fall [@a].\n"
    path.write_text(text)
    options = Options(codes=_EVERY - {"ignore-unused"}, today=date(2026, 1, 15))
    article = ArticleFile(str(path), str(path), Reach())
    assert mend(article, text.encode(), options, lambda finding: True).data == text.encode()
