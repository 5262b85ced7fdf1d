"""Dates that name no year, and relative ones, in the documents that speak them; all phrases are made up."""

from datetime import date

import pytest

from corpus.document import Block, Document, DocumentKind, Section
from extractors.dates import DateContext, date_context, find_dates
from extractors.dates.context import face_date
from extractors.dates.periods import easter

NEWS = DateContext(date(2031, 2, 14))
GUIDANCE = DateContext(date(2030, 12, 18), "2031/32", planning=True, financial=True)
BOARD = DateContext(date(2030, 11, 6), "2030/31", financial=True)


def days(text: str, context: DateContext) -> list[tuple[str, str | None, str | None]]:
    def iso(day: date | None) -> str | None:
        return day.isoformat() if day else None

    return [(d.text, iso(d.earliest), iso(d.latest)) for d in find_dates(text, context) if d.type != "duration"]


@pytest.mark.parametrize(
    ("text", "words", "earliest", "latest"),
    [
        ("submit plans by 15 April", "15 April", "2031-04-15", "2031-04-15"),
        ("from July wards report weekly", "July", "2031-07-01", "2031-07-31"),
        ("hubs open in September", "September", "2031-09-01", "2031-09-30"),
        ("teams are in place by January", "January", "2032-01-01", "2032-01-31"),
        ("by the end of the year", "the end of the year", "2032-03-31", "2032-03-31"),
        ("in the first half of the year", "the first half of the year", "2031-04-01", "2031-09-30"),
        ("over the autumn", "the autumn", "2031-09-01", "2031-11-30"),
        ("This year the service has grown", "This year", "2030-04-01", "2031-03-31"),
        ("we ask this year for plans", "this year", "2031-04-01", "2032-03-31"),
        ("800 sites had opened by 12 December", "12 December", "2030-12-12", "2030-12-12"),
        ("waits in November fell to 9 weeks", "November", "2030-11-01", "2030-11-30"),
        ("Funding for April to September is set", "April to September", "2031-04-01", "2031-09-30"),
        ("by Easter", "Easter", "2031-04-13", "2031-04-13"),
        ("in Q3", "Q3", "2031-10-01", "2031-12-31"),
    ],
)
def test_guidance_speaks_of_the_year_that_it_plans_for(text, words, earliest, latest):
    assert days(text, GUIDANCE) == [(words, earliest, latest)]


@pytest.mark.parametrize(
    ("text", "words", "earliest", "latest"),
    [
        ("strikes ran from 27 October", "27 October", "2030-10-27", "2030-10-27"),
        ("had set a limit of 5 by 31 December", "31 December", "2030-12-31", "2030-12-31"),
        ("a review would follow in January", "January", "2031-01-01", "2031-01-31"),
        ("as agreed on 3 October", "3 October", "2030-10-03", "2030-10-03"),
        ("better than in the previous quarter", "the previous quarter", "2030-04-01", "2030-06-30"),
        ("better than in the previous month", "the previous month", "2030-09-01", "2030-09-30"),
        ("The target for the year is 90%", "the year", "2030-04-01", "2031-03-31"),
        ("over the whole year", "the whole year", "2030-04-01", "2031-03-31"),
        ("up 3% in the quarter", "the quarter", "2030-07-01", "2030-09-30"),
        ("At month 7 spending", "month 7", "2030-10-01", "2030-10-31"),
        ("at M7", "M7", "2030-10-01", "2030-10-31"),
        ("M8 2030/31", "M8 2030/31", "2030-11-01", "2030-11-30"),
        ("Q4 outturn", "Q4", "2031-01-01", "2031-03-31"),
        ("by year end", "year end", "2031-03-31", "2031-03-31"),
        ("inspectors came on 17 and 18 October", "17 and 18 October", "2030-10-17", "2030-10-18"),
        ("probably by Christmas", "Christmas", "2030-12-25", "2030-12-25"),
        ("before the end of the year", "before the end of the year", None, "2031-03-31"),
        ("before the new financial year", "before the new financial year", None, "2031-03-31"),
    ],
)
def test_a_board_paper_tells_of_what_is_just_past_and_asks_for_what_comes_next(text, words, earliest, latest):
    assert days(text, BOARD) == [(words, earliest, latest)]


