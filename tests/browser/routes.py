"""Every view of the app by its address, with the heading it must show on the sample graph."""

from tests.browser.visit import Home, to

ROUTES = {
    "overview": ("/", "What backs this?"),
    "articles": ("/articles", "12 articles"),
    "article": (to("article", "data/articles/gravitational-waves.md"), "A chirp from far away"),
    "chinese": (to("article", "data/articles/lvxingzhe.md"), "旅行者一号"),
    "sources": ("/sources", "55 sources"),
    "source": (to("source", "https://arxiv.org/abs/1706.03762"), "Attention Is All You Need"),
    "site": ("/site/arxiv.org", "arxiv.org"),
    "publisher": ("/publisher/nature.com", "nature.com"),
    "claims": ("/claims?site=arxiv.org", "13 claims"),
    "problems": ("/problems", "11 problems"),
    "bands": ("/graph", "Bands"),
    "matrix": ("/graph?view=matrix", "Matrix"),
    "claims-sources": ("/graph?view=claims-sources", "Claims and sources"),
    "articles-sources": ("/graph?view=articles-sources", "Articles and sources"),
    "sites": ("/graph?view=sites", "Articles and sites"),
    "ask": ("/ask", "Ready questions"),
    "answer": ("/ask/sites-by-claims", "Which sites back the most claims?"),
    "search": ("/search?q=scaling", "scaling"),
    "missing": ("/source/none", "No such source"),
}

OF_A_SERVER = ("overview", "article", "ask", "answer")
"""Views that come by other ways, or hold more, on a server than in a file: the page, an article's text, questions."""


def shown_at(home: Home) -> tuple[str, ...]:
    """The views to look at in a home: all in a file, and on a server those that could look otherwise."""
    return tuple(ROUTES) if home.name == "file" else OF_A_SERVER
