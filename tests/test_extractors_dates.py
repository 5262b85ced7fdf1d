"""Dates: financial years, quarters, seasons, ranges, relative times and roles."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Block, Document, Section
from extractors.dates import DateContext, extract_dates, find_dates
from extractors.dates.context import latest_past

NEWS = DateContext(date(2025, 2, 14))
GUIDANCE = DateContext(date(2024, 3, 27), "2024/25", planning=True, financial=True)
BOARD = DateContext(date(2024, 12, 5), "2024/25", financial=True)


def days(text: str, context: DateContext = NEWS) -> list[tuple[str, str | None, str | None]]:
    def iso(day: date | None) -> str | None:
        return day.isoformat() if day else None

    return [(d.text, iso(d.earliest), iso(d.latest)) for d in find_dates(text, context)]


@pytest.mark.parametrize(
    "text",
    ["2024/25", "2024-25", "2024–25", "2024/2025", "24/25", "FY24/25", "FY25", "FY 2024/25", "2024/25 financial year"],
)
def test_a_financial_year_in_every_spelling(text):
    assert days(f"spend in {text}, as planned") == [(text, "2024-04-01", "2025-03-31")]


def test_a_financial_year_with_one_digit():
    assert days("from 2025/6 on") == [("2025/6", "2025-04-01", "2026-03-31")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 5 December 2024", ("5 December 2024", "2024-12-05", "2024-12-05")),
        ("on Thursday 5th December, 2024", ("Thursday 5th December, 2024", "2024-12-05", "2024-12-05")),
        ("dated 31/03/2025", ("31/03/2025", "2025-03-31", "2025-03-31")),
        ("dated 2025-03-31", ("2025-03-31", "2025-03-31", "2025-03-31")),
        ("in Sept 2024", ("Sept 2024", "2024-09-01", "2024-09-30")),
        ("at Dec-24", ("Dec-24", "2024-12-01", "2024-12-31")),
        ("by Q2 2024/25", ("Q2 2024/25", "2024-07-01", "2024-09-30")),
        ("by 2024/25 Q4", ("2024/25 Q4", "2025-01-01", "2025-03-31")),
        ("in quarter two of 2024/25", ("quarter two of 2024/25", "2024-07-01", "2024-09-30")),
        ("in H2 24/25", ("H2 24/25", "2024-10-01", "2025-03-31")),
        ("at Month 7 2024/25", ("Month 7 2024/25", "2024-10-01", "2024-10-31")),
        ("in spring 2026", ("spring 2026", "2026-03-01", "2026-05-31")),
        ("over winter 2024/25", ("winter 2024/25", "2024-12-01", "2025-02-28")),
        ("by 2035", ("2035", "2035-01-01", "2035-12-31")),
        ("by the end of March 2026", ("the end of March 2026", "2026-03-31", "2026-03-31")),
        ("by the end of 2024/25", ("the end of 2024/25", "2025-03-31", "2025-03-31")),
        ("the year to 31 March 2025", ("the year to 31 March 2025", "2024-04-01", "2025-03-31")),
        ("the year ended March 2025", ("the year ended March 2025", "2024-04-01", "2025-03-31")),
        (
            "the 12 months to the end of June 2024",
            ("the 12 months to the end of June 2024", "2023-07-01", "2024-06-30"),
        ),
        ("three months to June 2024", ("three months to June 2024", "2024-04-01", "2024-06-30")),
        ("the first five months of 2024/25", ("the first five months of 2024/25", "2024-04-01", "2024-08-31")),
        ("the second half of 2024/25", ("the second half of 2024/25", "2024-10-01", "2025-03-31")),
        ("the final quarter of 2023/24", ("the final quarter of 2023/24", "2024-01-01", "2024-03-31")),
        ("the last month of 2023", ("the last month of 2023", "2023-12-01", "2023-12-31")),
        ("YTD 24/25", ("YTD 24/25", "2024-04-01", None)),
        ("year to date August 2024", ("year to date August 2024", "2024-04-01", "2024-08-31")),
        ("since May 2024", ("since May 2024", "2024-05-01", None)),
        ("up to 2028", ("up to 2028", None, "2028-12-31")),
        ("before April 2023", ("before April 2023", None, "2023-03-31")),
        ("2027/28 and beyond", ("2027/28 and beyond", "2027-04-01", None)),
        ("2025/26 to 2027/28", ("2025/26 to 2027/28", "2025-04-01", "2028-03-31")),
        ("April to September 2024", ("April to September 2024", "2024-04-01", "2024-09-30")),
        ("November 2023 to February 2024", ("November 2023 to February 2024", "2023-11-01", "2024-02-29")),
        ("between May and July 2024", ("May and July 2024", "2024-05-01", "2024-07-31")),
        ("3-7 June 2024", ("3-7 June 2024", "2024-06-03", "2024-06-07")),
        ("2025-2030", ("2025-2030", "2025-01-01", "2030-12-31")),
        ("the 2024 to 2025 financial year", ("2024 to 2025 financial year", "2024-04-01", "2025-03-31")),
        ("a 21st century service", ("21st century", "2001-01-01", "2100-12-31")),
    ],
)
def test_dates_that_name_their_year(text, expected):
    assert days(text, DateContext()) == [expected]


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("in November", NEWS, ("November", "2024-11-01", "2024-11-30")),
        ("by November", NEWS, ("November", "2025-11-01", "2025-11-30")),
        ("it will start in May", NEWS, ("May", "2025-05-01", "2025-05-31")),
        ("by March", GUIDANCE, ("March", "2025-03-01", "2025-03-31")),
        ("later this year", NEWS, ("later this year", None, "2025-12-31")),
        ("last month", NEWS, ("last month", "2025-01-01", "2025-01-31")),
        ("last year", NEWS, ("last year", "2024-01-01", "2024-12-31")),
        ("this year", BOARD, ("this year", "2024-04-01", "2025-03-31")),
        ("next year", GUIDANCE, ("next year", "2024-04-01", "2025-03-31")),
        ("by the end of the year", GUIDANCE, ("the end of the year", "2025-03-31", "2025-03-31")),
        ("by the end of the financial year", NEWS, ("the end of the financial year", "2025-03-31", "2025-03-31")),
        ("throughout the year", NEWS, ("throughout the year", None, None)),
        ("in Q3", BOARD, ("Q3", "2024-10-01", "2024-12-31")),
        ("at month 6", BOARD, ("month 6", "2024-09-01", "2024-09-30")),
        ("last week", NEWS, ("last week", None, None)),
        ("this winter", NEWS, ("this winter", "2024-12-01", "2025-02-28")),
        ("since the pandemic", NEWS, ("since the pandemic", None, None)),
        ("the next five years", NEWS, ("the next five years", None, None)),
        ("year to date", BOARD, ("year to date", "2024-04-01", None)),
    ],
)
def test_dates_read_from_the_documents_time(text, context, expected):
    assert days(text, context) == [expected]


def test_without_a_document_a_relative_date_has_no_days():
    assert days("by the end of this year", DateContext()) == [("the end of this year", None, None)]


def test_the_same_period_moves_the_one_before():
    text = "in the first four months of 2024/25, against the same period in 2023/24"
    assert days(text)[1] == ("the same period in 2023/24", "2023-04-01", "2023-07-31")


@pytest.mark.parametrize(
    ("text", "latest"),
    [
        ("Rotas change by May 2026. In the same month staff move", "2026-05-31"),
        ("The unit opens on 3 June 2026, and by the end of the same month closes its old doors", "2026-06-30"),
        ("Two surveys ran in autumn 2023; the same year wards merged", "2023-12-31"),
        ("By the same month staff move", None),
        ("In 2025 rotas change. By the same month staff move", None),
    ],
)
def test_the_same_month_is_the_last_one_named(text, latest):
    found = [d for d in days(text) if "same" in d[0]]
    assert [d[2] for d in found] == [latest]


def test_a_bare_month_takes_the_year_it_was_named_with():
    assert days("June 2022 was wet; in June we closed")[1] == ("June", "2022-06-01", "2022-06-30")


def test_a_bracket_dates_the_years_before_it():
    assert days("over the last two years (21/22 and 22/23)")[0] == ("the last two years", "2021-04-01", "2023-03-31")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("no one waits over 65 weeks", "threshold"),
        ("the 4-hour standard", "threshold"),
        ("staffed 10 hours a day, 6 days a week", "threshold"),
        ("reviewed every 12 weeks", "frequency"),
        ("a 24/7 line", "availability"),
        ("over the next 5 years", "span"),
        ("times fell by 17 minutes", "amount"),
        ("the Spring Budget 2024", "name"),
        ("the 2025/26 planning guidance", "name"),
        ("by March 2026", "time"),
    ],
)
def test_role(text, role):
    assert [d.role for d in find_dates(text)] == [role]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("by March 2026", "by"),
        ("no later than 31 March 2026", "by"),
        ("by the end of March 2026", "by"),
        ("during 2025/26", "during"),
        ("across 2025/26", "during"),
        ("on 1 May 2025", "at"),
        ("from April 2026", "from"),
        ("March 2026", None),
    ],
)
def test_hint(text, hint):
    assert [d.hint for d in find_dates(text)] == [hint]


@pytest.mark.parametrize(
    "text",
    [
        "it may help",
        "May I ask",
        "the 2,024 patients seen",
        "on 31 June 2024",
        "a mean of 80.96",
        "31/02/2025",
        "people aged 25 years",
        "a 5-year-old",
        "ratio 3/4",
        "multi-year funding, monthly returns",
        "now and recently",
    ],
)
def test_no_date(text):
    assert days(text) == []


def test_documents_time_is_the_latest_month_it_reports():
    assert latest_past("In May 2023 we met. Figures to July 2023 show it. By June 2030 it will end.") == date(
        2023, 7, 31
    )
    assert latest_past("Figures to July 2023 show it, the board heard in September.") == date(2023, 9, 30)
    assert latest_past("Nothing is dated here.") is None


def test_extract_dates_points_into_the_document():
    text = "Plan\n\nWe reached it in H1 2024/25.\n"
    blocks = (
        Block(start=0, end=4, kind="heading", section_id="s"),
        Block(start=6, end=34, kind="paragraph", section_id="s"),
    )
    root = Section(start=0, end=len(text), id="s", parent_id=None, level=1, heading="Plan", path=("Plan",))
    document = Document(
        id="d", sha256="0", file="f", title="Plan", media_type="text/plain", text=text, sections=(root,), blocks=blocks
    )
    (found,) = extract_dates(document)
    assert document.quote(found) == "H1 2024/25"
    assert (found.type, found.precision, found.latest) == ("period", "half", date(2024, 9, 30))


PIECES = [
    "2024/25 ",
    "March ",
    "the end of ",
    "to ",
    "12 months ",
    "Q3 ",
    "since ",
    "24",
    "/",
    "2025 ",
    "-",
    "next year ",
    "May",
    " 5 ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_dates_stand_where_they_say_and_run_forwards(text):
    found = find_dates(text, BOARD)
    assert all(text[d.start : d.end] == d.text for d in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(d.earliest is None or d.latest is None or d.earliest <= d.latest for d in found)
