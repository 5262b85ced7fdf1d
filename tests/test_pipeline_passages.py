"""Passages: whole sentences or items of one section, short enough to show."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.catalogue import bundled_documents
from corpus.document import Document
from pipeline.passages import LONGEST, make_passages, passage_context, sentence_spans
from pipeline.readers import read

GUIDE = """# Winter plan

## Contents

- [Beds](#beds)
- [Staff](#staff)

## Beds

We ask systems to:

- open 200 beds by March 2032 and keep them open through the spring, with staff for each of them
- share lists
- meet daily

The board reviews the plan each month. It reports what it finds.

A second paragraph stands here.

## Staff

| Area | Target |
|---|---|
| Nurses | 95% |
| Doctors | 90% |
"""


@pytest.fixture
def document(tmp_path: Path) -> Document:
    path = tmp_path / "plan.md"
    path.write_text(GUIDE)
    return read(path)


def texts(document: Document) -> list[str]:
    return [document.quote(p) for p in make_passages(document)]


def test_passages(document: Document) -> None:
    assert texts(document) == [
        "We ask systems to:\n"
        "open 200 beds by March 2032 and keep them open through the spring, with staff for each of them",
        "share lists\nmeet daily",
        "The board reviews the plan each month. It reports what it finds.\n\nA second paragraph stands here.",
        "Nurses | 95%",
        "Doctors | 90%",
    ]


def test_context_is_put_in_front_and_not_shown(document: Document) -> None:
    contexts = [passage_context(document, p) for p in make_passages(document)]
    assert contexts[:2] == ["Winter plan > Beds", "Winter plan > Beds\nWe ask systems to:"]
    assert contexts[3] == "Winter plan > Staff\nArea | Target"


def test_a_stem_goes_with_the_first_item_of_its_list_and_a_long_one_stands_alone(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    stem = "The board looked at what it can do in a winter with more patients than beds. " * 3 + "Systems are asked to:"
    item = "open 200 beds by March 2032 and keep them open through the spring"
    path.write_text(f"# Plan\n\nSystems are asked to:\n\n- {item}\n- {item} of 2033\n\n## More\n\n{stem}\n\n- {item}")
    assert texts(read(path)) == [f"Systems are asked to:\n{item}", f"{item} of 2033", stem, item]


def test_the_foot_and_head_of_pages_part_passages(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    pages = [f"Part {i} says what systems do next.\n\n{i}\n\nWinter plan for Fenmarch\n\n" for i in range(1, 6)]
    path.write_text("# Plan\n\n## Beds\n\n" + "".join(pages) + "The end.")
    document = read(path)
    assert texts(document) == [*(f"Part {i} says what systems do next." for i in range(1, 6)), "The end."]


def test_names_of_speakers_are_context_and_no_passages() -> None:
    path = next(entry.path for entry in bundled_documents() if "transcript" in entry.path.name)
    document = read(path)
    passages = make_passages(document)
    speaker = next(document.quote(block) for block in document.blocks if block.kind == "caption")
    assert speaker not in [document.quote(passage) for passage in passages]
    assert any(speaker in passage_context(document, passage) for passage in passages)


def test_ids_come_from_content(document: Document) -> None:
    ids = [p.id for p in make_passages(document)]
    assert ids == [p.id for p in make_passages(document)]
    assert len(set(ids)) == len(ids)


@given(
    st.lists(
        st.one_of(
            st.just("## A heading"),
            st.just("| A | B |\n|---|---|\n| one | two |"),
            st.just("- an item of a list"),
            st.integers(1, 60).map(lambda n: "Systems open more beds this year. " * n),
            st.integers(1, 900).map(lambda n: "word " * n),
        ),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_passage_is_long_crosses_a_section_or_overlaps(tmp_path: Path, parts: list[str]) -> None:
    path = tmp_path / "made.md"
    path.write_text("# Title\n\nFirst words.\n\n" + "\n\n".join(parts))
    document = read(path)
    end = 0
    for passage in make_passages(document):
        assert end <= passage.start < passage.end
        assert passage.end - passage.start <= LONGEST
        assert document.section_of(passage.start).id == document.section_of(passage.end - 1).id == passage.section_id
        assert document.quote(passage) == document.quote(passage).strip()
        end = passage.end


def test_every_sentence_stands_in_a_passage(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("\n".join(f"Sentence {i} of the plan says what trusts do next in place {i}." for i in range(200)))
    document = read(path)
    found = " ".join(texts(document))
    assert all(f"Sentence {i} of" in found for i in range(200))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("It fell by 1.5 per cent. It rose.", ["It fell by 1.5 per cent.", "It rose."]),
        ("Dr. Example spoke. She left.", ["Dr. Example spoke.", "She left."]),
        ("“We won.” They cheered!", ["“We won.”", "They cheered!"]),
        ("No end", ["No end"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[s:e] for s, e in sentence_spans(text, 0, len(text))] == sentences


@pytest.mark.parametrize("path", [e.path for e in bundled_documents() if e.path.suffix == ".pdf"], ids=lambda p: p.name)
def test_a_passage_is_on_the_page_where_its_words_begin(path: Path) -> None:
    document = read(path)
    pages = [document.page_of(passage.start) for passage in make_passages(document)]
    assert [passage.page for passage in make_passages(document)] == [page and page.number for page in pages]
    assert pages
    assert all(pages)
