"""Canonical URLs: one text for all the ways in which the same page is cited.

The WHATWG parser (ada) gives host, port, path and encoding their normal form; what it leaves alone, because
servers may tell the difference, is decided here: tracking parameters, fragments, credentials, the scheme,
the slash at the end. Rules that a reader can check are in `docs/semantics/sources.md`.
"""

from functools import lru_cache
from urllib.parse import unquote

import ada_url

from kgraph import late_re as re

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=:)")
_SIMPLE = re.compile(
    r"https?://((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})(/[A-Za-z0-9/_~,;@+=-]*(?:\.[A-Za-z0-9_-][A-Za-z0-9/_~,;@+=-]*)*)?"
)
"""URLs on which the parser would change nothing but what this file changes itself."""

TRACKING = re.compile(
    r"(?:utm_\w+|gclid|gclsrc|dclid|fbclid|msclkid|yclid|twclid|ttclid|igshid|igsh|mc_cid|mc_eid|_hsenc|_hsmi|hsctatracking|mkt_tok|srsltid|"
    r"vero_id|wickedid|oly_anon_id|oly_enc_id|rb_clickid|s_cid|ref_src|ref_url|cmpid|ncid|trk|trkcampaign|spm|scm|guccounter|guce_referrer\w*|at_medium|at_campaign)",
    re.IGNORECASE,
)
TRACKING_AT = {
    "youtube.com": frozenset({"si", "feature", "pp", "ab_channel", "t", "start"}),
    "amazon.com": frozenset(
        {"ref", "ref_", "pf_rd_p", "pf_rd_r", "psc", "qid", "sr", "keywords", "tag", "linkcode"}
    ),
    "medium.com": frozenset({"source", "sk"}),
    "twitter.com": frozenset({"s", "t"}),
    "x.com": frozenset({"s", "t"}),
    "linkedin.com": frozenset({"trackingid", "refid"}),
    "reddit.com": frozenset({"share_id", "rdt"}),
    "springer.com": frozenset({"error", "code"}),
}
"""Parameters that track only on one site. `t` on YouTube is a moment in the video, not another video."""

# Parentheses are reserved, but Markdown authors encode them only to keep their links whole.
_UNRESERVED = re.compile(r"%(?:28|29|2D|2E|5F|7E|4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A]|3[0-9])", re.IGNORECASE)
_LOWER_HEX = re.compile(r"%(?:[0-9a-f][0-9A-Fa-f]|[0-9A-F][a-f])")
_UNSAFE_IRI = re.compile(
    r"%(?![0-9A-Fa-f]{2})|[\x00-\x20<>\"{}|\\^`\[\]\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
    r"\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    + "".join(chr(plane << 16 | last) for plane in range(1, 15) for last in (0xFFFE, 0xFFFF))
    + "]"
)
"""What is no character of an IRI (RFC 3987, section 2.2), and the spaces of Unicode, which rdflib refuses."""
_SAFE_IRI = re.compile(r"[!$&'()*+,\-./0-9:;=?@A-Z_a-z~]*(?:#[!$&'()*+,\-./0-9:;=?@A-Z_a-z~]*)?")
"""What most are made of: as a run of one class it is matched several times faster than the exceptions are searched."""
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\[[0-9A-Fa-f:.]+\]")
_YOUTUBE_PATH = re.compile(r"/(?:shorts|embed|live|v)/([\w-]{6,20})")
_VIDEO_HOST = re.compile(r"^(?:(?:www\.|m\.|music\.)?youtube(?:-nocookie)?\.com|youtu\.be)$")
_SLASHES = re.compile(r"(?<!/)/{2,}+(?!https?:)")
"""Slashes in a row; those before an address within the path stay, as archives have them."""
MAX_LENGTH = 8192
_REMEMBERED = 1024
"""Longer addresses are parsed each time they are met: thousands of them would not be worth their memory."""


def canonical_url(url: str) -> str | None:
    """The canonical form of a web address; None for anything that is not http, https or ftp with a host.

    Scheme and host lower-cased, internationalised hosts in punycode, default port, credentials, fragment
    and tracking parameters dropped, percent-encoding normalised, dot segments resolved, no slash at the
    end of a path other than `/`. Scheme and `www.` stay as cited: an IRI should open in a browser.

    >>> canonical_url("HTTPS://Example.org:443/a/../b/?utm_source=x&q=%7e1#part")
    'https://example.org/b?q=~1'
    >>> canonical_url("javascript:alert(1)")
    """
    return _canonical(url) if len(url) <= _REMEMBERED else _parse(url)


@lru_cache(maxsize=16384)
def _canonical(url: str) -> str | None:
    return _parse(url)


def _parse(url: str) -> str | None:
    match = _SIMPLE.fullmatch(url) if len(url) <= MAX_LENGTH else None
    if match and "//" not in (match[2] or "") and not _VIDEO_HOST.search(match[1]):
        return url.rstrip("/") if match[2] and match[2] != "/" else url.rstrip("/") + "/"
    return _slow(url)


