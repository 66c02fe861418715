"""Families of hostile pages, each as a function of its length; by hand, more sizes and what each costs in memory.

    python bench/page_families.py [--only WORD] [--bytes 500000]

prints for each family the time of a page of about so many bytes and of one twice as long, their ratio, and the most
memory that a fresh process took for the longer one. `tests/enrich/test_linear_time.py` runs the same families.
"""

import argparse
import gc
import subprocess
import sys
import time
from pathlib import Path

from kgraph.enrich import read_page

URL = "https://example.org/articles/1"


def json_ld(text: str) -> str:
    return f'<title>A page</title><script type="application/ld+json">{text}</script>'


def _article(more: str) -> str:
    return json_ld('{"@type": "NewsArticle", "headline": "A", ' + more + "}")


# name → a page of about `n` repetitions
FAMILIES = {
    # JSON-LD
    "json-ld blanks": lambda n: json_ld("{}" + " " * n + "x"),
    "json-ld blank lines": lambda n: json_ld("\n" * n + "x"),
    "json-ld closers": lambda n: json_ld("{} " + "--> " * n + "x"),
    "json-ld cdata": lambda n: json_ld("<![CDATA[" * n),
    "json-ld slashes": lambda n: json_ld("// " * n),
    "json-ld semicolons": lambda n: json_ld("{}" + ";" * n + "x"),
    "json-ld open lists": lambda n: json_ld("[" * n),
    "json-ld open objects": lambda n: json_ld('{"a":' * n),
    "json-ld nested": lambda n: json_ld('{"@type":"A","a":' * 29 + "[" + '{"@id":"b","c":1},' * n + "1]" + "}" * 29),
    "json-ld graph": lambda n: json_ld('{"@graph":[' + '{"@type":"Thing","name":"a"},' * n + "1]}"),
    "json-ld types": lambda n: json_ld('{"@type":[' + '"Thing",' * n + '"Other"]}'),
    "json-ld nodes of many types": lambda n: json_ld("[" + ('{"@type":[' + '"T",' * 30 + '"U"]},') * (n // 30) + "1]"),
    "json-ld repeated keys": lambda n: json_ld("{" + '"headline":"a",' * n + '"@type":"Article"}'),
    "json-ld many keys": lambda n: json_ld("{" + "".join(f'"k{i}":{{}},' for i in range(n)) + '"@type":"Article"}'),
    "json-ld authors": lambda n: _article('"author":[' + '{"name":"Ann Lee"},' * n + "{}]"),
    "json-ld one long author": lambda n: _article('"author":"' + "Ann Lee, " * n + '"'),
    "json-ld authors by reference": lambda n: _article('"author":[' + '{"@id":"a"},' * n + '{"@id":"a","name":["' + "1 " * n + '"]}]'),
    "json-ld names of names": lambda n: _article('"author":[' + '{"@id":"#a"},' * 99 + '{}],"about":{"@id":"#a","name":[' + ('"' + "1 " * (n // 100) + '",') * 100 + '""]}'),
    "json-ld long headline": lambda n: _article('"name":"' + "word - " * n + '"'),
    "json-ld long date": lambda n: _article('"datePublished":"' + "1 de " * n + '"'),
    "json-ld identifiers": lambda n: _article('"identifier":[' + '"10.1234",' * n + "1]"),
    "json-ld long identifier": lambda n: _article('"identifier":"' + "10.1234/" * n + '"'),
    "json-ld numbers": lambda n: json_ld("[" + "1" * n + "]"),
    "json-ld escapes": lambda n: _article('"name":"' + "\\u0041" * n + '"'),
    "json-ld broken strings": lambda n: json_ld('["' + "\\\\" * n),
    "json-ld scripts": lambda n: json_ld('{"@type":"Thing","@id":"a"}') * n,
    "json-ld scripts that do not close": lambda n: '<script type="application/ld+json">{' * n,
    # tags
    "open tags": lambda n: "<a " * n,
    "angles": lambda n: "<" * n,
    "unclosed": lambda n: "<p><b>" * n,
    "deep": lambda n: "<div>" * n + "x" + "</div>" * n,
    "closing tags": lambda n: "</div>" * n,
    "crossed tags": lambda n: "<b><i>x</b></i>" * n,
    "tables": lambda n: "<table><tr><td>" * n,
    "comments": lambda n: "<!-- a -->" * n,
    "open comments": lambda n: "<!-- " * n,
    "open scripts": lambda n: "<script>" * n,
    "open styles": lambda n: "<style>a" * n + "</style >" * n,
    "scripts": lambda n: "<script>a</script>" * n,
    "long s": lambda n: "<ſcript>a</ſcript>" * n,
    "selects": lambda n: "<select><option>a" * n,
    "cdata": lambda n: "<![CDATA[ a ]]>" * n,
    "instructions": lambda n: "<?a b" * n,
    "attributes": lambda n: "<p " + " ".join(f"a{i}=1" for i in range(n)) + ">x",
    "attributes of many tags": lambda n: ("<p " + " ".join(f"a{i}=1" for i in range(50)) + ">x") * (n // 50),
    "one attribute again and again": lambda n: "<p " + "class=a " * n + ">x",
    "long attribute": lambda n: '<p class="' + "byline " * n + '">x',
    "long classes": lambda n: ('<p class="' + "a " * 2_000 + '">x') * (n // 500),
    "open quote": lambda n: '<p class="' + "a>" * n,
    # head
    "long title": lambda n: "<title>" + "word " * n + "</title>",
    "titles": lambda n: "<title>a</title>" * n,
    "separators": lambda n: "<title>" + " - a" * n + "</title>",
    "blanks in a title": lambda n: "<title>a" + " " * n + "b</title>",
    "blanks in og:title": lambda n: '<meta property="og:title" content="a' + " " * n + 'b">',
    "entities in a title": lambda n: "<title>" + "&amp;" * n + "</title>",
    "open entities": lambda n: "<title>" + "&#1&am" * n + "</title>",
    "metas": lambda n: '<meta property="og:title" content="a">' * n,
    "metas of many names": lambda n: "".join(f'<meta name="{i} b c d" content="a">' for i in range(n)),
    "citation authors": lambda n: '<meta name="citation_author" content="Lee, Ann">' * n,
    "authors in metas": lambda n: '<meta name="author" content="1999">' * n,
    "dates in metas": lambda n: '<meta name="date" content="no date 1 de 2 de">' * n,
    "links": lambda n: '<link rel="canonical" href="">' * n,
    "bases": lambda n: '<base href="a/b/c/">' * n,
    "charsets": lambda n: "<meta " * n + "charset=utf-8>",
    "refresh": lambda n: '<meta http-equiv="refresh" content="0;' + " " * n + 'url=a">',
    # body
    "headings": lambda n: "<h1>A heading</h1>" * n,
    "long heading": lambda n: "<title>a | b</title><h1>" + "word <b></b>" * n + "</h1>",
    "bylines": lambda n: '<p class="byline">By Ann Lee</p>' * n,
    "bylines of no name": lambda n: '<p class="byline">1999</p>' * n,
    "bylines elsewhere": lambda n: '<p class="byline comment">By Ann Lee</p>' * n,
    "bylines without text": lambda n: '<p class="byline"></p>' * n,
    "bylines in bylines": lambda n: '<div class="byline">' * 200 + "<b></b>" * n + "</div>" * 200,
    "authors side by side": lambda n: "<p>" + '<a rel="author">Ann Lee</a>, ' * n + "</p>",
    "authors apart": lambda n: "<p>" + '<a rel="author">Ann Lee</a>' + "<i></i>" * n + '<a rel="author">Bo Chen</a></p>',
    "microdata": lambda n: '<div itemscope itemprop="a">' * n,
    "microdata authors": lambda n: '<div itemscope><span itemprop="author">1999</span>' * n,
    "times": lambda n: '<time datetime="soon" pubdate>x</time>' * n,
    "times in comments": lambda n: ('<div class="' + "c " * 2_500 + '">') * 11 + "<aside>" + "<time pubdate datetime=1>x</time>" * n,
    "long time": lambda n: '<span class="published">' + "1 de " * n + "</span>",
    "plain text": lambda n: "word " * n,
    "lines": lambda n: "a\n" * n,
    "controls": lambda n: "<title>a</title>\x01\x02\u202e" * n,
    "nulls": lambda n: "<title>a</title>" + "a\0" * n,
    "guards": lambda n: "<p>" + "cf-chl" * n,
}  # fmt: skip

# name → bytes of about `n` repetitions, for what is decided before there is a text
ENCODED = {
    "utf-8 broken": lambda n: b"<title>a</title>" + b"\xc3" * n,
    "utf-8 cut": lambda n: b"<title>a</title>" + b"\xf0\x9f\x98" * n,
    "utf-16": lambda n: b"\xff\xfe" + ("<title>a</title>" + "é" * n).encode("utf-16-le"),
    "utf-16 surrogates": lambda n: b"\xff\xfe<\0" + b"\x00\xd8" * n,
    "gb18030 broken": lambda n: b"<meta charset=gb18030>" + b"\x81\x30" * n,
    "shift_jis broken": lambda n: b"<meta charset=shift_jis>" + b"\x81" * n,
    "iso-2022-jp": lambda n: b"<meta charset=iso-2022-jp>" + b"\x1b$B!" * n,
    "hz": lambda n: b"<meta charset=hz>" + b"~{~" * n,
    "blanks first": lambda n: b" " * n + b"<title>a</title>",
    "an xml prolog": lambda n: b"<?xml " + b"a " * n + b"?><html>",
    "pdf objects": lambda n: b"%PDF-1.7\n" + b"1 0 obj <<>> endobj\n" * n,
    "pdf references": lambda n: b"%PDF-1.7\n1 0 obj " + b"[" * n + b" endobj\ntrailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF",
    "pdf of blanks": lambda n: b"%PDF-1.7\n" + b" " * n + b"startxref\n",
    "pdf startxrefs": lambda n: b"%PDF-1.7\n" + b"startxref\n0\n%%EOF\n" * n,
    "pdf strings": lambda n: b"%PDF-1.7\n1 0 obj <</Title (" + b"(" * n + b")>> endobj\ntrailer <</Info 1 0 R>>\nstartxref\n9\n%%EOF",
    "pdf xref": lambda n: b"%PDF-1.7\nxref\n0 9999999\n" + b"0000000009 00000 n \n" * n + b"trailer <</Size 9>>\nstartxref\n9\n%%EOF",
}  # fmt: skip


def page(name: str, n: int) -> bytes:
    """The page of a family at a length."""
    return ENCODED[name](n) if name in ENCODED else FAMILIES[name](n).encode("utf-8", "replace")


def seconds(content: bytes) -> float:
    """The CPU time that reading a page takes; the work of the reader, not the collector's visits to it."""
    gc.collect()
    gc.disable()
    try:
        began = time.process_time()
        read_page(content, url=URL, content_type=None if content.startswith(b"%PDF-") else "text/html")
        return time.process_time() - began
    finally:
        gc.enable()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", help="families whose name holds this")
    parser.add_argument("--bytes", type=int, default=500_000, help="about how long the shorter page is")
    parser.add_argument(
        "--memory", nargs=2, help=argparse.SUPPRESS
    )  # what the script asks of itself, in a fresh process
    options = parser.parse_args()
    if options.memory:
        name, n = options.memory
        seconds(page(name, int(n)))
        status = Path("/proc/self/status").read_text()  # ru_maxrss is at least that of the parent
        print(int(status.partition("VmHWM:")[2].split()[0]) // 1024)
        return
    print(f"{'family':36} {'n bytes':>9} {'s':>7} {'2n: s':>7} {'ratio':>6} {'MB':>5}")
    for name in (*FAMILIES, *ENCODED):
        if options.only not in name:
            continue
        n = 1000
        while len(page(name, n)) < options.bytes:
            n *= 2
        seconds(page(name, n))
        once, twice = (min(seconds(page(name, size)) for _ in range(2)) for size in (n, 2 * n))
        asked = [sys.executable, __file__, "--memory", name, str(2 * n)]
        memory = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
        size = len(page(name, n))
        print(
            f"{name:36} {size:>9} {once:>7.3f} {twice:>7.3f} {twice / max(once, 1e-4):>6.2f} {memory:>5}",
            flush=True,
        )


if __name__ == "__main__":
    main()
