"""The annotated documents beside a developer's checkout: all are read, and their known structure is found."""

import json
from pathlib import Path

import pytest

from corpus.document import Document
from pipeline.passages import LONGEST, make_passages
from pipeline.readers import bare_text, read

pytestmark = pytest.mark.shared
FOLDERS = ("documents", "excerpts", "files")


@pytest.fixture(scope="module")
def documents(shared: Path) -> dict[str, Document]:
    paths = [p for folder in FOLDERS for p in sorted((shared / folder).iterdir()) if p.is_file()]
    return {path.name: read(path) for path in paths}


def one(documents: dict[str, Document], start: str) -> Document:
    return next(d for name, d in documents.items() if name.startswith(start))


def test_all_are_read(documents: dict[str, Document]) -> None:
    assert len(documents) >= 14
    for document in documents.values():
        assert make_passages(document)
        assert all(p.end - p.start <= LONGEST for p in make_passages(document))


def test_what_was_read_stands_in_the_file(documents: dict[str, Document], shared: Path) -> None:
    for folder in FOLDERS:
        for path in sorted((shared / folder).iterdir()):
            if not path.is_file():
                continue
            document = documents[path.name]
            bare = "".join(c for c in "".join(bare_text(path)) if c.isalnum())
            blocks = [b for b in document.blocks if b.kind in ("paragraph", "list_item") and b.end - b.start > 40]
            lost = [b for b in blocks if "".join(c for c in document.quote_source(b)[:40] if c.isalnum()) not in bare]
            assert len(lost) <= 0.03 * len(blocks), (path.name, [document.quote(b)[:60] for b in lost[:5]])


def test_the_section_tree_of_the_annotated_one(documents: dict[str, Document], shared: Path) -> None:
    gold = json.loads((shared / "gold/dev/sections.json").read_text(encoding="utf-8"))
    for name, entry in gold.items():
        tree = [s for s in entry["tree"] if not str(s.get("role") or "").startswith("junk")]
        codes = {s["code"]: s["heading"].strip() for s in tree}
        wanted = [(s["heading"].strip(), codes.get(s["parent"])) for s in tree]
        sections = {s.id: s for s in documents[name].sections}
        found = [(s.heading, sections[s.parent_id].heading if s.parent_id else None) for s in sections.values()]
        assert found == wanted


def test_the_virtual_ward_item_stands_in_2a_under_its_stem(documents: dict[str, Document]) -> None:
    document = one(documents, "002")
    at = document.text.index("utilisation is consistently above 80%")
    item = document.block_at(at)
    assert item is not None
    assert document.section_of(at).number == "2A"
    assert item.lead_in is not None
    stem = document.quote(item.lead_in)
    assert stem.startswith("With additional funding")
    assert stem.endswith("we ask systems to:")
    assert "\n" not in stem


def test_empty_cells_and_broken_sentences_are_reported(documents: dict[str, Document]) -> None:
    integrity = one(documents, "002").integrity
    assert integrity.empty_cells == 32
    assert len(integrity.broken_sentences) >= 8


def test_mojibake_is_repaired_as_the_annotators_did(documents: dict[str, Document], shared: Path) -> None:
    document = one(documents, "004")
    assert document.integrity.unrepaired == 13
    gold = next((shared / "gold/dev/repaired").glob("004*")).read_text(encoding="utf-8")
    words = "".join(gold.split())
    assert all("".join(document.quote(b).split()).removeprefix("•") in words for b in document.blocks)
    assert "“must focus" in document.text


def test_metadata(documents: dict[str, Document]) -> None:
    about = {
        name[:3]: (d.kind, d.published and d.published.isoformat(), d.planning_year) for name, d in documents.items()
    }
    assert about["002"] == ("planning_guidance", "2024-03-27", "2024/25")
    assert about["004"] == ("briefing", None, None)
    assert one(documents, "nhse_board").published is not None
    assert one(documents, "nhse_board").kind == "board_paper"
    assert one(documents, "nhse_planning").planning_year == "2025/26"
