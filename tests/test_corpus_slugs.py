"""Names as parts of addresses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.slugs import LONGEST, slug


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("A&E 4-hour performance", "a-and-e-4-hour-performance"),
        ("A & E 4 hour performance", "a-and-e-4-hour-performance"),
        ("62-day cancer standard", "62-day-cancer-standard"),
        ("women’s health hubs per ICB", "womens-health-hubs-per-icb"),
        ("women's health hubs per ICB", "womens-health-hubs-per-icb"),
        ("≥85, Race", "at-least-85-race"),
        ("85, Race", "85-race"),
        ("under 2.5%", "under-2-point-5-percent"),
        ("Café waits", "cafe-waits"),
    ],
)
def test_a_name_is_spelt_in_small_letters_and_hyphens(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_long_names_and_those_without_latin_letters_end_with_a_hash() -> None:
    long = "patients " * 20
    assert len(slug(long)) <= LONGEST
    assert slug(long) != slug(long + "waiting")
    assert re.fullmatch(r"[0-9a-f]{8}", slug("等待时间"))
    assert slug("等待时间") != slug("等待")


@given(st.text(max_size=200))
def test_any_text_has_one_that_is_safe_and_stays_as_it_is(name: str) -> None:
    found = slug(name)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", found)
    assert len(found) <= LONGEST
    assert slug(found) == found
