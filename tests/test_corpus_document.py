"""The records: offsets lead from the repaired text to the words as printed, and a malformed document is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from corpus.document import Document, Edit, Section, Span, content_id
from corpus.facts import Measurable, Objective
from corpus.rows import CONTEXT, fact_row

PART = st.text(alphabet="abcdefgh ", max_size=8)
# stretches of text: as they stand, or read otherwise than they are printed
STRETCHES = st.lists(st.tuples(PART, PART, st.booleans()), max_size=12)


def document_of(stretches: list[tuple[str, str, bool]]) -> Document:
    text = source = ""
    edits = []
    for repaired, printed, edited in stretches:
        if edited and repaired != printed:
            edits.append(
                Edit(
                    start=len(text),
                    end=len(text) + len(repaired),
                    source_start=len(source),
                    source_end=len(source) + len(printed),
                    rule="test",
                )
            )
            text, source = text + repaired, source + printed
        else:
            text, source = text + repaired, source + repaired
    root = Section(id="s", parent_id=None, level=1, heading="T", path=("T",), start=0, end=len(text))
    return Document(
        id="d",
        sha256="0",
        file="f.txt",
        title="T",
        media_type="text/plain",
        text=text,
        source_text=source,
        edits=tuple(edits),
        sections=(root,),
        blocks=(),
    )


@given(STRETCHES)
def test_unedited_words_are_printed_as_they_stand(stretches: list[tuple[str, str, bool]]) -> None:
    document = document_of(stretches)
    edited = {i for edit in document.edits for i in range(edit.start, edit.end)}
    borders = {edit.start for edit in document.edits}
    for start in range(len(document.text)):
        for end in range(start + 1, min(start + 5, len(document.text)) + 1):
            if not edited & set(range(start, end)) and not borders & set(range(start + 1, end)):
                assert document.quote_source(Span(start=start, end=end)) == document.text[start:end]


@given(STRETCHES)
def test_the_whole_leads_back_to_the_whole(stretches: list[tuple[str, str, bool]]) -> None:
    document = document_of(stretches)
    start, end = document.source_span(0, len(document.text))
    assert 0 <= start <= end <= len(document.source_text or "")
    for edit in document.edits:
        if edit.end > edit.start:
            assert document.source_span(edit.start, edit.end) == (edit.source_start, edit.source_end)


def test_a_cut_edit_is_taken_whole() -> None:
    document = document_of([("the ", "", False), ("bill", "bil ", True), (" of it", "", False)])
    assert document.quote_source(Span(start=5, end=7)) == "bil "
    assert document.quote_source(Span(start=0, end=6)) == "the bil "


@pytest.mark.parametrize(
    "change",
    [
        {"sections": ()},
        {"edits": (Edit(start=99, end=100, source_start=0, source_end=1, rule="r"),)},
        {"nonsense": 1},
    ],
)
def test_a_malformed_document_is_refused(change: dict[str, object]) -> None:
    fields = document_of([("words", "", False)]).model_dump() | change
    with pytest.raises(ValidationError):
        Document.model_validate(fields)


def test_a_span_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValidationError, match="ends before it starts"):
        Span(start=3, end=2)


def test_ids_come_from_content() -> None:
    assert content_id("obj", "a", 1) == content_id("obj", "a", 1) != content_id("obj", "a", 2)


def test_a_row_quotes_and_places_its_fact() -> None:
    words = "x" * 40 + " keep it above 80% " + "y" * 40
    document = document_of([(words, "", False)])
    objective = Objective(
        id="o",
        document_id="d",
        start=41,
        end=58,
        evidence={"value": (Span(start=55, end=58),)},
        rule="test",
        confidence=1,
        metric="it",
        comparator=">=",
        value=80,
        unit="percent",
        obligation="must",
        statement="target",
        measurable=Measurable(ok=True),
    )
    row = fact_row(document, objective)
    assert row["quote"] == "keep it above 80%"
    assert row["prefix"] == words[41 - CONTEXT : 41]
    assert row["suffix"] == words[58 : 58 + CONTEXT]
    assert row["evidence"] == {"value": [[55, 58]]}
    assert (row["page"], row["boxes"], row["section"]) == (None, None, ["T"])
