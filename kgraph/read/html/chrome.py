"""What of a page is not the article: navigation, boxes beside it, what is hidden, what a machine reads.

A table of signs (`Node.signs`); what a browser shows as text and no row names is body.
"""

from collections.abc import Mapping

from kgraph import late_re as re
from kgraph.read.hidden_by_style import is_hidden_by
from kgraph.read.html.tree import HEADINGS, Node

_NO_TEXT_NAMES = (
    "script style template noscript svg canvas audio video iframe object embed select textarea button input head noembed",
    "noframes map datalist progress meter title xmp",
)
NO_TEXT = frozenset(" ".join(_NO_TEXT_NAMES).split())
"""Elements whose words no page shows as text."""

_BY_REASON: Mapping[str, str] = {
    "code": "pre listing .highlight .codehilite .sourcecode .mermaid .highlight-source .output_area .jp-outputarea .nboutput",
    "hidden": """
        [hidden] .sr-only .visually-hidden .visuallyhidden .screen-reader-text .screen-reader-only .u-hidden .skip-link
        [aria-hidden=true] [role=tooltip] .footnote_tooltip .tooltip-content .mw-jump-link .modern-footnotes-footnote label.margin-toggle label.footref .katex-html .mathjax .mathjax_preview
        .mathjax_svg .mathjax_svg_display .mathjax_display .mjx_assistive_mathml .mathjax_chtml .noprint
        .shortdescription dialog
    """,
    "chrome": """
        nav [role=navigation] [role=banner] [role=contentinfo] [role=complementary] [role=search] [role=menu] [role=menubar]
        [role=toolbar] [role=tablist] [role=alertdialog] [role=dialog] footer menu form search
        .navbar .nav .navigation .site-nav .site-header .site-footer .page-header .page-footer .masthead .menu .sidebar .side-bar
        .breadcrumb .breadcrumbs .toc .table-of-contents .tableofcontents .ltx_toc .toctree-wrapper .contents.topic
        .share .sharing .share-buttons .social .social-share .social-links .social-buttons .sharedaddy .sd-sharing .addtoany_share_save_container
        .subscribe .subscription .subscribe-widget .subscription-widget .subscription-widget-wrap .newsletter .newsletter-signup
        .signup .email-signup .kg-signup-card .gh-subscribe .button-wrapper .post-ufi
        .comments .comment-list .comments-area .comment-respond .comments-section .commentlist .disqus .post-comments
        .related .related-posts .related-articles .jp-relatedposts .recommended .recommendations .read-next .more-posts .similar-posts
        .post-navigation .post-nav .nav-links .pagination .pager .prev-next .nav-page .paginav .next-prev .page-nav
        .cookie-banner .cookie-notice .cookie-consent .cookies .cc-window .gdpr .consent-banner .ad .ads .advert .advertisement .promo
        .byline .post-meta .entry-meta .article-meta .post-header .entry-header .post-info .publish-date .post-date .dateline .metadata-line
        .author-box .author-bio .about-author .post-author .author-card .tags .tag-list .post-tags .entry-tags .taglist .categories
        .ltx_authors .ltx_dates .ltx_page_footer .ltx_page_logo .ar5iv-footer .ltx_page_navbar .ltx_role_affiliationtext
        .mw-editsection .navbox .vertical-navbox .sistersitebox .catlinks .printfooter .mw-indicators .hatnote .dablink
        .ambox .metadata .mbox-small .sidebar-list-title .authority-control .portalbox .siteSub #sitesub
        .pcs-edit-section-header .pcs-footer-container .reference-cite-backlink
        .headerlink .anchorjs-link .heading-anchor .header-anchor .anchor-link .hash-link .octicon .toplink .back-to-top
        .sphinxsidebar .related-pages .rst-footer-buttons .wy-breadcrumbs .wy-nav-side .document-dates .footer
        d-title d-byline d-front-matter dt-byline dt-banner dtheader distill-header distill-footer d-bibliography dt-bibliography d-citation-list
        d-contents .quarto-title-block .quarto-title-meta .quarto-title-banner #title-block-header .title-block
        .quarto-alternate-formats .nav-footer #quarto-sidebar #toc-title #toc .code-copy-button .listing-actions-group
        [data-message-author-role=user] [data-testid=user-message] user-query .user-query source-list sources-list
        [data-field=subtitle] [data-field=description] .p-summary .graf--subtitle .pw-post-byline
        .input_prompt .output_prompt .jp-inputprompt .jp-outputprompt .nav-panel .entry-utility
        .listings .product .product-card .wp-block-button .wp-block-buttons .wp-block-latest-posts .widget-area
    """,
    "math": """
        .ltx_equation .ltx_equationgroup .ltx_eqn_table .katex-display .mwe-math-element-block .math.display
    """,
    "image": "picture",
}
_TABLE: Mapping[str, str] = {
    sign.lower(): reason
    for reason, signs in _BY_REASON.items()
    for sign in signs.split()
    if sign.count(".") < 2
}
_OWN: Mapping[str, frozenset[str]] = {
    reason: frozenset(sign for sign, of in _TABLE.items() if of == reason) for reason in _BY_REASON
}
"""Reason → the signs that give it; of an element that has signs of several, the first reason counts."""
_KNOWN = frozenset(_TABLE)
_DISPLAYED = frozenset({".math", ".display"})
_IDS = frozenset(sign[1:] for sign in _TABLE if sign[0] == "#")
_PARTS = (
    "nav|navbar|navigation|menu|header|footer|sidebar|comments?|respond|disqus_thread|toc|masthead|breadcrumbs?|catlinks|sitesub",
    r"cookie[-_]?\w{0,20}|newsletter|related[-_]?\w{0,20}|share[-_]?\w{0,20}|title-block-header",
    r"quarto-(?:header|margin-sidebar|sidebar|search\w{0,20})|mw-(?:navigation|panel|head|page-base|head-base)",
)
_ID = re.compile(rf"(?:(?:site|page|global|main|top)[-_]?)?(?:{'|'.join(_PARTS)})", re.IGNORECASE)
"""Ids that name a part of the page beside the article."""
_STAY = frozenset({"html", "body", "main", "article", "#root", *HEADINGS})
"""What no class makes chrome: themes put such names on the whole page."""
_NOTES = frozenset({
    "[role=doc-footnote]", "[role=doc-endnote]", "[role=doc-endnotes]", "[epub:type=footnote]", "[epub:type=footnotes]", ".footnote",
    ".footnotes", ".sidenote", ".marginnote", ".admonition", ".callout", ".note", ".citation", ".ltx_note", "[role=note]", ".pullquote",
})  # fmt: skip
"""What an `aside` is that is no box beside the article."""


def why_left_out(node: Node) -> str | None:
    """Why an element is no body text (`chrome`, `hidden`, `code`, `math`, `image`); None where it may be.

    Matches `<nav>`, `<div class="sharedaddy">`, `<p style="display: none">`. Not `<body class="has-sidebar nav">`.
    """
    return node.left_out(_why_left_out)


def _why_left_out(node: Node) -> str | None:
    name = node.name
    if name in NO_TEXT:
        return "hidden"
    if not node.attributes:
        return "chrome" if name == "aside" else _TABLE.get(name)
    if "style" in node.attributes and is_hidden_by(node.attributes["style"]):
        return "hidden"
    if name in _STAY:
        return "hidden" if "hidden" in node.attributes or ".sr-only" in node.signs else None
    if name == "aside" and _NOTES.isdisjoint(node.signs):
        return "chrome"
    signs = node.signs
    if not _KNOWN.isdisjoint(signs):
        return next(reason for reason, own in _OWN.items() if not own.isdisjoint(signs))
    if signs >= _DISPLAYED:
        return "math"
    return "chrome" if node.id and (node.id.lower() in _IDS or _ID.fullmatch(node.id)) else None
