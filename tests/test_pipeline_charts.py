"""What a chart of a metric shows, and the picture that is drawn of it."""

import re
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.views.charts import charts, key_of
from api.web.views.charts.chart import SIZES, draw
from api.web.views.charts.labels import Box, place
from api.web.views.charts.scales import values_scale, years_scale
from pipeline.browse.series import Panel, not_drawn, panels

SVG = "{http://www.w3.org/2000/svg}"


def target(value: float | None, day: str | None = None, *, year: str | None = None, **given: Any) -> dict[str, Any]:
    deadline = {"text": f"by {day}", "date": day, "kind": "by"} if day else None
    row = {"kind": "objective", "metric": "beds", "comparator": ">=", "value": value, "high": None, "unit": "percent"}
    return {**row, "counted": None, "strict": False, "deadline": deadline, "planning_year": year, **given}


def figure(value: float, first: str | None = None, last: str | None = None, **given: Any) -> dict[str, Any]:
    period = {"text": None, "start": first, "end": last or first} if first else None
    row = {"kind": "figure", "measure": "beds", "value": value, "high": None, "unit": "percent", "counted": None}
    return {**row, "direction": "level", "status": "reported", "period": period, **given}


def test_one_unit_a_panel_and_changes_apart_from_levels() -> None:
    targets = [target(75, "2024-03-31"), target(77, "2025-03-31"), target(3, "2025-03-31", comparator="decrease_by")]
    figures = [
        figure(78, "2024-09-01", "2024-09-30"),
        figure(2e6, "2024-09-01", unit="GBP"),
        figure(3e6, "2024-10-01", unit="GBP"),
        figure(4, "2024-10-01", direction="decrease"),
    ]
    found = panels(targets, figures, unit="percent")
    assert [panel.basis.words for panel in found] == ["Per cent", "Per cent, reduction", "Pounds"]
    assert [(len(panel.targets), len(panel.figures)) for panel in found] == [(2, 1), (1, 1), (0, 2)]


def test_nothing_is_drawn_of_a_single_mark_nor_of_what_has_no_number_or_date() -> None:
    assert panels([], []) == []
    assert panels([target(75, "2024-03-31")], []) == []
    assert panels([target(None, "2024-03-31"), target(65, "2024-03-31", comparator="eliminate")], []) == []
    [panel] = panels([target(75, "2024-03-31"), target(76)], [figure(70, "2024-01-31"), figure(71)])
    assert (len(panel.targets), len(panel.figures), panel.undated) == (1, 1, 2)
    assert not_drawn([target(75, "2024-03-31"), target(76)], [figure(70, "2024-01-31"), figure(71)], [panel]) == 2


def test_a_target_leads_up_to_its_day_and_one_without_a_day_stands_in_the_year_of_its_guidance() -> None:
    [panel] = panels([target(75, "2024-03-31"), target(80, year="2024/25")], [])
    due, undated = panel.targets
    assert (due.first, due.last, due.dated) == (date(2023, 4, 1), date(2024, 3, 31), True)
    assert (undated.first, undated.last, undated.dated) == (date(2024, 4, 1), date(2025, 3, 31), False)


def test_the_same_target_is_drawn_once_also_where_a_place_gives_no_day() -> None:
    rows = [
        target(77, "2025-03-31", year="2024/25"),
        target(77, "2025-03-31"),
        target(77, year="2024/25"),
        target(77, year="2023/24"),
        target(77, "2025-03-31", comparator="<="),
    ]
    [panel] = panels(rows, [])
    assert [(mark.sense, mark.dated, mark.rows) for mark in panel.targets] == [
        ("at least", False, 1),
        ("at least", True, 3),
        ("at most", True, 1),
    ]


@pytest.fixture
def panel() -> Panel:
    targets = [target(75, "2024-03-31"), target(77, "2025-03-31", strict=True), target(80, year="2025/26")]
    figures = [figure(78.2, "2024-09-01", "2024-09-30"), figure(74, "2024-04-01", "2025-03-31", status="forecast")]
    [found] = panels([*targets, target(70, "2024-03-31", comparator="<=", high=72.0)], figures)
    return found


