"""No edge of real articles that their authors did not mean: tokens of tools, and the answers of machines, counted."""

import json
import re
from functools import cache

import pytest

import kgraph
from kgraph import identifiers
from kgraph.extract.markers.tool_ids import ids_at_end
from kgraph.model import Extraction, ReferenceEntry
from tests.shared_corpora import CORPORA, SHARED, markdown_files, needs_corpora

NEXT = SHARED / "gold-next"
_TOKEN = re.compile(r"【(\d{1,4})(?::\d{1,4})?†[^【】\n]{1,300}】|turn\d{1,4}[a-z]{2,12}\d{1,4}")
_TARGET = re.compile(r"\]\(<?(https?://[^\s()<>]+)")


@cache
def _extracted(path: str) -> Extraction:
    return kgraph.extract(CORPORA / path)


def _carried(found: Extraction, entry: ReferenceEntry) -> tuple[str, ...]:
    """The ids that stand behind an entry, up to the end of its line."""
    source = found.document.source
    if entry.file is not None:
        return ()
    end = source.line_end(entry.span.end)
    return ids_at_end(source.text, entry.span.start, end)[0]


@needs_corpora
def test_no_token_is_bound_by_its_number_where_the_list_has_ids() -> None:
    """`【5†L2-L9】` names the entry that ends in that id, never entry 5 of a list whose entries end in ids."""
    with_ids, bound, wrong = 0, 0, []
    for path in markdown_files():
        text = path.read_text(encoding="utf-8", errors="replace")
        if "†" not in text and "turn" not in text:
            continue
        found = _extracted(str(path.relative_to(CORPORA)))
        carried = [_carried(found, entry) for entry in found.references]
        if not any(carried):
            continue
        with_ids += 1
        for marker in found.markers:
            tokens = [m[1] or m[0] for m in _TOKEN.finditer(marker.raw)]
            if tokens and marker.entries:
                bound += 1
                own = {one for i in marker.entries for one in carried[i]}
                wrong += [f"{path.name}: {marker.raw!r}"] if own.isdisjoint(tokens) else []
    print(f"{bound} tokens bound in {with_ids} articles whose lists have ids, {len(wrong)} by their number")
    assert wrong == []


@needs_corpora
def test_no_marker_of_a_machine_has_another_page_than_its_link() -> None:
    """A marker whose own link goes to a page is resolved to that page."""
    checked, wrong = 0, []
    for path in markdown_files():
        file = str(path.relative_to(CORPORA))
        if not file.startswith("ai/"):
            continue
        found = _extracted(file)
        for marker in found.markers:
            targets = set(_TARGET.findall(marker.raw)) if marker.status == "resolved" else set()
            entries = [found.references[i] for i in marker.entries]
            pages = {identifiers.canonical_url(url) for entry in entries for url in entry.links}
            meant = {identifiers.identify(url).id for url in targets} & set(marker.sources)
            if targets:
                checked += 1
                same = meant or not pages.isdisjoint(map(identifiers.canonical_url, targets))
                wrong += [] if same else [f"{path.name}: {marker.raw!r}"]
    print(f"{checked} markers with links of their own, {len(wrong)} resolved to another page")
    assert wrong == []


@needs_corpora
@pytest.mark.skipif(not NEXT.is_dir(), reason="the gold labels (../shared/gold-next) are not on this machine")
def test_no_resolved_marker_of_a_machine_names_what_its_author_did_not_mean() -> None:
    """What hand-made labels say that a marker cites, at the same place; every one that is resolved is labelled so."""
    resolved, wrong = 0, []
    for path in sorted(NEXT.glob("ai__*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        until = gold.get("markers_until") or gold["claims_until"] or float("inf")
        meant = {marker["start"]: marker for marker in gold["markers"]}
        unsure = {
            start for start, marker in meant.items() if marker.get("maybe") or marker["status"] == "ambiguous"
        }
        for marker in _extracted(gold["file"]).markers:
            if marker.status != "resolved" or marker.span.start in unsure or marker.span.start >= until:
                continue
            resolved += 1
            labels = meant.get(marker.span.start, {}).get("labels")
            if labels is None or set(labels) != set(marker.labels):
                wrong.append(f"{gold['file']}: {marker.raw!r} names {marker.labels}, meant {labels}")
    print(f"{resolved} resolved markers in labelled answers, {len(wrong)} not meant")
    assert wrong == []
