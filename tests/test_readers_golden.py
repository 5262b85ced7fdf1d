"""Outlines of small samples, kept beside them.

`REMIT_REGENERATE=1` writes them anew; they are read before they are committed. `NAME.headings` is the tree of headings
as a person sees it, written by hand before the sample was read: it is never made anew.
"""

import os
from pathlib import Path

import pytest

from corpus.document import Document
from pipeline.readers import read
from tests.heading_scores import Heading, compare, fold, found_headings

FOLDER = Path(__file__).parent / "golden" / "readers"
REGENERATE = "REMIT_REGENERATE"
SAMPLES = sorted(p.name for p in FOLDER.iterdir() if p.suffix not in (".outline", ".headings"))
TREES = sorted(p.name.removesuffix(".headings") for p in FOLDER.glob("*.headings"))
GOAL = 0.95


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


def true_headings(path: Path) -> list[Heading]:
    """The headings of a tree in clear: a "#" for each level."""
    lines = [line.partition(" ") for line in path.read_text(encoding="utf-8").splitlines()]
    return [Heading(len(marks), None, text, fold(text)) for marks, _, text in lines]


def without_numbers(document: Document) -> list[Heading]:
    """The headings that were found, without their printed numbers."""
    bare = {s.path[-1]: s.heading for s in document.sections}
    return [h._replace(key=fold(bare.get(h.text, h.text))) for h in found_headings(document)]


@pytest.mark.parametrize("name", TREES)
def test_headings_stand_where_a_person_sees_them(name: str) -> None:
    compared = compare(true_headings(FOLDER / f"{name}.headings"), without_numbers(read(FOLDER / name)))
    assert compared.levels.f1 >= GOAL, (compared.missing, compared.extra, compared.wrong_level)


@pytest.mark.parametrize("name", SAMPLES)
def test_text_that_was_edited_leads_back_to_the_file(name: str) -> None:
    document = read(FOLDER / name)
    source = document.source_text if document.source_text is not None else document.text
    at = source_at = 0
    for edit in document.edits:
        assert document.text[at : edit.start] == source[source_at : edit.source_start]
        at, source_at = edit.end, edit.source_end
    assert document.text[at:] == source[source_at:]
    if name.endswith((".txt", ".md", ".vtt")):
        assert source == (FOLDER / name).read_text(encoding="utf-8")