@pytest.mark.parametrize(
    ("text", "words", "earliest", "latest"),
    [
        ("by next March", "March", "2031-03-01", "2031-03-31"),
        ("last October", "October", "2030-10-01", "2030-10-31"),
        ("last spring", "last spring", "2030-03-01", "2030-05-31"),
        ("last winter", "last winter", "2029-12-01", "2030-02-28"),
        ("this summer", "this summer", "2031-06-01", "2031-08-31"),
        ("next winter", "next winter", "2031-12-01", "2032-02-29"),
        ("by the end of the decade", "the end of the decade", "2039-12-31", "2039-12-31"),
        ("by the end of this decade", "the end of this decade", "2039-12-31", "2039-12-31"),
        ("in the new year", "the new year", "2032-01-01", "2032-12-31"),
        ("before Christmas", "before Christmas", None, "2031-12-25"),
        ("In May, wards will move", "May", "2031-05-01", "2031-05-31"),
        ("between November and January it rose", "November and January", "2030-11-01", "2031-01-31"),
        ("over the coming months", "the coming months", None, None),
        ("last month", "last month", "2031-01-01", "2031-01-31"),
        ("this financial year", "this financial year", "2030-04-01", "2031-03-31"),
        ("by the end of the Parliament", "the end of the Parliament", None, None),
    ],
)
def test_the_news_speak_of_the_calendar(text, words, earliest, latest):
    assert days(text, NEWS) == [(words, earliest, latest)]


@pytest.mark.parametrize(
    ("text", "words", "earliest", "latest"),
    [
        ("by Christmas 2029", "Christmas 2029", "2029-12-25", "2029-12-25"),
        ("at Easter 2024", "Easter 2024", "2024-03-31", "2024-03-31"),
        ("by Good Friday 2031", "Good Friday 2031", "2031-04-11", "2031-04-11"),
        ("by Hogmanay 2030", "Hogmanay 2030", "2030-12-31", "2030-12-31"),
        ("by twenty thirty-one", "twenty thirty-one", "2031-01-01", "2031-12-31"),
        ("in March twenty thirty-one", "March twenty thirty-one", "2031-03-01", "2031-03-31"),
        ("in twenty thirty thirty-one", "twenty thirty thirty-one", "2030-04-01", "2031-03-31"),
        ("9 to 11 May 2031", "9 to 11 May 2031", "2031-05-09", "2031-05-11"),
        ("in H1-2030-31", "H1-2030-31", "2030-04-01", "2030-09-30"),
        ("2030/31 and the following 2 years", "2030/31 and the following 2 years", "2030-04-01", "2033-03-31"),
        ("the three years from 2030/31", "the three years from 2030/31", "2030-04-01", "2033-03-31"),
        ("the three years to March 2031", "the three years to March 2031", "2028-04-01", "2031-03-31"),
        ("between 2024/25 and 2030/31", "2024/25 and 2030/31", "2024-04-01", "2031-03-31"),
        ("before the end of June 2031", "before the end of June 2031", None, "2031-06-30"),
        ("before 30 June 2031", "before 30 June 2031", None, "2031-06-29"),
        ("after June 2031", "after June 2031", "2031-07-01", None),
        ("it holds until March 2031", "March 2031", "2031-03-01", "2031-03-31"),
        ("in the calendar year 2031", "the calendar year 2031", "2031-01-01", "2031-12-31"),
        ("week ending 4 May 2031", "week ending 4 May 2031", "2031-04-28", "2031-05-04"),
        ("in the first half of 2031", "the first half of 2031", "2031-01-01", "2031-06-30"),
        ("Aug-30", "Aug-30", "2030-08-01", "2030-08-31"),
        ("on 04/05/2031", "04/05/2031", "2031-05-04", "2031-05-04"),
        ("late 2031", "late 2031", None, "2031-12-31"),
        ("2010 levels", "2010", "2010-01-01", "2010-12-31"),
        ("Year 2 (2031/32)", "Year 2", "2031-04-01", "2032-03-31"),
    ],
)
def test_dates_that_need_no_document(text, words, earliest, latest):
    assert (words, earliest, latest) in days(text, DateContext())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("growth between 2029/30 and 2030/31", ["2029/30", "2030/31"]),
        ("in 2029/30 some 40 stayed; that year 9 left", ["2029/30", "that year"]),
        ("31 May 2030 saw 9, against 8 twelve months earlier", ["31 May 2030", "twelve months earlier"]),
        ("as in February; the level of February 2020 is the aim, and in February 9 came", ["February"] * 3),
    ],
)
def test_several_in_a_sentence(text, expected):
    found = [words.removesuffix(" 2020") for words, _, _ in days(text, BOARD)]
    assert found == expected


