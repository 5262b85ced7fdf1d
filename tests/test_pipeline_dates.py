"""The day that a document gives itself in its first lines and at its foot; all lines are made up."""

from datetime import date

import pytest

from pipeline.cues import cues
from pipeline.dates import closing_date, date_after
from pipeline.readers import read

BODY = "\n\nTrusts open more beds and share one list of them. The plan is kept up to date by the region.\n"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Newtown Council · adopted at Full Council on 17 July 2031", date(2031, 7, 17)),
        ("Version 1.1, 29 March 2031", date(2031, 3, 29)),
        ("Board of Directors (held in public), 6 November 2031", date(2031, 11, 6)),
        ("Tuesday 11 March 2031", date(2031, 3, 11)),
        ("**For use from 9.30am, Thursday 13 March 2031**", date(2031, 3, 13)),
        ("Comments by 3 May 2031", None),
        ("Deadline for replies: 3 May 2031", None),
        ("In force until 3 May 2031", None),
        ("Next meeting: 3 May 2031", None),
        ("Newtown, May 2031", None),
        ("On 3 May 2031 the board met", None),
    ],
)
def test_the_date_that_ends_a_first_line(line: str, day: date | None) -> None:
    assert closing_date(["Beds for all", line], barred=cues()["published"]["barred"]) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Last updated: 28 March 2031    Print this page", date(2031, 3, 28)),
        ("Page last reviewed 24/05/2031.", date(2031, 5, 24)),
        ("It was updated in 2031, on 3 May.", None),
    ],
)
def test_the_day_of_the_last_change(text: str, day: date | None) -> None:
    assert date_after(text, cues()["published"]["updated"]) == day


def test_a_day_of_publication_wins_over_the_last_change(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "page.txt"
    path.write_text(f"Beds\n\nLast updated: 9 May 2031\n\nPublished 3 May 2031{BODY}", encoding="utf-8")
    assert read(path).published == date(2031, 5, 3)
    path.write_text(f"Beds\n\nLast updated: 9 May 2031{BODY}", encoding="utf-8")
    assert read(path).published == date(2031, 5, 9)
