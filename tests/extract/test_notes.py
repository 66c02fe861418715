"""Every row of the tables of notes: its example is read by it, its look-alike is not."""

import pytest

from kgraph.extract.entries.dates import access
from kgraph.extract.entries.links import find_links
from kgraph.extract.notes.back_references import BACK_FORMS, BackForm, read_back
from kgraph.extract.notes.note_text import NoteText
from kgraph.extract.notes.proofs import NOTE_PROOFS, NoteProof, proof_of
from kgraph.extract.notes.styles import NOTE_STYLES, NoteStyle
from kgraph.extract.notes.wording import behind_leads
from kgraph.model import Block
from kgraph.read import read


def _note(text: str) -> Block:
    return read("a.md", f"Tides rise.[^1]\n\n[^1]: {text}\n".encode()).blocks[-1]


def _form(text: str) -> str | None:
    at = behind_leads(text)
    return next((form.name for form in BACK_FORMS if form.read(text[at:], at > 0)), None)


@pytest.mark.parametrize("form", BACK_FORMS, ids=lambda form: form.name)
def test_back_references(form: BackForm) -> None:
    assert _form(form.example) == form.name
    assert read_back(form.example) is not None
    assert _form(form.not_) != form.name


def _proof(text: str) -> str | None:
    block = _note(text)
    found = proof_of(block, 0, len(block.text))
    return found.name if found else None


@pytest.mark.parametrize("proof", NOTE_PROOFS, ids=lambda proof: proof.name)
def test_proofs(proof: NoteProof) -> None:
    assert _proof(proof.example) == proof.name
    assert _proof(proof.not_) is None


def _style(text: str) -> str | None:
    block = _note(text)
    day = access(block.text)
    note = NoteText(
        block,
        0,
        len(block.text),
        find_links(block, 0, len(block.text)),
        (day.start, day.end) if day else None,
    )
    return next((style.name for style in NOTE_STYLES if style.read(note) is not None), None)


@pytest.mark.parametrize("style", NOTE_STYLES, ids=lambda style: style.name)
def test_styles(style: NoteStyle) -> None:
    assert _style(style.example) == style.name
    assert _style(style.not_) != style.name
