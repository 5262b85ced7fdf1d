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
    ("2024/11 and 1999/00", ["2024", "11", "1999/00"]),
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
    ("ward’s, ward's, ward‘s and wardʼs", ["ward"] * 4),
    ("what’s, what's, Whats", []),
    ("I can’t, it isn't", []),
    ("78.0%, 78%, 77.40% and 77.4%", ["78", "%", "78", "%", "77.4", "%", "77.4", "%"]),
    ("78.0-80.00 per cent; 10.50 hours, £2.50", ["78", "80", "%", "10.5", "hour", "2.5"]),
    ("77.40 and 0.0 and 100", ["77.4", "0", "100"]),
    ("1.10.2, 1.10.0, v2.0, paragraph 2.10", ["1.10.2", "1.10.0", "v", "2.0", "paragraph", "2.10"]),
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


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024/25, 2025-26 and 2099/00", ["2024/25", "2025/26", "2099/00"]),
        ("board papers 2024/11", []),  # a month
        ("board papers 2024/12", []),
        ("2024/26", []),
    ],
)
def test_a_financial_year_ends_in_the_next_one(text: str, years: list[str]) -> None:
    assert words.named_years(text) == years


@pytest.mark.parametrize(("one", "other"), [("ward’s", "ward's"), ("wardʼs", "ward"), ("77.40", "77.4")])
def test_a_word_has_one_stem_however_it_is_typed(one: str, other: str) -> None:
    assert words.stem(one) == words.stem(other)


@given(st.text())
def test_straight_apostrophes_keep_every_place(text: str) -> None:
    assert len(words.straight(text)) == len(text)


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
