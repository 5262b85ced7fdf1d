"""How binding words are."""

import pytest

from extractors.obligations import find_obligations, governing, is_reported, of_stem, sets_objectives

LEVELS = [
    ("Trusts must keep occupancy below 92%", "92%", "must"),
    ("Providers will need to cut costs by 4%", "4%", "must"),
    ("we are asking ICBs to reach 70%", "70%", "asked"),
    ("systems are expected to meet 80%", "80%", "expected"),
    ("At least 80% of referrals should be triaged", "80%", "should"),
    ("We will train 500 nurses", "500", "will"),
    ("above the national standard of 75 percent", "75 percent", "ambition"),
    ("the 80% adoption target for care records", "80%", "ambition"),
    ("a target rising from 70% to 75%", "75%", "ambition"),
    ("the 85% day case and theatre expectations", "85%", "expected"),
    ("an incentive scheme that we will run for trusts that exceed 95%", "95%", "will"),
    ("We will pay an incentive for delivering over 95%", "95%", "ambition"),
    ("The trust is required by the regulator to reach 78% of patients", "78%", "must"),
    ("Providers were asked under the agreement to hold 4% of beds", "4%", "asked"),
    ("This plan commits us to cutting waits by 10%", "10%", "will"),
]

REPORTED = ["performance was 77%", "waits have fallen", "spend is forecast to be £3m", "it could reach 9%"]

STEMS = [
    ("We ask systems to:", "asked"),
    ("Key actions for systems to improve standards are:", "asked"),
    ("The national objectives for 2024/25", "must"),
    ("Success measures", "asked"),
    ("We will:", "will"),
    ("Trusts should:", "should"),
    ("Our ambitions", "ambition"),
    ("Background", None),
]


@pytest.mark.parametrize(("text", "level", "obligation"), LEVELS)
def test_the_words_nearest_to_a_level_bind_it(text: str, level: str, obligation: str) -> None:
    at = text.index(level)
    found = governing(text, at, at + len(level))
    assert found is not None
    assert found.obligation == obligation


@pytest.mark.parametrize(
    "text", ["waits of 52 weeks", "performance against the standard to 75%", "12 trusts met the target"]
)
def test_plain_words_bind_nothing(text: str) -> None:
    at = next(i for i, c in enumerate(text) if c.isdigit())
    assert governing(text, at, at + 2) is None


@pytest.mark.parametrize("text", REPORTED)
def test_results_and_forecasts_are_reported(text: str) -> None:
    assert is_reported(text)


@pytest.mark.parametrize(("stem", "obligation"), STEMS)
def test_a_stem_binds_its_items(stem: str, obligation: str | None) -> None:
    found = of_stem(stem)
    assert (found.obligation if found else None) == obligation


def test_headings_of_objectives_are_known() -> None:
    assert sets_objectives("National NHS objectives for 2024/25")
    assert not sets_objectives("Background and context")


def test_offsets_hold_the_words() -> None:
    text = "Trusts must act and ICBs are asked to help."
    assert [text[m.start : m.end] for m in find_obligations(text)] == ["must", "are asked to"]
