"""What a block says as a whole, as its claims have it: without its markers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from kgraph.extract.claims.as_read import blank_and_read
from kgraph.extract.lists.candidates import ReferenceLists
from kgraph.extract.sentences.without_markers import sentences_of
from kgraph.extract.sentences.wording import claim_text
from kgraph.extract.values import Mention, Token
from kgraph.model import Block, Document


@dataclass(frozen=True, slots=True)
class BlockWords:
    """Gives the words of a block, by its number and itself."""

    document: Document
    lists: ReferenceLists
    tokens: Mapping[int, Sequence[Token]]
    mentions: Sequence[Mention]
    names: Mapping[int, tuple[str, str]]

    def __call__(self, i: int, block: Block) -> str:
        """The words of `block`, whose number is `i`."""
        tokens = self.tokens.get(i, ())
        if all(token.keeps_text for token in tokens):
            return " ".join(block.text.replace("\ufffc", "").split())
        tidy = partial(claim_text, leftover=self.document.signs.leftover)
        found = sentences_of(block, self.lists.taken.get(i, ()), tokens)
        return " ".join(blank_and_read(block, s, self.mentions, self.names, tidy)[1] for s in found)