def test_a_month_that_is_compared_with_gives_its_year_to_no_other():
    found = days("stays halve compared with February 2020, and in February it managed 48%", BOARD)
    assert found[1] == ("February", "2030-02-01", "2030-02-28")


@pytest.mark.parametrize(
    "text", ["Christmas cards were sent", "before the summer recess", "£3 million a year", "a quarter of wards"]
)
def test_no_time(text):
    assert days(text, BOARD) == []


@pytest.mark.parametrize(
    "text", ["within thirty minutes", "more than an hour", "3 minutes 20 seconds", "every quarter"]
)
def test_lengths(text):
    assert [(d.type, d.earliest, d.latest) for d in find_dates(text)] == [("duration", None, None)]


def test_easter_is_that_of_the_church_calendar():
    assert [easter(year) for year in (2024, 2025, 2031)] == [date(2024, 3, 31), date(2025, 4, 20), date(2031, 4, 13)]


def document(text: str, *, kind: DocumentKind = "other", year: str | None = None) -> Document:
    root = Section(start=0, end=len(text), id="s", parent_id=None, level=1, heading="A", path=("A",))
    blocks = (Block(start=0, end=len(text), kind="paragraph", section_id="s"),)
    title = text.split("\n")[0]
    return Document(
        id="d",
        sha256="0",
        file="f",
        title=title,
        media_type="text/plain",
        text=text,
        sections=(root,),
        blocks=blocks,
        kind=kind,
        financial_year=year,
    )


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Care at home\nDepartment of Care, Newtown, May 2031\n\nBeds open by June 2033.", "2031-05-31"),
        ("Kidney care\nThird edition, effective from 1 April 2031\n\nIn May 2029 we met.", "2031-04-01"),
        ("Care at home to 2035\n\nIn May 2031 we met. Beds will open in June 2033.", "2031-05-31"),
        ("Care at home\nComments by 3 May 2032\n\nIn May 2031 we met.", "2031-05-31"),
    ],
)
def test_a_document_without_a_day_of_publication_speaks_from_its_face_or_its_latest_past(text, spoken):
    assert date_context(document(text)).published == date.fromisoformat(spoken)


def test_a_day_on_the_face_wins_over_a_month():
    assert face_date("Report, June 2031\nBoard of Newtown, 9 July 2031\n") == date(2031, 7, 9)


def test_a_title_with_a_financial_year_speaks_of_financial_years():
    assert date_context(document("Annual report 2030-31\n\nThis year we grew.")).financial
    assert not date_context(document("Ward moves\n\nThis year we grew.")).financial


def test_a_title_can_say_that_the_document_plans_for_a_year():
    plan = document("Planning for 2031/32: what is asked\n\nSend plans by 15 April.", year="2031/32")
    assert date_context(plan).planning
    assert not date_context(document("Annual report 2030/31\n\nWe grew.", year="2030/31")).planning


@pytest.mark.parametrize("placeholder", [date.min, date.max])
def test_a_placeholder_is_no_day_of_publication(placeholder: date) -> None:
    text = "Last year waits fell. They should fall again next year, by the winter, and over the last 12 months."
    whole = Section(id="s", parent_id=None, level=1, heading="Note", path=("Note",), start=0, end=len(text))
    block = Block(start=0, end=len(text), kind="paragraph", section_id="s")
    document = Document(
        id="d", sha256="0" * 64, file="note.txt", title="Note", published=placeholder, media_type="text/plain",
        text=text, sections=(whole,), blocks=(block,),
    )  # fmt: skip
    assert date_context(document).published is None
    assert {d.earliest for d in find_dates(text, date_context(document)) if d.type == "relative"} == {None}
