"""Places within a source, as citations print them: pages, chapters, sections."""

PLACE = (
    r"(?:pp?\.|pp?\s?(?=\d)|pages?\b|chap(?:ter|\.)|ch\.|sec(?:tion|t?\.)|§|fig(?:ure|\.)|tab(?:le|\.)|eq\.|thm\.|lemma|theorem|appendix|vol\.|para\.|art\.|"
    r"ll?\.|s{1,2}\.|сс?\.|стр\.|гл\.|рис\.|págs?\.|kap\.|blz\.|cap\.|rn\.|第\s?\d)"
)
"""What goes before the number of a place: `p.`, `S.`, `chapter`; asked without regard to case."""