def test_the_picture_says_what_it_shows_without_scripts_or_inline_style(panel: Panel) -> None:
    [chart] = charts([panel], "beds & <more>")
    assert len(chart.pictures) == len(SIZES)
    ids: list[str] = []
    for drawing in chart.pictures:
        root = ElementTree.fromstring(drawing)  # noqa: S314 (made here)
        title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert described is not None
        assert title.text == "beds & <more>: per cent"
        assert "target above 77%, by 31 March 2025" in str(described.text)
        assert "target at least 80%, in 2025/26, no date given" in str(described.text)
        assert "forecast 74%, 1 April 2024 to 31 March 2025" in str(described.text)
        assert (root.get("role"), root.get("aria-labelledby")) == ("img", title.get("id"))
        ids += [str(found.get("id")) for found in root.iter() if found.get("id")]
        assert not [found for found in root.iter() if found.get("style") or found.tag == f"{SVG}script"]
    assert len(ids) == len(set(ids))
    assert chart.starts == "65%"


def test_shapes_tell_the_marks_apart(panel: Panel) -> None:
    drawing = draw(panel, "beds", SIZES[0], "chart-1")
    root = ElementTree.fromstring(drawing)  # noqa: S314
    points = [str(mark.get("points")).split() for mark in root.iter(f"{SVG}polygon")]
    assert len(points) == 4
    assert all(len(shape) == 3 for shape in points)
    tips = [min(float(p.split(",")[1]) for p in shape) == float(shape[0].split(",")[1]) for shape in points]
    assert sorted(tips) == [False, True, True, True]  # one points down: at most
    assert len(re.findall("chart__dot--forecast", drawing)) == 1
    assert "chart__stretch--dashed" in drawing
    assert [entry.words for entry in key_of(panel)] == [
        "Target (at least), due at the mark",
        "Target (at most), due at the mark",
        "Target without a date: the year of its guidance",
        "Reported figure",
        "Forecast figure",
    ]


def test_everything_stays_inside_the_picture(panel: Panel) -> None:
    for size in SIZES:
        root = ElementTree.fromstring(draw(panel, "beds", size, "chart-1"))  # noqa: S314
        for found in root.iter():
            for name, most in (("x", size.width), ("x1", size.width), ("cx", size.width), ("y", size.height)):
                assert 0 <= float(found.get(name, 0)) <= most


def test_a_label_covers_nothing() -> None:
    frame, taken = Box(0, 0, 200, 100), [Box(40, 40, 60, 60)]
    first = place("75%", 50, 50, weight="bold", frame=frame, taken=taken)
    second = place("75%", 50, 50, weight="bold", frame=frame, taken=taken)
    assert first is not None
    assert second is not None
    assert (first.x, first.y) != (second.x, second.y)
    assert not any(a.meets(b) for i, a in enumerate(taken) for b in taken[i + 1 :])
    assert place("far too long for such a small frame", 50, 50, weight="bold", frame=frame, taken=taken) is None


@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=9))
def test_a_scale_holds_every_value(values: list[float]) -> None:
    scale = values_scale(values, bottom=300, top=30, unit="count")
    assert 2 <= len(scale.ticks) <= 14
    assert all(scale.low <= value <= scale.high for value in values)
    assert all(29.9 <= scale.at(value) <= 300.1 for value in values)


def test_a_scale_of_little_difference_does_not_make_much_of_it() -> None:
    scale = values_scale([3.0, 3.2], bottom=300, top=30, unit="percent")
    assert scale.high - scale.low >= 0.4
    assert values_scale([1.0, 72.0], bottom=300, top=30, unit="percent").low == 0
    assert values_scale([95.0, 99.5], bottom=300, top=30, unit="percent").high == 100


def test_years_run_from_april_to_march() -> None:
    years = years_scale([date(2024, 3, 31), date(2025, 4, 1)], left=0, right=300)
    assert [name for name, _, _ in years.bands] == ["2023/24", "2024/25", "2025/26"]
    assert years.at(date(2023, 4, 1)) == 0
    assert years.at(date(2026, 3, 31)) == 300
