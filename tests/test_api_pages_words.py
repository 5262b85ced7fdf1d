"""What pages and terminal say around a row: how sure it is, how it is cited, why a passage matched."""

import pytest

from api.notes import binding, citation, row_kind, sure, why_matched


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (0.98, "very likely right, 98%"),
        (0.94, "likely right, 94%"),
        (0.7, "probably right, 70%"),
        (0.3, "may well be wrong, 30%"),
    ],
)
def test_how_sure_a_row_is_in_words(confidence: float, words: str) -> None:
    assert sure({"confidence": confidence}) == words


def test_a_citation_names_publisher_title_date_page_and_place() -> None:
    row = {
        "quote": "above\n80%",
        "publisher": "NHS England",
        "title": "Guidance",
        "published": "2024-03-27",
        "page": 4,
        "page_label": "iv",
        "href": "/source/doc_1?start=1&end=9",
    }
    told = citation(row, "http://remit.example")
    assert told == (
        "“above 80%” NHS England, Guidance, 27 March 2024, page iv. http://remit.example/source/doc_1?start=1&end=9"
    )


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ({"lexical": 1, "dense": 22}, "1st by its words and 22nd by its meaning"),
        ({"lexical": None, "dense": 3}, "3rd by its meaning"),
        ({"lexical": 11, "dense": None}, "11th by its words"),
        ({"lexical": None, "dense": None}, "beside a passage that was found"),
    ],
)
def test_why_a_passage_matched_in_words(why: dict[str, int | None], words: str) -> None:
    assert words in why_matched({"why": why})


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"obligation": "asked"}, "asked to"),
        ({"obligation": "expected"}, "expected to"),
        ({"obligation": "must"}, "must"),
        ({"obligation": None}, ""),
        ({}, ""),
    ],
)
def test_how_binding_a_row_is_in_words(row: dict[str, str | None], words: str) -> None:
    assert binding(row) == words


def test_a_row_is_called_what_it_states() -> None:
    assert row_kind({"kind": "objective", "statement": "action"}) == "action"
    assert row_kind({"kind": "figure", "status": "money"}) == "amount of money"
