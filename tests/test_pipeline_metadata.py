"""Publisher, date, kind and years: what a document says of itself, and what it leaves open."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.cues import cues
from pipeline.dates import date_line, financial_year_of, financial_years, only_year, property_date, whole_date
from pipeline.face import face_fields, is_field_line, labelled_dates
from pipeline.metadata import GivenMetadata
from pipeline.publishers import is_body_name, published_by, publisher_name
from pipeline.readers import read
from pipeline.titles import is_opaque, page_title, property_title

BODY = "\n\nTrusts open more beds and share one list of them. The plan is kept up to date by the region.\n"


def read_text(folder: Path, text: str, *, name: str = "paper.txt", given: GivenMetadata | None = None):  # type: ignore[no-untyped-def]
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read(path, given=given)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("issued on 27 March 2024 by the board", date(2024, 3, 27)),
        ("3rd December, 2024", date(2024, 12, 3)),
        ("March 27, 2024", date(2024, 3, 27)),
        ("2024-12-05T09:30", date(2024, 12, 5)),
        ("11/02/2025", date(2025, 2, 11)),
        ("March 2024", None),
        ("31 February 2024", None),
        ("2024/25", None),
    ],
)
def test_whole_dates(text: str, expected: date | None) -> None:
    assert whole_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for 2024/25 and 2025-26", ["2024/25", "2025/26"]),
        ("in 2024/2025", ["2024/25"]),
        ("1999/2000 and 2024/26", []),
        ("on 2024/25/03", []),
    ],
)
def test_financial_years(text: str, expected: list[str]) -> None:
    assert financial_years(text) == expected


def test_a_year_is_only_taken_where_it_is_the_only_one() -> None:
    assert only_year("plans for 2031/32") == "2031/32"
    assert only_year("from 2031/32 to 2032/33") is None


@pytest.mark.parametrize(
    ("day", "year"), [(date(2024, 3, 31), "2023/24"), (date(2024, 4, 1), "2024/25"), (date(2099, 12, 1), "2099/00")]
)
def test_the_financial_year_of_a_day(day: date, year: str) -> None:
    assert financial_year_of(day) == year


@pytest.mark.parametrize(
    ("title", "kept"),
    [("Microsoft Word - draft 3.docx", None), ("Report template", None), ("", None), ("Winter plan", "Winter plan")],
)
def test_titles_that_programs_make_up(title: str, kept: str | None) -> None:
    assert property_title(title) == kept


@pytest.mark.parametrize(
    ("text", "kind", "published", "year"),
    [
        (
            "2031/32 priorities and operational planning guidance\n\n5 December 2030" + BODY,
            "planning_guidance",
            "2030-12-05",
            "2031/32",
        ),
        (
            "Access report\n\nAgenda item: 4\n\nDate of meeting: 6 May 2031" + BODY,
            "board_paper",
            "2031-05-06",
            "2031/32",
        ),
        (
            "What the plan means\n\nThis short briefing for members sums up the plan for 2031/32." + BODY,
            "briefing",
            None,
            None,
        ),
        ("Board looks at beds\n\nThe board meeting last week looked at beds." + BODY, "news", None, None),
        ("Notes of a walk\n\nWe walked." + BODY, "other", None, None),
    ],
)
def test_kind_date_and_year(tmp_path: Path, text: str, kind: str, published: str | None, year: str | None) -> None:
    document = read_text(tmp_path, text)
    assert document.kind == kind
    assert (document.published.isoformat() if document.published else None) == published
    assert document.financial_year == year


def test_only_guidance_has_a_planning_year(tmp_path: Path) -> None:
    guidance = read_text(tmp_path, "Operational planning guidance 2031/32" + BODY, name="a.txt")
    report = read_text(tmp_path, "Performance report 2031/32" + BODY, name="b.txt")
    assert (guidance.planning_year, report.planning_year) == ("2031/32", None)
    assert report.financial_year == "2031/32"


def test_the_date_of_a_version_history_is_that_of_the_latest_major_version(tmp_path: Path) -> None:
    header = "Version | Date | Changes |\n---|---|---|\n"
    rows = "V1.0 | 3 May 2030 | First |\nV2.0 | 4 June 2031 | New |\nV2.1 | 9 June 2031 | Link |\n"
    document = read_text(tmp_path, f"Version history\n{header}{rows}Beds\n{BODY}")
    assert document.published == date(2031, 6, 4)


def test_what_is_given_wins(tmp_path: Path) -> None:
    given = GivenMetadata(
        title="My title", publisher="A board", published=date(2020, 1, 2), kind="briefing", financial_year="2019/20"
    )
    document = read_text(tmp_path, "Access report\n\nAgenda item: 4\n\nDate of meeting: 6 May 2031" + BODY, given=given)
    assert (document.title, document.publisher, document.kind) == ("My title", "A board", "briefing")
    assert (document.published, document.financial_year) == (date(2020, 1, 2), "2019/20")
    assert document.sections[0].heading == "My title"
    assert all(section.path[0] == "My title" for section in document.sections)


def test_what_is_not_said_stays_open(tmp_path: Path) -> None:
    document = read_text(
        tmp_path, "Some words about beds, in one plain paragraph that says nothing of itself.", name="beds.txt"
    )
    assert (document.title, document.publisher, document.published) == ("beds", None, None)
    assert (document.financial_year, document.planning_year, document.licence) == (None, None, None)


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("NHS Northern Moors Integrated Care Board", "NHS Northern Moors Integrated Care Board"),
        ("Riverside Hospitals NHS Foundation Trust", "Riverside Hospitals NHS Foundation Trust"),
        ("© NHS England 2031", "NHS England"),
    ],
)
def test_publishers(tmp_path: Path, line: str, publisher: str) -> None:
    assert read_text(tmp_path, f"Access report\n\n{line}{BODY}").publisher == publisher


COVERS = [
    ("Our climate plan\nMarsh Council · adopted on 4 May 2031", "Marsh Council"),
    ("Winter report\nMarsh Vale NHS Trust Meeting: Board in public, 6 May 2031", "Marsh Vale NHS Trust"),
    ("CONFIRMED MINUTES\nFell Estuary NHS Trust: meeting of the Board of Directors", "Fell Estuary NHS Trust"),
    ("Finance report\nTo: Finance Committee, Marsh and Fell NHS Trust", "Marsh and Fell NHS Trust"),
    ("Safer seas\nMinistry of Tides and Home Office - presented in May 2031", "Ministry of Tides"),
    ("A plan for tides - Marsh Vale Council", "Marsh Vale Council"),
    ("Tide figures for May\nPublished on 4 May 2031 by the Office for Tides", "Office for Tides"),
    ("Better seas\nPresented to Parliament by the Secretary of State for Transport", "Department for Transport"),
    ("Marsh Council has opened ten beds, and more will follow.", None),
]


@pytest.mark.parametrize(("cover", "publisher"), COVERS)
def test_publishers_that_no_list_holds(tmp_path: Path, cover: str, publisher: str | None) -> None:
    assert read_text(tmp_path, f"{cover}{BODY}").publisher == publisher


VOICES = [
    (
        "In this policy paper the department will act. Views went to the Department for Transport.",
        "Department for Transport",
    ),
    ("Marsh Vale Council owns homes. The Council will mend them, and the Council will pay.", "Marsh Vale Council"),
    ("Fell Council and Dale Council met. The Council will pay.", None),
    ("This command paper says what the government will do.", "UK Government"),
    ("Marsh Vale Council owns homes.", None),
]


@pytest.mark.parametrize(("words", "publisher"), VOICES)
def test_a_publisher_is_heard_in_how_a_document_speaks(tmp_path: Path, words: str, publisher: str | None) -> None:
    assert read_text(tmp_path, f"A plan for homes\n\n{words}{BODY}").publisher == publisher


def test_the_licence(tmp_path: Path) -> None:
    text = f"Access report{BODY}\nAvailable under the Open Government Licence v3.0."
    assert read_text(tmp_path, text).licence == "OGL v3.0"


FACES = [
    ("Publisher: An Office\nDate published: 3 May 2024", {"publisher": ["An Office"], "published": ["3 May 2024"]}),
    (
        "Publisher: An Office (north) Paper type: Board paper Date of meeting: 3 May 2024 Financial year: 2024/25",
        {
            "publisher": ["An Office (north)"],
            "kind": ["Board paper"],
            "published": ["3 May 2024"],
            "financial_year": ["2024/25"],
        },
    ),
    ("Publisher | An Office\nAgenda item | 6", {"publisher": ["An Office"], "other": ["6"]}),
    ("Publisher\nAn Office\nDate published\n3 May 2024", {"publisher": ["An Office"], "published": ["3 May 2024"]}),
    ("We asked the publisher: who reads it? The date: unknown.", {}),
    ("Published guidance is read by a publisher and by others.", {}),
]


@pytest.mark.parametrize(("face", "fields"), FACES)
def test_labelled_fields_are_read_from_the_face(face: str, fields: dict[str, list[str]]) -> None:
    assert face_fields(face) == fields


def test_the_better_label_of_several_dates_comes_first() -> None:
    assert labelled_dates("Date: 1 May 2024\nDate published: 3 May 2024") == ["3 May 2024", "1 May 2024"]


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Agenda item: 6", True),
        ("Publisher: An Office", True),
        ("Members’ briefing: what the 2024/25 plan means", False),
    ],
)
def test_a_labelled_field_is_no_heading(line: str, is_one: bool) -> None:
    assert is_field_line(line) is is_one


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("20240327", date(2024, 3, 27)),
        ("D:20240327093000+01'00'", date(2024, 3, 27)),
        ("2024", None),
        ("99999999", None),
    ],
)
def test_dates_of_properties(value: str, day: date | None) -> None:
    assert property_date(value) == day


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Tuesday 4 May 2031, 09:30 - 12:30", True),
        ("Posted on 4 May 2031", True),
        ("Version 3.1, 4 May 2031", True),
        ("Ten beds open on 4 May 2031", False),
    ],
)
def test_lines_that_are_a_date(line: str, is_one: bool) -> None:
    beside = frozenset(cues()["published"]["beside"])
    assert (date_line(line, beside=beside) is not None) is is_one


@pytest.mark.parametrize(
    ("title", "site", "kept"),
    [
        ("Winter plan | Warden Council", None, "Winter plan"),
        ("GOV.UK - Winter plan: a guide", None, "Winter plan: a guide"),
        ("Winter plan - a guide - GOV.UK", None, "Winter plan - a guide"),
        ("Winter plan - beds | News | Example", "Example", "Winter plan - beds"),
        ("Winter - spring", None, "Winter - spring"),
        ("Example", "Example", "Example"),
        ("", None, None),
    ],
)
def test_titles_of_pages(title: str, site: str | None, kept: str | None) -> None:
    assert page_title(title, site) == kept


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Ministry of Tides", True),
        ("WARDEN AND FELL INTEGRATED CARE BOARD", True),
        ("Fell Integrated Care System (fictional)", True),
        ("Report to the Board", False),
        ("Minutes of the Board", False),
        ("Committee", False),
    ],
)
def test_lines_that_are_a_body_name(line: str, is_one: bool) -> None:
    assert is_body_name(line) is is_one


def test_a_sentence_about_a_body_names_no_publisher() -> None:
    assert publisher_name("We spoke to staff of Warden Hospitals NHS Trust.") is None
    assert published_by("First published by the Office for Tides on 4 May 2031.") == "Office for Tides"
    assert published_by("Figures published by people who count.") is None


@pytest.mark.parametrize(
    ("name", "opaque"),
    [("1b8d0e59f13b5fb9", True), ("download-final (2)", True), ("ward-plan", False), ("beds", False)],
)
def test_names_of_files_that_say_nothing(name: str, opaque: bool) -> None:
    assert is_opaque(name) is opaque


def test_a_text_without_a_title_is_called_by_its_opening_words(tmp_path: Path) -> None:
    opening = "The board of the trust has published figures on beds, and on staff, for the third month of the year."
    assert read_text(tmp_path, opening + BODY, name="003_b632d6fb.txt").title == (
        "The board of the trust has published figures on beds, and on staff"
    )


def test_guidance_without_a_title_is_described(tmp_path: Path) -> None:
    text = (
        f"Version history\n\nPublished by NHS England.\n\nOur priorities for 2031/32\n{BODY}\nMoney in 2031/32\n{BODY}"
    )
    assert read_text(tmp_path, text, name="002_ace418b1.txt").title == "Planning guidance 2031/32"


def test_chapters_that_share_a_name_give_the_title(tmp_path: Path) -> None:
    chapters = "".join(
        f"## {n}. Counting waits: {what}\n{BODY}\n" for n, what in enumerate(("starts", "stops", "gaps"), 1)
    )
    assert read_text(tmp_path, f"## Document history\n{BODY}\n{chapters}", name="guide.md").title == "Counting waits"


def test_the_day_of_a_meeting_dates_its_minutes(tmp_path: Path) -> None:
    text = f"Minutes of the meeting of the board\n\nThe meeting was held on Thursday 6 March 2031 in Warden.{BODY}"
    assert read_text(tmp_path, text).published == date(2031, 3, 6)
