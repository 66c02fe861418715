"""What is known of an article while it is read: each pass gives back more of it, and changes nothing that is there."""

from collections.abc import Callable
from dataclasses import dataclass

from kgraph.extract.claims.build import Outcome
from kgraph.extract.lists.candidates import ReferenceLists
from kgraph.extract.markers.settle import Settled
from kgraph.extract.references import References
from kgraph.extract.resolve import Mentions
from kgraph.extract.values import Declared, Mention
from kgraph.model import Document, Ignored, Marker, Problem, Source

_NO_LISTS = ReferenceLists(lists=(), found_by=(), taken={}, aliases={})
_NO_REFERENCES = References(
    entries=(), identities=(), anchors={}, notes=frozenset(), ids={}, names={}, problems=()
)
_NOTHING_DECLARED = Declared()
_NO_TOKENS = Settled(by_block={}, ignored=(), verdicts=())
_NO_MENTIONS = Mentions(found=(), left={}, problems=())
_NO_CLAIMS = Outcome()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The document, and what the passes so far have found; what a later pass gives is empty until then."""

    document: Document
    lists: ReferenceLists = _NO_LISTS
    references: References = _NO_REFERENCES
    declared: Declared = _NOTHING_DECLARED
    settled: Settled = _NO_TOKENS
    mentions: Mentions = _NO_MENTIONS
    outcome: Outcome = _NO_CLAIMS
    marked: tuple[tuple[Mention, Marker], ...] = ()
    """The mentions that cite, each with its marker, in order of the text."""
    ignored: tuple[Ignored, ...] = ()
    sources: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One step: its name, what it does in a sentence, and the function from a reading to a fuller one."""

    name: str
    does: str
    run: Callable[[Reading], Reading]
