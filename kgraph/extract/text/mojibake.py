"""Text decoded wrongly once, put right: `â€”` was a dash."""

from kgraph import late_re as re

_MOJIBAKE = re.compile(r"[\u0080-\u009f]|[ÃÂâÅÐÑð][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
"""What UTF-8 read as Windows-1252 looks like: looked for first, since the library is slow to load."""


def repaired(text: str) -> str:
    """`text` with mojibake undone and nothing else changed.

    >>> repaired("Parameters â€” what is it?")
    'Parameters — what is it?'
    """
    if text.isascii() or not _MOJIBAKE.search(text):
        return text
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False, uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False,
        fix_line_breaks=False, remove_terminal_escapes=False, normalization=None,
    )  # fmt: skip
    return ftfy.fix_and_explain(text, config).text