def _slow(url: str) -> str | None:
    url = url.strip()
    if url[:4].lower() == "www.":
        url = "https://" + url
    if len(url) > MAX_LENGTH:
        return None
    scheme = url.split(":", 1)[0].lower()
    if scheme not in ("http", "https", "ftp"):
        return None
    try:
        parsed = ada_url.URL(url)
    except ValueError:
        return None
    host = parsed.hostname.rstrip(".")
    if not host:
        return None
    path, query = parsed.pathname, parsed.search
    host, path, query = _youtube(host, path, query)
    path = (
        _encoding(_SLASHES.sub("/", path))
        if "//" in path and "://" not in path and ":/" not in path
        else _encoding(path)
    )
    path = path.rstrip("/") or "/"
    query = _query(host, query)
    port = f":{parsed.port}" if parsed.port else ""
    return f"{scheme}://{host}{port}{path}{query}"


def _youtube(host: str, path: str, query: str) -> tuple[str, str, str]:
    """Short links, shorts, embeds and the mobile site are the same video."""
    if host == "youtu.be":
        return (
            ("www.youtube.com", "/watch", f"?v={path[1:].split('/')[0]}")
            if len(path) > 1
            else (host, path, query)
        )
    if _VIDEO_HOST.search(host):
        match = _YOUTUBE_PATH.fullmatch(path.rstrip("/"))
        return ("www.youtube.com", "/watch", f"?v={match[1]}") if match else ("www.youtube.com", path, query)
    return host, path, query


def _query(host: str, query: str) -> str:
    if len(query) < 2:
        return ""
    local = next(
        (names for site, names in TRACKING_AT.items() if host == site or host.endswith("." + site)),
        frozenset(),
    )
    kept = []
    for part in query[1:].split("&"):
        name = unquote(part.split("=", 1)[0])
        if part and not TRACKING.fullmatch(name) and name.lower() not in local:
            kept.append(_encoding(part))
    return "?" + "&".join(kept) if kept else ""


def _encoding(text: str) -> str:
    """Percent-encoding in its normal form (RFC 3986, 6.2.2): unreserved decoded, hex in capitals."""
    if "%" not in text:
        return text
    text = _UNRESERVED.sub(lambda m: chr(int(m[0][1:], 16)), text)
    return _LOWER_HEX.sub(lambda m: m[0].upper(), text)


def host_of(url: str) -> str | None:
    """The host of a URL, lower-cased, in punycode; None where it has none.

    >>> host_of("https://Blog.Example.org/x")
    'blog.example.org'
    """
    match = _SIMPLE.fullmatch(url)
    if match:
        return match[1]
    try:
        return ada_url.URL(url if "://" in url[:12] else "https://" + url).hostname.rstrip(".") or None
    except ValueError:
        return None


def host_in(canonical: str) -> str:
    """The host of a canonical URL as `host_of` gives it; a name is read off, all else may be a number in disguise."""
    host = canonical.split("/", 3)[2]
    is_name = host[host.rfind(".") + 1 :][:1].isalpha() and ":" not in host
    return host if is_name else host_of(canonical) or ""


def text_passage(url: str) -> str | None:
    """The text that a URL quotes in its text fragment (`#:~:text=`); None where it quotes nothing.

    Source: WICG Scroll To Text Fragment, section 3. Prefix and suffix are context, not quotation.

    >>> text_passage("https://x.org/#:~:text=first%20words,last%20words")
    'first words … last words'
    """
    _, found, directives = url.partition(":~:")
    if not found:
        return None
    passages = []
    for directive in directives.split("&"):
        if directive.startswith("text="):
            parts = [
                p for p in directive[5:].split(",") if p and not p.startswith("-") and not p.endswith("-")
            ]
            passages.append(" … ".join(unquote(p).strip() for p in parts))
    return " … ".join(p for p in passages if p) or None


def iri(url: str) -> str | None:
    """`url` as an IRI that every parser takes; None for schemes that run or embed code.

    >>> iri("https://x.org/a b|c"), iri("data:text/html,x")
    ('https://x.org/a%20b%7Cc', None)
    """
    scheme = _SCHEME.match(url)
    if not scheme or scheme[0].lower() in ("javascript", "data", "vbscript", "file", "blob", "about"):
        return None
    return escape_iri(url)


def escape_iri(text: str) -> str:
    """`text` with every character that a strict parser refuses in an IRI percent-encoded.

    >>> escape_iri("https://x.org/a b")
    'https://x.org/a%20b'
    """
    if _SAFE_IRI.fullmatch(text):
        return text
    if text.count("#") > 1:
        whole, _, fragment = text.partition("#")
        text = f"{whole}#{fragment.replace('#', '%23')}"
    if not _UNSAFE_IRI.search(text):
        return text
    address = _ADDRESS.match(text)  # the only place where an IRI has square brackets
    end = address.end() if address else 0
    return text[:end] + _UNSAFE_IRI.sub(_percent, text[end:])


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))
