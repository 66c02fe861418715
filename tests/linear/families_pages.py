"""Web pages: elements, attributes, links, notes and entries that grow with `n`."""


def _notes(n: int) -> str:
    marks = "".join(f'A fact.<sup><a id="r{i}" href="#n{i}">{i}</a></sup> ' for i in range(n))
    return f"<p>{marks}</p>" + "".join(
        f'<p id="n{i}"><a href="#r{i}">{i}</a> Moss, Tides, 1999.</p>' for i in range(n)
    )


def _listed(n: int) -> str:
    marks = "".join(
        f'A fact [<a href="#b{i}" role="doc-biblioref">{i}</a>, <a href="#b0">0</a>]. ' for i in range(n)
    )
    entries = "".join(f'<li id="b{i}">Moss, A. Tides. 1999.</li>' for i in range(n))
    return f'<p>{marks}</p><ol role="doc-bibliography">{entries}</ol>'


FAMILIES = {
    "page of deep elements": lambda n: "<div>" * n + "text",
    "page of deep inline elements": lambda n: "<b><i>" * n + "text",
    "page of deep lists": lambda n: "<ul><li>" * n + "text",
    "page of deep tables": lambda n: "<table><tr><td>" * n + "text",
    "page of deep quotes in sups": lambda n: "<sup class='reference'>" * n + "1",
    "page of paragraphs": lambda n: "<p>A fact.\n" * n,
    "page of open items": lambda n: "<ol>" + "<li>A fact.\n" * n,
    "page of open cells": lambda n: "<table>" + "<tr><td>A fact.<td>b" * n,
    "page of closing tags": lambda n: "text" + "</div>" * n,
    "page of crossing tags": lambda n: "<b><div>x</b>" * n + "text",
    "page of breaks": lambda n: "<p>" + "A fact.<br>" * n,
    "page of spaces": lambda n: "<p>a" + " \n" * n + "b",
    "page of entities": lambda n: "<p>" + "&amp;&#65;" * n,
    "page of odd entities": lambda n: "<p>" + "&" * n + "&#" + "1" * n,
    "page of less-thans": lambda n: "<p>" + "< " * n,
    "page of open comments": lambda n: "<p>a" + "<!-- " * n,
    "page of open tags": lambda n: "<p>a" + "<a href='" * n,
    "page of quotes": lambda n: "<a " + "x=\"'" * n + ">",
    "page of equals": lambda n: "<a " + "= " * n + ">",
    "page with a long attribute": lambda n: '<p class="' + "a " * n + '" style="' + "display " * n + '">text',
    "page of attributes": lambda n: "<p " + "".join(f"a{i}=b " for i in range(n)) + ">text",
    "page of open scripts": lambda n: "<p>text" + "<script>" * n,
    "page of scripts": lambda n: "<script>a</script>" * n + "<p>text",
    "page of closing scripts": lambda n: "<p>text<script>" + "</scrip" * n,
    "page of headings": lambda n: "<h1>a<h2>b" * n + "text",
    "page of links": lambda n: "<p>" + '<a href="https://example.org/a">a</a> ' * n,
    "page of own links": lambda n: '<p id="a">' + '<a href="#a">1</a> ' * n,
    "page of names": lambda n: "".join(f'<a name="a{i}"></a>' for i in range(n)) + '<p><a href="#a1">1</a>',
    "page of notes": _notes,
    "page of entries": _listed,
    "page of sups": lambda n: "<p>a" + '<sup class="reference"><a href="#cite_note-1">[1]</a></sup>' * n,
    "page of pills": lambda n: "<p>a" + '<span data-testid="webpage-citation-pill"><a href="https://e.org">e</a></span>' * n,
    "page of ranges": lambda n: "<p>a" + '<a href="#fn1" class="footnote-ref">1</a>–' * n,
    "page of keys": lambda n: '<p>a<d-cite key="' + "a," * n + '"></d-cite>',
    "page of sidenotes": lambda n: "<p>a" + '<span class="sidenote">Moss, Tides, 1999.</span>' * n,
    "page of nested sidenotes": lambda n: "<p>a" + '<span class="sidenote">b' * n,
    "page of formulas": lambda n: "<p>a" + '<math alttext="x"><mi>x</mi></math> ' * n,
    "page of hidden elements": lambda n: "<p>a" + "<span hidden>b</span>" * n,
    "page of metas": lambda n: '<meta name="author" content="Moss">' * n + "<p>a",
    "page of canonical links": lambda n: '<link rel="canonical" href="x">' * n + "<p>a",
    "page with a long title": lambda n: "<title>" + "a | " * n + "</title><p>a",
    "page of JSON": lambda n: '<script type="application/ld+json">' + "[" * n + "</script><p>a",
    "page of BibTeX": lambda n: '<script type="text/bibliography">' + "@book{a, title={b}}\n" * n + "</script><p>a",
    "page of groups in brackets": lambda n: "<p>a " + '[<a href="#b1" role="doc-biblioref">1</a>' * n,
}  # fmt: skip
"""Name → the page of size `n`."""
