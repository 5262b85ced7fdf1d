"""How words are cut, and how a query is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import words

STEMS = [
    ("Virtual wards are staffed", ["virtual", "ward", "staf"]),
    ("A&E, A & E and A and E", ["a&e"] * 3),
    ("77.4% is not 77%", ["77.4", "%", "not", "77", "%"]),
    ("65-week, 65 week and sixty-five weeks", ["65", "week"] * 3),
    ("2024/25, 2024-25, FY24/25 and 2024/2025", ["2024/25"] * 4),
    ("open 24/7", ["open", "24", "7"]),
    ("£2.4bn, £2.4 billion and £2,400m", ["2400000000"] * 3),
    ("£350k and £1.3 million", ["350000", "1300000"]),
    ("77 per cent, 77 percent and 77%", ["77", "%"] * 3),
    ("four-hour, 4 hours and 4hrs", ["4", "hour"] * 3),
    ("12h in A&E", ["12", "hour", "a&e"]),
    ("52ww", ["52", "week", "wait"]),
    ("thirty minutes, 30 mins", ["30", "minut"] * 2),
    ("one of them in section 2b", ["one", "section", "2", "b"]),
    ("2024-27 is no financial year", ["2024", "27", "no", "financi", "year"]),
    ("£1,250 and 12,000 people", ["1250", "12000", "peopl"]),
    ("patients’ and patient's", ["patient", "patient"]),
    ("Q2 improvement2", ["q", "2", "improv", "2"]),  # a footnote's number stays off the word
    ("what are the", []),
]


@pytest.mark.parametrize(("text", "expected"), STEMS)
def test_stems(text: str, expected: list[str]) -> None:
    assert words.stemming().analyze(words.canonical(text)) == expected


QUERIES = [
    ("virtual wards", "virtual wards", ()),
    ('"virtual ward" targets', "virtual ward  targets", ("virtual ward",)),
    ("“virtual ward” and “UEC”", "virtual ward  and  UEC", ("virtual ward", "UEC")),
    ('one " alone', "one   alone", ()),
    ('""', "", ()),
]


@pytest.mark.parametrize(("query", "text", "phrases"), QUERIES)
def test_reading_a_query(query: str, text: str, phrases: tuple[str, ...]) -> None:
    assert words.read_query(query) == words.Query(text, phrases)


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = words.normalise(text)
    assert words.normalise(once) == once


TERMS = [
    ("18 weeks", [("18", "week"), ("week",)]),
    ("waits of 18 weeks, in weeks", [("wait",), ("18", "week"), ("week",)]),
    ("77% of 77", [("77", "%"), ("77",)]),
    ("52 or 65-week waits", [("52",), ("65", "week"), ("week",), ("wait",)]),
    ("ward ward %", [("ward",)]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), TERMS)
def test_a_number_is_asked_for_with_its_unit(text: str, expected: list[tuple[str, ...]]) -> None:
    assert words.terms(text) == expected


@given(st.text())
def test_one_spelling_taken_twice_changes_nothing_more(text: str) -> None:
    once = words.canonical(text)
    assert words.stemming().analyze(words.canonical(once)) == words.stemming().analyze(once)


def test_words_have_their_place_and_the_stem_of_the_lexical_index() -> None:
    text = "Virtual wards’ A&E use of 77.4% in 2024/25"
    found = words.words(text)
    assert [text[word.start : word.end] for word in found] == text.replace("’", "").replace("%", "").split()
    for word in found:
        assert words.stemming().analyze(text[word.start : word.end]) in ([word.stem], [])
