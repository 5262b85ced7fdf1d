"""Outlines of small samples, kept beside them.

`REMIT_REGENERATE=1` writes them anew; they are read before they are committed.
"""

import os
from pathlib import Path

import pytest

from corpus.document import Document
from pipeline.readers import read

FOLDER = Path(__file__).parent / "golden" / "readers"
REGENERATE = "REMIT_REGENERATE"
SAMPLES = sorted(p.name for p in FOLDER.iterdir() if p.suffix != ".outline")


def outline(document: Document) -> str:
    """A document as lines: what it says of itself, its sections and its blocks."""
    about = (document.title, document.publisher, document.published, document.kind, document.financial_year)
    lines = [" / ".join(str(part) for part in about), *(f"! {finding}" for finding in document.integrity.findings)]
    for section in document.sections:
        number = f" ({section.number})" if section.number else ""
        lines.append(f"{'#' * section.level}{number} {section.heading}")
        for block in document.blocks:
            if block.section_id != section.id or block.kind == "heading":
                continue
            stem = f"  <- {document.quote(block.lead_in)}" if block.lead_in else ""
            lines.append(f"  {block.kind}: {document.quote(block)!r}{stem}")
    return "\n".join(lines) + "\n"


def assert_golden(found: str, path: Path) -> None:
    """The text is the one that is kept, or is kept from now on where the flag is set."""
    if os.environ.get(REGENERATE) == "1":
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def test_the_flag_is_off_in_ci() -> None:
    assert not (os.environ.get("CI") and os.environ.get(REGENERATE)), "golden files must not be made anew in CI"


def test_there_are_samples() -> None:
    assert len(SAMPLES) >= 5


@pytest.mark.parametrize("name", SAMPLES)
def test_outline(name: str) -> None:
    assert_golden(outline(read(FOLDER / name)), FOLDER / f"{name}.outline")


@pytest.mark.parametrize("name", SAMPLES)
def test_text_that_was_edited_leads_back_to_the_file(name: str) -> None:
    document = read(FOLDER / name)
    source = document.source_text if document.source_text is not None else document.text
    at = source_at = 0
    for edit in document.edits:
        assert document.text[at : edit.start] == source[source_at : edit.source_start]
        at, source_at = edit.end, edit.source_end
    assert document.text[at:] == source[source_at:]
    if name.endswith((".txt", ".md")):
        assert source == (FOLDER / name).read_text(encoding="utf-8")
