"""How words are cut, and how a query is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import words

STEMS = [
    ("Virtual wards are staffed", ["virtual", "ward", "staf"]),
    ("A&E and A & E", ["a&e", "a&e"]),
    ("77.4% is not 77%", ["77.4", "not", "77"]),
    ("65-week and 65 week", ["65", "week", "65", "week"]),
    ("2024/25, 2024-25 and 2024/2025", ["2024/25"] * 3),
    ("2024-27 is no financial year", ["2024", "27", "no", "financi", "year"]),
    ("£1,250 and 12,000 people", ["1250", "12000", "peopl"]),
    ("patients’ and patient's", ["patient", "patient"]),
    ("Q2 improvement2", ["q", "2", "improv", "2"]),  # a footnote's number stays off the word
    ("what are the", []),
]


@pytest.mark.parametrize(("text", "expected"), STEMS)
def test_stems(text: str, expected: list[str]) -> None:
    assert words.stemming().analyze(words.normalise(text)) == expected


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


def test_words_have_their_place_and_the_stem_of_the_lexical_index() -> None:
    text = "Virtual wards’ A&E use of 77.4% in 2024/25"
    found = words.words(text)
    assert [text[word.start : word.end] for word in found] == text.replace("’", "").replace("%", "").split()
    for word in found:
        assert words.stemming().analyze(text[word.start : word.end]) in ([word.stem], [])
