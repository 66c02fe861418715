"""What the commands of LaTeX's common packages do to the text: data, one table an effect."""

from kgraph import late_re as re

CITING = re.compile(
    r"(?!nocite|bibcite|mkbib|defcite|setcite|newcite|DeclareCite|citestyle|citetitle)[A-Za-z]{0,12}[Cc]ite[A-Za-z]{0,12}\*?"
)
"""Every command of natbib, biblatex and their kin that cites: `\\cite`, `\\Parencite*`, `\\footcites`. Not `\\nocite`, `\\citestyle`."""
AS_WORDS = re.compile(r"[Cc]itet\w{0,6}\*?|[Cc]iteauthor\*?|[Tt]extcites?\*?|[Cc]iteA\*?|[Cc]iteasnoun")
"""Those that set the authors as words of the sentence."""
MULTIPLE = re.compile(r"[A-Za-z]{0,12}[Cc]ites\*?")
"""Those that take any number of keys in groups of their own: `\\cites[3]{moss2010}[4]{reed2011}`."""

HEADINGS = {
    "part": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5, "subparagraph": 6, "frametitle": 2,
}  # fmt: skip

MARKS = {
    "textbf": "strong", "strong": "strong", "emph": "emphasis", "textit": "emphasis", "textsl": "emphasis",
    "texttt": "code", "textsuperscript": "sup", "code": "code", "lstinline": "code", "path": "code",
}  # fmt: skip
"""Commands that set what they hold apart, and the kind of inline that it is."""
DECLARED = {
    "em": "emphasis",
    "it": "emphasis",
    "itshape": "emphasis",
    "sl": "emphasis",
    "slshape": "emphasis",
    "bf": "strong",
    "bfseries": "strong",
}
"""Commands that set the rest of their group apart: `{\\em Tides}`."""

LEFT_OUT = {
    name: count
    for count, names in {
        1: (
            "label", "index", "ref", "eqref", "pageref", "autoref", "cref", "Cref", "nameref", "vref", "Vref", "fref", "Fref", "hyperlink", "nocite",
            "todo", "missingfigure", "includegraphics", "vspace", "vspace*", "hspace", "pagestyle", "thispagestyle", "bibliographystyle",
            "usepackage", "RequirePackage", "documentclass", "input", "include", "subfile", "InputIfFileExists", "graphicspath", "cline",
            "cmidrule", "color", "pagecolor", "selectlanguage", "hypersetup", "newtheorem", "theoremstyle", "geometry",
            "captionsetup", "phantom", "hphantom", "vphantom", "PACS", "keywords", "keyword", "email", "affiliation", "address",
            "institute", "affil", "institution", "orcid", "thanks", "titlerunning", "authorrunning", "markboth", "subjclass", "received", "date", "glsadd", "newcounter", "pgfplotsset", "usetikzlibrary", "tikzset", "lstset", "sisetup", "DeclareMathOperator", "bibliographyfoot", "citestyle",
            "BibitemShut", "bibAnnoteFile", "setcitestyle", "defbibheading", "ExecuteBibliographyOptions", "newcites", "marginnote", "hyphenation", "includepdf", "pdfbookmark", "ccsdesc",
            "altaffiliation", "altaffiltext", "altaffilmark", "correspondingauthor", "tablewidth", "tabletypesize",
        ),
        2: (
            "setlength", "addtolength", "setcounter", "addtocounter", "definecolor", "rule", "newtheorem*", "renewbibmacro", "fontsize",
            "DeclareMathOperator*", "addcontentsline", "addtocontents", "IEEEspecialpapernotice", "defcitealias",
            "collaboration",  # of AASTeX: how many of the authors, and its name; REVTeX has the name alone
        ),
        3: ("newacronym", "DeclareBibliographyDriver"),
    }.items()
    for name in names
}  # fmt: skip
"""Commands whose arguments are no text, and how many of these they have."""

SHOWN_LAST = {"bibinfo": 1, "bibfield": 1, "href@noop": 1, "Eprint": 1, "textcolor": 1, "foreignlanguage": 1, "colorbox": 1, "raisebox": 1, "multicolumn": 2, "multirow": 2, "scalebox": 1, "resizebox": 2, "parbox": 1,
              "hypertarget": 1, "hyperref": 0, "fcolorbox": 2, "adjustbox": 1, "texorpdfstring": 0, "rotatebox": 1}  # fmt: skip
"""Commands that show their last argument alone, and how many arguments stand before it."""

ENVIRONMENT_ARGUMENTS = {"tabular": 1, "tabular*": 2, "tabularx": 2, "tabulary": 2, "longtable": 1, "array": 1, "minipage": 1, "multicols": 1,
                         "wrapfigure": 2, "wraptable": 2, "deluxetable": 1, "deluxetable*": 1, "supertabular": 1, "xltabular": 2, "longtabu": 1, "tabu": 1, "spacing": 1, "adjustwidth": 2, "subfigure": 1, "subtable": 1, "adjustbox": 1, "tblr": 1}  # fmt: skip
"""Environments that begin with arguments that are no text."""

NO_TEXT = {
    **dict.fromkeys(("equation", "equation*", "align", "align*", "gather", "gather*", "multline", "multline*", "eqnarray", "eqnarray*",
                     "displaymath", "flalign", "flalign*", "alignat", "alignat*", "dmath", "dmath*", "math", "subequations", "IEEEeqnarray"), "math"),
    **dict.fromkeys(("tikzpicture", "pgfpicture", "picture", "forest", "tikzcd", "circuitikz", "asy"), "image"),
    **dict.fromkeys(("algorithm", "algorithm*", "algorithmic", "algorithm2e"), "code"),
    **dict.fromkeys(("CCSXML", "keywords", "keyword", "IEEEkeywords", "titlepage"), "front-matter"),
}  # fmt: skip
"""Environments that are no text, and what they are."""

TABLES = frozenset({
    "tabular", "tabular*", "tabularx", "tabulary", "longtable", "tblr", "deluxetable", "deluxetable*", "supertabular", "xltabular", "longtabu", "tabu",
})  # fmt: skip
LISTS = frozenset(
    {"itemize", "enumerate", "description", "compactitem", "compactenum", "inparaenum", "tasks"}
)
QUOTES = frozenset({"quote", "quotation", "verse", "displayquote", "epigraph"})
RULES = frozenset(
    {"hline", "toprule", "midrule", "bottomrule", "endhead", "endfirsthead", "endfoot", "endlastfoot"}
)
BREAKS = frozenset({"par", "newpage", "clearpage", "cleardoublepage", "pagebreak", "bigskip", "medskip", "smallskip", "appendix", "maketitle", "tableofcontents"})  # fmt: skip
"""Commands that end a block."""
PLACES = frozenset(
    {"ref", "eqref", "pageref", "autoref", "cref", "Cref", "nameref", "vref", "Vref", "fref", "Fref"}
)
"""Commands that name a place of the text."""
INCLUDES = frozenset({"input", "include", "subfile"})
