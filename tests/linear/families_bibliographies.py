"""Bibliographies beside an article that grow with `n`: BibTeX and CSL-JSON."""

import json


def _field(name: str, value: str) -> str:
    return f"@article{{a,\n  title = {{Kites}},\n  {name} = {{{value}}}\n}}\n"


def _record(**fields: object) -> str:
    return json.dumps([{"id": "a", "title": "Kites", **fields}], ensure_ascii=False)


BIBTEX = {
    "entries": lambda n: "".join(f"@article{{a{i},\n  title = {{Kites {i}}},\n  year = 2020\n}}\n" for i in range(n)),
    "same key": lambda n: "@article{a,\n  title = {Kites}\n}\n" * n,
    "same field": lambda n: "@article{a,\n" + "  title = {Kites},\n" * n + "}\n",
    "fields": lambda n: "@article{a,\n" + "".join(f"  f{i} = {{b}},\n" for i in range(n)) + "}\n",
    "open entries": lambda n: "@article{a,\n" * n,
    "at signs": lambda n: "@" * n,
    "at signs on lines": lambda n: "@a \n" * n,
    "spaces before at signs": lambda n: "@article{a, title = {" + (" " * 50 + "@a{") * n,
    "words without entries": lambda n: "words of it\n" * n,
    "comments": lambda n: "@comment{a}\n" * n,
    "strings": lambda n: "".join(f"@string{{s{i} = {{a}}}}\n" for i in range(n)) + "@article{a, title = s1 # s2}\n",
    "joined strings": lambda n: '@string{s = "a"}\n@article{a, title = ' + "s # " * n + "s}\n",
    "open braces": lambda n: "@article{a, title = " + "{" * n,
    "nested braces": lambda n: _field("note", "{" * n + "}" * n),
    "quotes": lambda n: '@article{a, title = "' + '{"}' * n + '"}\n',
    "parentheses": lambda n: "@article(a, title = {Kites})\n" * n,
    "equals": lambda n: "@article{a, " + "=" * n + "}\n",
    "commas": lambda n: "@article{a" + "," * n + "}\n",
    "long key": lambda n: "@article{" + "a" * n + ", title = {Kites}}\n",
    "long title": lambda n: _field("booktitle", "word " * n),
    "TeX in a title": lambda n: _field("booktitle", "{\\'e}t{\\'e} " * n),
    "TeX in titles": lambda n: "".join(f"@article{{a{i}, title = {{\\'Et\\'e}}}}\n" for i in range(n // 4)),
    "commands": lambda n: _field("booktitle", "\\textit{a} " * n),
    "open commands": lambda n: _field("booktitle", "\\textit " * n),
    "backslashes": lambda n: _field("booktitle", "\\" * (2 * n)),
    "dollars in TeX": lambda n: _field("booktitle", "$a$ " * n),
    "spaces": lambda n: _field("booktitle", "a" + " " * n + "b"),
    "authors": lambda n: _field("author", "Roe, A and " * n + "Lee, B"),
    "spaces in authors": lambda n: _field("author", "Roe, A" + " " * n + "Lee, B"),
    "DOI": lambda n: _field("doi", "10.1000/" + "a)" * n),
    "DOI of backslashes": lambda n: _field("doi", "10.1000/a" + "\\\\" * n),
    "ISBN": lambda n: _field("isbn", "978-" * n),
    "URL": lambda n: _field("url", "https://example.org/" + "a/../" * n),
    "addresses in a note": lambda n: _field("howpublished", "\\url{https://example.org/a} " * n),
}  # fmt: skip

CSL = {
    "records": lambda n: json.dumps([{"id": f"a{i}", "title": "Kites"} for i in range(n)]),
    "numbers as ids": lambda n: json.dumps([{"id": i, "title": "Kites"} for i in range(n)]),
    "escaped ids": lambda n: json.dumps([{"id": f"é{i}", "title": "Kites"} for i in range(n)]),
    "same id": lambda n: json.dumps([{"id": "a", "title": "Kites"}] * n),
    "ids that are not there": lambda n: "[" + ",".join(f'{{"\\u0069d": "b{i}"}}' for i in range(n)) + "]",
    "ids within records": lambda n: json.dumps([{"id": f"a{i}", "x": {"id": "b"}} for i in range(n)]),
    "no records": lambda n: json.dumps([1] * n),
    "open lists": lambda n: "[" * n,
    "open strings": lambda n: '["' + "a" * n,
    "spaces": lambda n: "[" + " " * n + "]",
    "spaces behind ids": lambda n: '[{"id"' + " " * n + ': "a"}]',
    "authors": lambda n: _record(author=[{"family": "Roe", "given": "A"}] * n),
    "title": lambda n: _record(note="a", title="<i>a</i> " * n),
    "open markup": lambda n: _record(title="<i " * n),
    "date": lambda n: _record(issued={"date-parts": [[2020] * n]}),
    "DOI": lambda n: _record(DOI="10.1000/" + "a)" * n),
    "DOI of backslashes": lambda n: _record(DOI="10.1000/a" + "\\" * n),
    "ISBN": lambda n: _record(ISBN="978 " * n),
    "number as ISBN": lambda n: _record(ISBN="9" * n),
    "PMID": lambda n: _record(PMID="1" * n),
    "URL": lambda n: _record(URL="https://example.org/" + "a/../" * n),
    "long id": lambda n: json.dumps([{"id": "a" * n}]),
}  # fmt: skip
