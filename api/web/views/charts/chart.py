"""The chart of a metric: a panel for each unit, drawn for wide screens and paper, for tablets and for phones."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from api.web.views.charts.labels import Box, Label, around, place
from api.web.views.charts.marks import MARK, figure_place, figure_shape, target_place, target_shape
from api.web.views.charts.scales import Values, Years, tick_words, values_scale, years_scale
from api.web.views.charts.svg import element, group
from pipeline.browse.series import FigureMark, Panel, TargetMark
from pipeline.dates import financial_year_of
from pipeline.wording import day

LEAST_BAND = 52.0  # width of a year that is labelled


class Size(NamedTuple):
    """A picture's size and the margins of its plot, in pixels of a screen at its usual size."""

    name: str
    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float


WIDE = Size("wide", 880, 340, 62, 18, 34, 34)
MEDIUM = Size("medium", 600, 320, 56, 18, 34, 34)
NARROW = Size("narrow", 328, 300, 46, 14, 34, 34)
SIZES = (WIDE, MEDIUM, NARROW)


class Chart(NamedTuple):
    """A panel as pictures, one a width: what its axis is, and from where its scale starts, empty where from 0."""

    words: str
    pictures: tuple[Markup, ...]
    starts: str
    panel: Panel


def charts(panels: Sequence[Panel], subject: str) -> list[Chart]:
    """The pictures of a metric's panels.

    Args:
        panels: of pipeline.browse.series.
        subject: the metric, for the pictures' titles.
    """
    return [_chart(panel, subject, f"chart-{number}") for number, panel in enumerate(panels, start=1)]


def _chart(panel: Panel, subject: str, name: str) -> Chart:
    pictures = tuple(draw(panel, subject, size, name) for size in SIZES)
    return Chart(panel.basis.words, pictures, _starts(panel), panel)


def draw(panel: Panel, subject: str, size: Size, name: str) -> Markup:
    """One picture of a panel; `name` makes its ids unique on the page."""
    years = years_scale(_days(panel), left=size.left, right=size.width - size.right)
    values = values_scale(_values(panel), bottom=size.height - size.bottom, top=size.top, unit=panel.basis.unit)
    ids = f"{name}-{size.name}"
    return element(
        "svg",
        element("title", f"{subject}: {panel.basis.words[:1].lower()}{panel.basis.words[1:]}", id=f"{ids}-title"),
        element("desc", describe(panel), id=f"{ids}-desc"),
        _frame(panel, years, values, size),
        group((target_shape(mark, years, values) for mark in panel.targets), class_="chart__targets"),
        group((figure_shape(mark, years, values) for mark in panel.figures), class_="chart__figures"),
        group(_labels(panel, years, values, size)),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {size.width:g} {size.height:g}",
        class_=f"chart__picture chart__picture--{size.name}",
        role="img",
        aria_labelledby=f"{ids}-title",
        aria_describedby=f"{ids}-desc",
    )


def describe(panel: Panel) -> str:
    """A panel in words, mark by mark, for those who do not see it."""
    targets = [f"target {mark.words}, {_when(mark)}" for mark in panel.targets]
    figures = [
        f"{'forecast' if mark.forecast else 'reported'} {mark.words}, {_span(mark.first, mark.last)}"
        for mark in panel.figures
    ]
    return "; ".join((*targets, *figures)) + "."


def _when(mark: TargetMark) -> str:
    return f"by {day(mark.last.isoformat())}" if mark.dated else f"in {financial_year_of(mark.last)}, no date given"


def _span(first: date, last: date) -> str:
    return day(last.isoformat()) if first == last else f"{day(first.isoformat())} to {day(last.isoformat())}"


def _frame(panel: Panel, years: Years, values: Values, size: Size) -> Markup:
    right, bottom = size.width - size.right, size.height - size.bottom
    lines = [
        element("rect", x=left, y=size.top, width=to - left, height=bottom - size.top, class_="chart__band")
        for i, (_, left, to) in enumerate(years.bands)
        if i % 2 == 0
    ]
    for tick in values.ticks:
        y = values.at(tick)
        lines.append(element("line", x1=size.left, x2=right, y1=y, y2=y, class_="chart__grid"))
        words = tick_words(tick, panel.basis.unit)
        lines.append(element("text", words, x=size.left - 8, y=y + 4, text_anchor="end", class_="chart__tick"))
    lines.append(element("line", x1=size.left, x2=right, y1=bottom, y2=bottom, class_="chart__base"))
    lines.append(element("text", panel.basis.words, x=2, y=15, class_="chart__axis"))
    return group([*lines, *_years(years, bottom)], aria_hidden="true")


def _years(years: Years, bottom: float) -> list[Markup]:
    """The names of the years, as many as have room."""
    bands = years.bands
    every = max(1, -(-len(bands) * LEAST_BAND // (years.right - years.left)))
    return [
        element("text", name, x=(left + to) / 2, y=bottom + 20, text_anchor="middle", class_="chart__tick")
        for i, (name, left, to) in enumerate(bands)
        if i % every == 0
    ]


def _labels(panel: Panel, years: Years, values: Values, size: Size) -> list[Markup]:
    frame = Box(size.left + 2, size.top - 14, size.width - 2, size.height - size.bottom - 2)
    targets = [(mark, *target_place(mark, years, values)) for mark in panel.targets]
    figures = [(mark, *figure_place(mark, years, values)) for mark in panel.figures]
    taken = around(((x, y) for _, x, y in (*targets, *figures)), MARK)
    taken += [Box(years.at(mark.first), y - 1, years.at(mark.last), y + 1) for mark, _, y in targets]
    found: list[Markup] = []
    for target, x, y in sorted(targets, key=lambda one: one[2]):
        label = place(target.words, x, y, weight="bold", frame=frame, taken=taken)
        found += [_text(label, "chart__target-label")] if label else []
    for figure, x, y in sorted(figures, key=lambda one: -one[1]):
        label = place(figure.words, x, y, weight="plain", frame=frame, taken=taken)
        found += [_text(label, "chart__figure-label")] if label else []
    return found


def _text(label: Label, kind: str) -> Markup:
    return element("text", label.words, x=label.x, y=label.y, text_anchor=label.anchor, class_=f"chart__label {kind}")


def _marks(panel: Panel) -> list[TargetMark | FigureMark]:
    return [*panel.targets, *panel.figures]


def _days(panel: Panel) -> list[date]:
    return [day for mark in _marks(panel) for day in (mark.first, mark.last)]


def _values(panel: Panel) -> list[float]:
    return [value for mark in _marks(panel) for value in (mark.value, mark.high) if value is not None]


def _starts(panel: Panel) -> str:
    low = values_scale(_values(panel), bottom=1, top=0, unit=panel.basis.unit).low
    return tick_words(low, panel.basis.unit) if low else ""
