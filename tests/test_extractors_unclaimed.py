"""Nothing unaccounted: what became no fact is listed with the reason."""

import pytest

from extractors import extract_facts, find_unclaimed
from tests.outline import outline

REASONS = [
    ("Boards should use the 10 high impact actions.", "a count in a name, or a name"),
    ("Screening is offered to people aged 50 to 52.", "an age"),
    ("The 18 week rule is explained below.", "a length of time inside a metric or a rule"),
    ("Plans by June 2024.", None),
]

CLAIMED = [
    "Trusts must keep bed occupancy below 92% this winter.",
    "Agency spend fell by 30% in 2023/24.",
    "There is nothing to count here.",
]


@pytest.mark.parametrize(("words", "reason"), REASONS)
def test_a_number_without_a_fact_has_its_reason(words: str, reason: str | None) -> None:
    document = outline(words)
    found = find_unclaimed(document, extract_facts(document))
    if reason is None:  # a deadline is accounted for by its date
        assert found == []
        return
    (one,) = found
    assert document.quote(one) == words
    assert one.reason.endswith(reason)


def test_without_any_fact_a_deadline_is_unclaimed_too() -> None:
    document = outline("Plans by June 2024.")
    assert [one.reason for one in find_unclaimed(document, [])] == ["“June 2024”: a date without words that bind"]


@pytest.mark.parametrize("words", CLAIMED)
def test_what_became_a_fact_is_not_listed(words: str) -> None:
    document = outline(words)
    assert find_unclaimed(document, extract_facts(document)) == []


def test_cells_are_accounted_for() -> None:
    document = outline("| Type | Share |\n| Phase | 3b |\n| Growth | 4% |")
    rows = find_unclaimed(document, extract_facts(document, kinds=["objective"]))
    assert "4%" in [document.quote(one) for one in rows]


def test_every_number_of_a_page_is_a_fact_or_listed() -> None:
    words = "\n".join([*CLAIMED, *(words for words, _ in REASONS)])
    document = outline(words)
    facts = extract_facts(document)
    listed = find_unclaimed(document, facts)
    for line in words.splitlines():
        at = document.text.index(line)
        here = [f for f in facts if at <= f.start < at + len(line)]
        assert here or any(one.start == at for one in listed) or not any(c.isdigit() for c in line)


def test_a_number_of_a_time_ahead_says_so() -> None:
    document = outline("Calls answered in time are 81%, June 2026.", kind="board_paper", planning_year=None)
    (one,) = find_unclaimed(document, extract_facts(document))
    assert one.reason.startswith("“81%”: its time lies after publication")
