"""Levels of headings that their printed numbers prove wrong."""

import pytest

from pipeline.numbering import Numbered, settled_levels


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ([(2, "4"), (2, "4.1"), (2, "4.2"), (2, "5")], [2, 3, 3, 2]),
        ([(2, "4"), (2, "4.1"), (3, None), (2, "4.1.1"), (2, "5")], [2, 3, 4, 4, 2]),
        ([(2, "4"), (3, "4.1"), (4, "4.1.1"), (2, "5")], [2, 3, 4, 2]),
        ([(2, "1"), (2, "2"), (2, "Appendix 1"), (2, "1"), (2, "1.1"), (2, "2")], [2, 2, 2, 3, 4, 3]),
        ([(2, "1"), (2, "Annex A"), (2, "1"), (3, None), (2, "Annex B"), (2, "Overview")], [2, 2, 3, 4, 2, 2]),
        ([(2, "1"), (2, "Appendix 1"), (2, "1"), (2, None), (2, "2")], [2, 2, 3, 2, 2]),
    ],
)
def test_numbers_put_levels_right(headings: list[tuple[int, str | None]], expected: list[int]) -> None:
    assert settled_levels([Numbered(*h) for h in headings]) == expected


@pytest.mark.parametrize(
    "headings",
    [
        [(2, None), (3, None), (2, None)],
        [(2, "1"), (2, "2"), (2, "Appendix 1"), (2, "Appendix 2")],
        [(2, "Part 1"), (3, "1"), (3, "2"), (2, "Part 2"), (3, "3")],
        [(2, "Appendix 1"), (2, "1"), (2, "2")],  # the only count of the document: a table of forms before it
        [(2, "2A"), (3, "4.1"), (2, "2B")],  # no 4 stands open
        [(2, "1"), (3, "1.1"), (2, "2"), (3, "1.1")],  # a slip in the numbers
        [],
    ],
)
def test_levels_stay_where_numbers_prove_nothing(headings: list[tuple[int, str | None]]) -> None:
    assert settled_levels([Numbered(*h) for h in headings]) == [level for level, _ in headings]
