"""Short forms that documents explain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Block, Cell, Table
from extractors.definitions import find_definitions, is_short_form, stands_for
from tests.factories import make_document

SENTENCES = [
    ("Urgent and emergency care (UEC) comes first.", [("UEC", "Urgent and emergency care")]),
    ("We ask integrated care boards (ICBs) to plan.", [("ICB", "integrated care boards")]),
    ("Use advice and guidance (A&G) more.", [("A&G", "advice and guidance")]),
    ("No out of area placement (OAP) is needed.", [("OAP", "out of area placement")]),
    ("Ask for patient-initiated follow-up (PIFU).", [("PIFU", "patient-initiated follow-up")]),
    ("A faecal immunochemical test (‘FIT’) is sent.", [("FIT", "faecal immunochemical test")]),
    ("The Crown Commercial Service (CCS) buys.", [("CCS", "Crown Commercial Service")]),
    (
        "NHS Talking Therapies for anxiety and depression (TTad).",
        [("TTad", "Talking Therapies for anxiety and depression")],
    ),
    ("SDEC (same day emergency care) opens.", [("SDEC", "same day emergency care")]),
    ("One system. Urgent help (UEC).", []),
    ("Waits fell (NHS England, 2024).", []),
    ("The board met (see A12).", []),
    ("We met the trust (UEC) again.", []),
    ("UEC (the plan of last year) ends.", []),
]


def found(sentence: str) -> list[tuple[str, str]]:
    return [(d.short, d.long) for d in find_definitions(make_document([sentence]))]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_definitions_in_sentences(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert found(sentence) == expected


@pytest.mark.parametrize(
    "line", ["ERF: elective recovery fund", "• ERF – elective recovery fund", "ERF | elective recovery fund"]
)
def test_lines_of_a_glossary(line: str) -> None:
    assert found(line) == [("ERF", "elective recovery fund")]


def test_rows_of_a_glossary() -> None:
    words = ["ERF", "elective recovery fund", "CIP", "money for buildings"]
    document = make_document(words)
    starts = [document.text.index(word) for word in words]
    cells = tuple(
        Cell(row=i // 2, column=i % 2, start=start, end=start + len(word), text=word)
        for i, (start, word) in enumerate(zip(starts, words, strict=True))
    )
    table = Table(rows=2, columns=2, cells=cells)
    block = Block(kind="table", section_id="s1", start=starts[0], end=len(document.text), table=table)
    glossary = document.model_copy(update={"blocks": (block,)})
    assert [(d.short, d.long) for d in find_definitions(glossary)] == [("ERF", "elective recovery fund")]


def test_a_definition_stands_where_it_says() -> None:
    document = make_document(["First comes urgent and emergency care (UEC) and then urgent and emergency care (UEC)."])
    (definition,) = find_definitions(document)
    assert document.quote(definition) == "urgent and emergency care (UEC)"


@pytest.mark.parametrize(
    ("short", "fits"), [("UEC", True), ("A&E", True), ("SPoA", True), ("Trust", False), ("A", False), ("2024", False)]
)
def test_what_may_be_a_short_form(short: str, fits: bool) -> None:
    assert is_short_form(short) is fits


def test_all_of_a_wording_must_spell_it_out() -> None:
    assert stands_for("BCF", "Better Care Fund")
    assert not stands_for("BCF", "the new Better Care Fund")


@given(st.text(alphabet="AaBb (&).-\n|:", max_size=60))
def test_any_text_is_read(text: str) -> None:
    document = make_document([text])
    for definition in find_definitions(document):
        assert definition.short in document.quote(definition)
