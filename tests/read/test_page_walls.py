"""Pages that stand before an article are refused, and articles about such pages are not."""

import pytest

from kgraph.errors import InputError
from kgraph.read import read

_LONG = "<p>A password is checked against a hash that the server keeps, as Moss found on many sites over ten years.</p>"
_BANNER = '<div class="cookie-banner"><form action="/consent"><button>Accept all</button></form></div>'
_FORM = "<form><label>Email <input type=email></label><input type=password><button>Go on</button></form>"

WALLS = {
    "a log-in by its heading": f"<title>Elmlab</title><h1>Log in to continue</h1>{_FORM}",
    "a log-in by its form": f"<title>Elms of the north: access</title><main><h1>Access</h1><p>Buy it for 39 €.</p>{_FORM}</main>",
    "a log-in of a site": "<title>Elmlab – log in or sign up</title><p>Meet people.</p>",
    "a protected post": f"<title>Protected: elms</title><article><p>This is protected.</p>{_FORM}</article>",
    "consent by its title": "<title>Before you continue to Elmlab</title><p>We use cookies to deliver services.</p>",
    "consent that explains itself": "<title>Before you continue to Elmlab</title><p>"
    + "We use cookies to deliver services. " * 60
    + '</p><form action="https://consent.elmlab.net/save"><button>Accept all</button></form>',
    "consent by its form": '<title>Elmlab gehört zu Elmgroup</title><h1>Elmlab gehört zu Elmgroup</h1><form class=c action="/consent?x=1"><p>Wir und Partner.</p></form>',
    "a page that is not there": "<title>Elmlab</title><main><h1>Page not found</h1><p>It is gone.</p></main>",
    "a page that is not there, told by a server": "<title>404 Not Found</title><center><h1>404 Not Found</h1></center><hr>nginx",
    "an error of a server": "<title>Error 500 (Server Error)!!1</title><p><b>500.</b> That’s an error.",
    "an error of a script": "<title>Application error: a client-side exception has occurred</title><h2>Application error</h2>",
    "a challenge": '<title>Just a moment...</title><script src="/cdn-cgi/challenge-platform/h"></script>',
    "a page that scripts fill": "<title>Elms</title><noscript>Enable JavaScript.</noscript><div id=root></div>",
}
ARTICLES = {
    "on log-ins": f"<title>Log in | Elmlab</title><article><h1>How people log in</h1>{_LONG * 16}{_FORM}</article>",
    "on consent, that cites": '<title>Cookie consent | Elmlab</title><article><h1>Cookie consent</h1><p>Banners ask.<sup><a href="#fn1" class="footnote-ref">1</a></sup></p><section class="footnotes"><ol><li id="fn1">Moss, A. 2019. Cookies. https://elmlab.net/c</li></ol></section></article>',
    "on cookies, with a banner": f"{_BANNER}<title>The history of cookies</title><article><h1>The history of cookies</h1><p>They were made in 1994.</p></article>",
    "on the 404": "<title>Page not found: a short history of the 404</title><article><h1>Page not found: a short history</h1><p>It was never a room.</p></article>",
    "with a log-in above it": f"<title>Elms</title><nav>{_FORM}</nav><article><h1>Elms</h1><p>Elms die.</p></article>",
    "with a log-in in a box beside it": f"<title>Elms</title><main><aside>{_FORM}</aside><h1>Elms</h1><p>Elms die.</p></main>",
    "that begins free of charge": f"<title>Elms</title><article><h1>Elms</h1>{_LONG * 4}</article>{_FORM}",
    "that is empty": "<title>Elms</title>",
}


@pytest.mark.parametrize("page", WALLS.values(), ids=WALLS)
def test_walls_are_no_articles(page: str) -> None:
    with pytest.raises(InputError, match=r"^a\.html: no article \(found ") as caught:
        read("a.html", f"<!doctype html>{page}".encode())
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("page", ARTICLES.values(), ids=ARTICLES)
def test_articles_about_them_are(page: str) -> None:
    assert read("a.html", f"<!doctype html>{page}".encode()).format == "html"
