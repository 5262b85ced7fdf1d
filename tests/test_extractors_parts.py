"""A long document is read in parts, and its facts are those of the whole."""

from pathlib import Path

import pytest

from corpus.catalogue import bundled_documents
from corpus.document import Block, Document, Section
from extractors import ALL_KINDS, extract_facts, facts_by_part, find_unclaimed, iter_facts
from extractors.parts import parts_of
from pipeline.readers import read


def document(lengths: list[int], sections: list[str]) -> Document:
    """Blocks of these lengths, each in the section named."""
    blocks, at = [], 0
    for length, section in zip(lengths, sections, strict=True):
        blocks.append(Block(start=at, end=at + length, kind="paragraph", section_id=section))
        at += length
    names = dict.fromkeys(sections)
    placed = tuple(
        Section(id=name, parent_id=None, level=1, heading=name, path=(name,), start=0, end=at) for name in names
    )
    return Document(
        id="d",
        sha256="0" * 64,
        file="long.txt",
        title="Plan",
        media_type="text/plain",
        text="x" * at,
        sections=placed,
        blocks=tuple(blocks),
    )


@pytest.mark.parametrize(
    ("lengths", "sections", "expected"),
    [
        ([40, 40], "aa", [(0, 2)]),  # a short document is one part
        ([60, 60, 60], "abc", [(0, 2), (2, 3)]),  # a part ends where a section does, once it is long enough
        ([60, 60, 60], "aab", [(0, 2), (2, 3)]),
        ([60] * 8, "a" * 8, [(0, 4), (4, 8)]),  # a section that is too long is cut between blocks
        ([500, 10], "aa", [(0, 1), (1, 2)]),
    ],
)
def test_parts(
    lengths: list[int], sections: str, expected: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractors.parts.LONGEST", 100)
    assert [(part.start, part.stop) for part in parts_of(document(lengths, list(sections)))] == expected


@pytest.mark.parametrize("path", [entry.path for entry in bundled_documents()], ids=lambda path: path.name)
def test_a_document_in_parts_has_the_facts_of_the_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(path)
    expected = extract_facts(whole)
    unclaimed = find_unclaimed(whole, expected)
    monkeypatch.setattr("extractors.parts.LONGEST", 1_500)
    cut = list(facts_by_part(whole))
    assert len(cut) > 1 or len(whole.text) < 5_000
    assert [fact for _, facts in cut for fact in facts] == expected
    assert [one for part, facts in cut for one in find_unclaimed(whole, facts, part=part)] == unclaimed


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_facts_one_by_one_are_those_of_the_list(kind: str) -> None:
    found = read(next(iter(bundled_documents())).path)
    assert list(iter_facts(found, kinds=[kind])) == extract_facts(found, kinds=[kind])  # type: ignore[list-item]
