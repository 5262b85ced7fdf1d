"""Rows a page at a time, metrics under their names, bodies, objectives by year."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corpus.document import content_id
from corpus.facts import BodyName, Deadline, Figure, Measurable, Objective, Period
from index import Filters, Store
from index.wanted import ORDERS, Sorting, Wanted
from pipeline.browse.bodies import bodies_of, body_page
from pipeline.browse.comparison import compare
from pipeline.browse.metrics import metric_page, registered, subject_of, subjects_of
from pipeline.browse.rows import SIZE, listed_rows, rows_page
from tests.factories import make_body, make_document, make_entry

OBJECTIVES = Wanted(kind="objective")


def objective(
    document_id: str, start: int, metric: str, value: float | None, *, length: int = 4, **given: object
) -> Objective:
    fields = {"comparator": ">=", "unit": "percent", "obligation": "must", "statement": "target", "confidence": 0.9}
    return Objective(
        id=content_id("objective", document_id, start, metric, value),
        document_id=document_id,
        start=start,
        end=start + length,
        rule="test",
        metric=metric,
        value=value,
        measurable=Measurable(ok=True),
        **{**fields, **given},  # type: ignore[arg-type]
    )


def figure(document_id: str, start: int, measure: str, value: float, **given: object) -> Figure:
    return Figure(
        id=content_id("figure", document_id, start, measure, value),
        document_id=document_id,
        start=start,
        end=start + 4,
        rule="test",
        confidence=0.8,
        measure=measure,
        value=value,
        unit="percent",
        **given,  # type: ignore[arg-type]
    )


def by(text: str, day: date) -> Deadline:
    return Deadline(text=text, date=day, kind="by")


SYSTEMS = BodyName(text="systems", name="integrated care system")
GUIDANCE_24 = make_document(["Reach 77% by March 2025.", "Keep above 80%."], file="24.txt", title="Guidance 2024/25")
GUIDANCE_25 = make_document(["Reach 80% by March 2026."], file="25.txt", title="Guidance 2025/26")
PAPER = make_document(["Faster diagnosis stood at 78.2%."], file="paper.txt", title="Board paper")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("browse")
    with Store.open(folder, create=True) as opened:
        opened.put(
            make_entry(
                ["Reach 77% by March 2025.", "Keep above 80%."],
                file="24.txt",
                title="Guidance 2024/25",
                kind="planning_guidance",
                planning_year="2024/25",
                financial_year="2024/25",
                publisher="NHS England",
                facts=[
                    objective(
                        GUIDANCE_24.id,
                        34,
                        "28-day Faster Diagnosis Standard",
                        77,
                        deadline=by("by March 2025", date(2025, 3, 31)),
                        planning_year="2024/25",
                        body=SYSTEMS,
                        bodies=(SYSTEMS,),
                    ),
                    objective(GUIDANCE_24.id, 60, "Ward rounds", 80, planning_year="2024/25", obligation="asked"),
                    objective(GUIDANCE_24.id, 64, "not named", None, comparator="deliver", statement="action"),
                    make_body(GUIDANCE_24.id, name="NHS England", start=40),
                ],
            )
        )
        opened.put(
            make_entry(
                ["Reach 80% by March 2026."],
                file="25.txt",
                title="Guidance 2025/26",
                kind="planning_guidance",
                planning_year="2025/26",
                financial_year="2025/26",
                publisher="NHS England",
                facts=[
                    objective(
                        GUIDANCE_25.id,
                        34,
                        "Faster Diagnosis Standard",
                        80,
                        length=24,
                        deadline=by("by March 2026", date(2026, 3, 31)),
                        planning_year="2025/26",
                    )
                ],
            )
        )
        opened.put(
            make_entry(
                ["Faster diagnosis stood at 78.2%."],
                file="paper.txt",
                title="Board paper",
                kind="board_paper",
                facts=[
                    figure(
                        PAPER.id,
                        34,
                        "performance against the 28-day standard",
                        78.2,
                        period=Period(text="September 2024", start=date(2024, 9, 1), end=date(2024, 9, 30)),
                    ),
                    figure(PAPER.id, 34, "28-day performance at Wold", 70),
                ],
            )
        )
        yield opened


def test_a_page_of_rows_has_words_place_and_document(store: Store) -> None:
    page = rows_page(store, OBJECTIVES, Sorting())
    assert (page.total, page.number, page.pages, page.first, page.last) == (4, 1, 1, 1, 4)
    row = page.rows[0]
    assert row["quote"] == store.document(row["document_id"]).text[row["start"] : row["end"]]
    assert (row["title"], row["document_status"], row["year"]) == ("Guidance 2024/25", "superseded", "2024/25")
    assert row["links"]["page"] == f"/source/{row['document_id']}?start={row['start']}&end={row['end']}"


@pytest.mark.parametrize("by", ORDERS)
@pytest.mark.parametrize("descending", [False, True])
def test_every_order_shows_every_row_once_and_what_lacks_a_value_last(store: Store, by: str, descending: bool) -> None:
    sorting = Sorting(by=by, descending=descending)  # type: ignore[arg-type]
    keys = store.listing.keys(OBJECTIVES, sorting)
    assert sorted(keys) == sorted(store.listing.keys(OBJECTIVES, Sorting()))
    assert keys == [
        key for at in range(len(keys)) for key in store.listing.keys(OBJECTIVES, sorting, limit=1, offset=at)
    ]
    if by in ("value", "deadline"):
        field = {"value": lambda row: row["value"], "deadline": lambda row: row["deadline"]}[by]
        lacking = [field(row) is None for row in listed_rows(store, OBJECTIVES, sorting)]
        assert lacking == sorted(lacking)


def test_values_are_sorted_as_numbers(store: Store) -> None:
    rows = listed_rows(store, OBJECTIVES, Sorting(by="value", descending=True))
    assert [row["value"] for row in rows] == [80, 80, 77, None]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"obligations": ("asked",)}, ["Ward rounds"]),
        ({"statements": ("action",)}, ["not named"]),
        ({"has_value": False}, ["not named"]),
        ({"has_deadline": True}, ["28-day Faster Diagnosis Standard", "Faster Diagnosis Standard"]),
        ({"has_deadline": False, "has_value": True}, ["Ward rounds"]),
        ({"planned": False}, ["not named"]),
        ({"names": ("Ward rounds", "not named")}, ["Ward rounds", "not named"]),
        ({"words": ("MARCH", "2026")}, ["Faster Diagnosis Standard"]),
        ({"words": ("100%",)}, []),
        ({"words": ("_arch",)}, []),
        ({"filters": Filters(years=("2025/26",))}, ["Faster Diagnosis Standard"]),
        ({"filters": Filters(bodies=("Integrated Care System",))}, ["28-day Faster Diagnosis Standard"]),
        ({"filters": Filters(kinds=("board_paper",))}, []),
        (
            {"filters": Filters(documents=("24.txt",)), "has_value": True},
            ["28-day Faster Diagnosis Standard", "Ward rounds"],
        ),
    ],
)
def test_filters(store: Store, given: dict[str, object], expected: list[str]) -> None:
    wanted = OBJECTIVES.model_copy(update=given)
    assert [row["metric"] for row in listed_rows(store, wanted)] == expected
    assert store.listing.count(wanted) == len(expected)


def test_a_page_beyond_the_last_is_the_last(tmp_path: Path) -> None:
    with Store.open(tmp_path, create=True) as store:
        document = make_document(["One two three."])
        facts = [objective(document.id, at % 20, f"metric {at}", at) for at in range(SIZE + 3)]
        store.put(make_entry(["One two three."], facts=facts))
        page = rows_page(store, OBJECTIVES, Sorting(by="value"), number=99)
        assert (page.number, page.pages, len(page.rows), page.first, page.last) == (2, 2, 3, SIZE + 1, SIZE + 3)


def test_a_page_far_in_shows_what_one_by_one_would_show(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.browse.rows.SIZE", 2)
    sorting = Sorting(by="value", descending=True)
    near = [rows_page(store, OBJECTIVES, sorting, number=number).rows for number in (1, 2)]
    monkeypatch.setattr("pipeline.browse.rows.FAR", 0)
    assert [rows_page(store, OBJECTIVES, sorting, number=number).rows for number in (1, 2)] == near


def test_what_is_counted_follows_the_store(tmp_path: Path) -> None:
    document = make_document(["One two three."])
    with Store.open(tmp_path, create=True) as store:
        store.put(make_entry(["One two three."], facts=[objective(document.id, 0, "waits", 1)]))
        assert rows_page(store, OBJECTIVES, Sorting()).total == 1
        store.remove(document.id)
        assert rows_page(store, OBJECTIVES, Sorting()).total == 0
        assert store.connections.current.execute("SELECT count(*) FROM listed").fetchone() == (0,)


@pytest.mark.parametrize(
    ("name", "metric"),
    [
        ("Faster Diagnosis Standard", "28-day Faster Diagnosis Standard"),
        ("Performance against the 4-hour standard", "A&E 4-hour performance"),
        ("A&E within 4 hours", "A&E 4-hour performance"),
        ("4-hour performance at Wold", None),
        ("beds", None),
        ("62-day and 28-day standards", None),
    ],
)
def test_a_name_stands_for_a_metric_of_the_register_where_it_says_no_more(name: str, metric: str | None) -> None:
    found = registered(name)
    assert (found.name if found else None) == metric


def test_names_that_differ_in_case_and_hyphens_are_one_metric() -> None:
    assert subject_of("Theatre-utilisation") == subject_of("theatre utilisation") == "theatre-utilisation"
    assert subject_of("Share of total pay") != subject_of("total pay")


def test_a_metric_has_its_targets_and_figures_under_all_its_names(store: Store) -> None:
    with store.snapshot():
        subject = subjects_of(store)["28-day-faster-diagnosis-standard"]
    assert (subject.objectives, subject.figures, subject.years) == (2, 1, ("2024/25", "2025/26"))
    assert subject.others == ("Faster Diagnosis Standard", "performance against the 28-day standard")
    page = metric_page(store, subject.slug)
    assert page is not None
    assert [row["value"] for row in page.targets] == [77, 80]
    assert [row["value"] for row in page.figures] == [78.2]
    assert metric_page(store, "no-such-metric") is None


def test_a_body_says_what_it_must_deliver_and_whether_it_is_a_group(store: Store) -> None:
    with store.snapshot():
        bodies = bodies_of(store)
    systems, england = bodies["integrated-care-system"], bodies["nhs-england"]
    assert (systems.objectives, systems.mentions, systems.is_group) == (1, 0, True)
    assert (england.codes, england.type, england.mentions, england.is_group) == (("X24",), "national", 1, False)
    page = body_page(store, "nhs-england")
    assert page is not None
    assert [document.title for document in page.published] == ["Guidance 2024/25", "Guidance 2025/26"]
    assert page.naming == ()
    assert body_page(store, "nobody") is None


def test_years_are_compared_and_a_change_is_said_in_words(store: Store) -> None:
    found = compare(store, OBJECTIVES.model_copy(update={"planned": True}))
    assert found.years == ("2024/25", "2025/26")
    [line] = found.lines
    assert line.subject.slug == "28-day-faster-diagnosis-standard"
    [before], [after] = line.cells["2024/25"], line.cells["2025/26"]
    assert (before.level, before.when, before.whos) == ("at least 77%", "by 31 March 2025", ("integrated care system",))
    assert (before.change, before.changed) == ("", False)
    assert (after.level, after.change, after.changed) == ("at least 80%", "changed from at least 77%", True)


def test_what_has_no_year_is_in_no_column(tmp_path: Path) -> None:
    with Store.open(tmp_path, create=True) as store:
        for year in ("2023/24", "2024/25", None):
            sentences = [f"The rate in {year}."]
            document = make_document(sentences, file=f"{year}.txt")
            fact = objective(document.id, 0, "day case rate", 85, planning_year=year)
            store.put(make_entry(sentences, file=f"{year}.txt", facts=[fact]))
        assert store.listing.count(OBJECTIVES) == 3
        [line] = compare(store, OBJECTIVES).lines
    assert list(line.cells) == ["2023/24", "2024/25"]


def test_metrics_of_one_year_are_compared_on_wish_and_unnamed_ones_never(store: Store) -> None:
    found = compare(store, OBJECTIVES, every=True)
    assert {line.subject.name for line in found.lines} == {"28-day Faster Diagnosis Standard", "Ward rounds"}


def test_the_same_level_a_year_later_is_as_before(tmp_path: Path) -> None:
    with Store.open(tmp_path, create=True) as store:
        for year, value in (("2023/24", 85.0), ("2024/25", 85.0), ("2025/26", 30.0)):
            sentences = [f"The rate in {year}."]
            document = make_document(sentences, file=f"{year[:4]}.txt")
            comparator = "decrease_by" if value == 30 else ">="
            fact = objective(document.id, 0, "day case rate", value, planning_year=year, comparator=comparator)
            store.put(make_entry(sentences, file=f"{year[:4]}.txt", facts=[fact], planning_year=year))
        [line] = compare(store, OBJECTIVES).lines
    changes = [(target.change, target.changed) for cell in line.cells.values() for target in cell]
    assert changes == [("", False), ("as before", False), ("new", True)]
