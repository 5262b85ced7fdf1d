"""Numbers with their units, what they count, and what is no number at all."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numbers import find_numbers
from extractors.wordnumbers import word_number


def one(text: str):
    found = find_numbers(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("uptake of 71.5%", 71.5, "percent"),
        ("uptake of 71.5 per cent", 71.5, "percent"),
        ("a rise of 3 percentage points", 3, "percentage_point"),
        ("up 1.2pp on plan", 1.2, "percentage_point"),
        ("a 4% point gain", 4, "percentage_point"),
        ("a grant of £2.4bn", 2.4e9, "GBP"),
        ("a grant of £120m", 1.2e8, "GBP"),
        ("a grant of £150 million", 1.5e8, "GBP"),
        ("57 million pounds in grants", 5.7e7, "GBP"),
        ("worth £3.4 billon", 3.4e9, "GBP"),
        ("worth £3.5 bil ion", 3.5e9, "GBP"),
        ("costs of £640k", 6.4e5, "GBP"),
        ("costs of £1,250.50", 1250.5, "GBP"),
        ("27.4 million visits", 2.74e7, "count"),
        ("12,345 visits", 12345, "count"),
        ("seven hundred and twelve nurses", 712, "count"),
        ("twenty-five nurses", 25, "count"),
        ("answered within 30 minutes", 30, "minute"),
        ("a 65-week wait", 65, "week"),
        ("waits over 12h", 12, "hour"),
        ("a mean of 33 minutes and 30 seconds", 33.5, "minute"),
        ("fewer than 15 children for every 1 million people", 15, "per_million"),
        ("no more than 30 per million", 30, "per_million"),
        ("1 in 4 visits", 25, "percent"),
        ("nine out of ten visits", 90, "percent"),
        ("half of all visits", 50, "percent"),
        ("a quarter more visits", 25, "percent"),
        ("fell by a third", 33.3333, "percent"),
        ("double the rate", 2, "multiple"),
        ("3 times as many", 3, "multiple"),
        ("we will halve vacancies", 50, "percent"),
        ("a change of -32.7%", -32.7, "percent"),
    ],
)
def test_value_and_unit(text, value, unit):
    found = one(text)
    assert (found.value, found.unit) == (pytest.approx(value), unit)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("within 6-12 months", 6, 12, "month"),
        ("between 5 and 10% of sites", 5, 10, "percent"),
        ("70%–75% of sites", 70, 75, "percent"),
        ("£1.2-1.5bn of savings", 1.2e9, 1.5e9, "GBP"),
        ("between £3m and £5m", 3e6, 5e6, "GBP"),
        ("40 to 45 beds", 40, 45, "count"),
    ],
)
def test_ranges_are_kept(text, low, high, unit):
    found = one(text)
    assert (found.value, found.high, found.unit) == (pytest.approx(low), pytest.approx(high), unit)


@pytest.mark.parametrize("text", ["from 70% to 75%", "from 70 to 75%"])
def test_a_change_is_two_numbers(text):
    assert [(n.value, n.high, n.unit) for n in find_numbers(text)] == [(70, None, "percent"), (75, None, "percent")]


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("over 40 trusts", "over"),
        ("more than 40 trusts", "over"),
        ("40+ trusts", "over"),
        ("about 40 trusts", "around"),
        ("c.40% of trusts", "around"),
        ("almost 40 trusts", "nearly"),
        ("nearly doubling visits", "nearly"),
        ("up to 40 trusts", "up_to"),
        ("no more than 40 trusts", "none"),
        ("an estimated 40 trusts", "none"),
    ],
)
def test_qualifier(text, qualifier):
    assert one(text).qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("19.4 million more GP appointments than before", "GP appointments"),
        ("640 people receiving care", "people"),
        ("312 new urgent care sites", "urgent care sites"),
        ("27.4 million at A&E", None),
        ("prevented 900 did not attends", "did not attends"),
    ],
)
def test_counted_noun(text, counted):
    assert one(text).counted == counted


@pytest.mark.parametrize(
    "text",
    [
        "2024/25",
        "in 24/25 and 2025/6",
        "FY25",
        "the 2027-28 plan",
        "in 2031",
        "on 5 December 2024",
        "see section 2A",
        "under Section 7a",
        "open 24/7",
        "call 111 or 999",
        "a Type 1 A&E",
        "Category 2 calls",
        "pathways 0 and 1",
        "Stage 1 and 2",
        "bands 2 and 3",
        "the improvement2 seen",
        "Core20PLUS5",
        "1. Introduction",
        "3.2 Workforce plans",
        "at 9.30am",
        "the 8am scramble",
        "ring 0300 123 4567",
        "version 2.1.3",
        "BM/24/42",
        "https://example.org/2024/12/90",
        "the 21st century",
        "no one knew",
        "over the next 5 years",
        "in the opening five months of 2023/24",
        "the first half",
        "a third party",
    ],
)
def test_no_number(text):
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the 10 high impact actions", "name"),
        ("our three priorities", "name"),
        ("the 10 Year Health Plan", "name"),
        ("a 5-year joint forward plan", "name"),
        ("people aged 14 and over", "age"),
        ("16 to 25 year olds", "age"),
    ],
)
def test_names_and_ages_are_marked(text, kind):
    assert [n.kind for n in find_numbers(text)] == [kind]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("seven", 7),
        ("one hundred and twenty", 120),
        ("two thousand", 2000),
        ("twenty thirty", None),
        ("a million", 1e6),
    ],
)
def test_word_number(words, value):
    assert word_number(words) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("cut waste by a quarter by March 2027", 25), ("raise output by half before 2031", 50)],
)
def test_a_part_of_a_whole_before_a_deadline(text, value):
    assert (one(text).value, one(text).unit) == (value, "percent")


def test_a_range_of_a_rate_keeps_both_ends():
    number = one("between 8 and 10 admissions per million people")
    assert (number.value, number.high, number.unit) == (8, 10, "per_million")
    assert (one("20 to 25 beds per million").value, one("20 to 25 beds per million").high) == (20, 25)


@pytest.mark.parametrize("hyphen", ["-", "‑", "–", " - "])
def test_the_name_of_a_disease_holds_no_number(hyphen):
    assert find_numbers(f"wards for Covid{hyphen}19 patients") == []


PIECES = [
    "2024/25 ",
    "£3.2bn ",
    "12 ",
    "percent ",
    "-",
    "to ",
    "one ",
    "million ",
    "in ",
    "½",
    "%",
    "weeks ",
    "1,000",
    ".",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_numbers_stand_where_they_say(text):
    found = find_numbers(text)
    assert all(text[n.start : n.end] == n.text for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(n.high is None or n.high > n.value for n in found)


def test_a_change_and_the_level_it_led_to_are_no_range():
    assert [(n.value, n.high) for n in find_numbers("Income rose by £38m to £791m.")] == [(38e6, None), (791e6, None)]


def test_what_was_handed_over_is_not_over():
    (found,) = find_numbers("Crews handed over 88% of patients.")
    assert found.qualifier == "none"


def test_two_joined_nouns_are_counted_together():
    (found,) = find_numbers("Our centres did 4,012 hip and knee operations.")
    assert found.counted == "hip and knee operations"


def test_a_time_of_day_with_a_stop_is_no_number():
    assert find_numbers("It was held at 10.30 in Room 6 and closed at 13.05.") == []
    assert [n.value for n in find_numbers("The rate stood at 10.30.")] == [10.3]
