"""What a chart of a metric shows: its targets by when they are due, its figures by the period they are of.

One panel holds one unit, of levels or of changes: two units never share an axis. What has no number or no date is not
drawn, and a panel says how many rows it leaves out.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.browse.rows import BrowsedRow
from pipeline.dates import financial_year_of
from pipeline.wording import level, quantity

LEAST_MARKS = 2  # one mark alone is no picture
MOST_PANELS = 4
UNITS = {
    "percent": "Per cent",
    "percentage_point": "Percentage points",
    "GBP": "Pounds",
    "per_million": "Per million",
    "multiple": "Times",
}
BASES = {"level": "", "increase_by": "increase", "decrease_by": "reduction"}


class Basis(NamedTuple):
    """What values of one axis have in common: the unit, the noun that is counted, and level, increase or decrease."""

    unit: str
    counted: str | None
    change: str

    @property
    def words(self) -> str:
        """The axis in words: "Per cent", "Minutes", "Appointments, increase"."""
        unit = UNITS.get(self.unit) or (self.counted or "number" if self.unit == "count" else f"{self.unit}s")
        name = unit[:1].upper() + unit[1:]
        return f"{name}, {BASES[self.change]}" if BASES[self.change] else name


class TargetMark(NamedTuple):
    """A target as it is drawn: where documents set the same one, once.

    Attributes:
        first, last: days that it holds for; where it is due by a day, those of the financial year that leads up to it.
        value, high: its number, or the ends of its range.
        sense: at least, at most, or exactly: which way its mark points.
        strict: above or below, not at least or at most.
        dated: whether the text gives a date; else it is drawn across the year of its guidance.
        words: its level in words.
        rows: how many objectives say so.
    """

    first: date
    last: date
    value: float
    high: float | None
    sense: str
    strict: bool
    dated: bool
    words: str
    rows: int


class FigureMark(NamedTuple):
    """A figure as it is drawn: its period, its number or range, whether it was forecast, and how it is written."""

    first: date
    last: date
    value: float
    high: float | None
    forecast: bool
    words: str


class Panel(NamedTuple):
    """The marks of one axis, and how many rows on it cannot be drawn for want of a date."""

    basis: Basis
    targets: tuple[TargetMark, ...]
    figures: tuple[FigureMark, ...]
    undated: int


def panels(targets: Sequence[BrowsedRow], figures: Sequence[BrowsedRow], *, unit: str | None = None) -> list[Panel]:
    """The panels of a metric with two marks at least: that of its usual unit first, then those with the most marks."""
    rows: dict[Basis, tuple[list[BrowsedRow], list[BrowsedRow]]] = defaultdict(lambda: ([], []))
    for row in targets:
        if row["value"] is not None and row["comparator"] != "eliminate":  # the number is in what is to end: "65 weeks"
            rows[_basis_of_target(row)][0].append(row)
    for row in figures:
        rows[_basis_of_figure(row)][1].append(row)
    found = [_panel(basis, *given) for basis, given in rows.items()]
    drawn = [panel for panel in found if len(panel.targets) + len(panel.figures) >= LEAST_MARKS]
    drawn.sort(key=lambda p: (p.basis.unit != unit, bool(BASES[p.basis.change]), -len(p.targets) - len(p.figures)))
    return drawn[:MOST_PANELS]


def not_drawn(targets: Sequence[BrowsedRow], figures: Sequence[BrowsedRow], drawn: Iterable[Panel]) -> int:
    """How many rows stand in no panel: without a number, without a date, or alone on their axis."""
    marks = sum(t.rows for panel in drawn for t in panel.targets)
    shown = {panel.basis for panel in drawn}
    dated = sum(1 for row in figures if _basis_of_figure(row) in shown and _period(row))
    return len(targets) + len(figures) - marks - dated


def _panel(basis: Basis, targets: Sequence[BrowsedRow], figures: Sequence[BrowsedRow]) -> Panel:
    points = [mark for row in figures if (mark := _figure_mark(row))]
    undated = sum(_held(row) is None for row in targets) + len(figures) - len(points)
    return Panel(basis, tuple(sorted(_merged(targets))), tuple(sorted(set(points))), undated)


def _merged(targets: Iterable[BrowsedRow]) -> list[TargetMark]:
    """The marks of targets, the same ones once.

    What is said without a date goes with the same level under a date: one set for the same year, or due in that year.
    """
    placed = [(row, mark) for row in targets if (mark := _target_mark(row))]
    dated: dict[tuple[object, ...], list[TargetMark]] = defaultdict(list)
    of_year: dict[tuple[object, ...], tuple[object, ...]] = {}
    for row, mark in placed:
        if mark.dated:
            dated[mark.last, *_level(mark)].append(mark)
            for year in (row["planning_year"], financial_year_of(mark.last)):
                of_year.setdefault((year, *_level(mark)), (mark.last, *_level(mark)))
    loose: dict[tuple[object, ...], list[TargetMark]] = defaultdict(list)
    for row, mark in placed:
        if not mark.dated:
            known = of_year.get((row["planning_year"], *_level(mark)))
            (dated[known] if known else loose[mark.last, *_level(mark)]).append(mark)
    return [group[0]._replace(first=_first(group), rows=len(group)) for group in (*dated.values(), *loose.values())]


def _level(mark: TargetMark) -> tuple[object, ...]:
    return mark.value, mark.high, mark.sense, mark.strict


def _first(group: Sequence[TargetMark]) -> date:
    """The first day that any mark of a group holds for; one that only goes with the others says nothing of it."""
    return min(mark.first for mark in group if mark.dated == group[0].dated)


def _basis_of_target(row: BrowsedRow) -> Basis:
    change = row["comparator"] if row["comparator"] in BASES else "level"
    return Basis(row["unit"] or "count", row["counted"], change)


def _basis_of_figure(row: BrowsedRow) -> Basis:
    change = {"increase": "increase_by", "decrease": "decrease_by"}.get(row["direction"], "level")
    return Basis(row["unit"], row["counted"], change)


def _target_mark(row: BrowsedRow) -> TargetMark | None:
    held = _held(row)
    if held is None:
        return None
    sense = {">=": "at least", "<=": "at most"}.get(row["comparator"], "exactly")
    dated = bool(row["deadline"] and row["deadline"]["date"])
    return TargetMark(*held, row["value"], row["high"], sense, row["strict"], dated, level(row), 1)


def _held(row: BrowsedRow) -> tuple[date, date] | None:
    """The financial year that leads up to a target's deadline, or the year of its guidance."""
    deadline = row["deadline"] or {}
    if deadline.get("date"):
        last = date.fromisoformat(deadline["date"])
        return date(last.year - (last.month < 4), 4, 1), last
    if row["planning_year"]:
        begins = int(row["planning_year"][:4])
        return date(begins, 4, 1), date(begins + 1, 3, 31)
    return None


def _figure_mark(row: BrowsedRow) -> FigureMark | None:
    period = _period(row)
    if period is None:
        return None
    return FigureMark(*period, row["value"], row["high"], row["status"] == "forecast", quantity(row))


def _period(row: BrowsedRow) -> tuple[date, date] | None:
    period = row["period"] or {}
    end = period.get("end") or period.get("start")
    if end is None:
        return None
    last = date.fromisoformat(end)
    return (date.fromisoformat(period["start"]) if period.get("start") else last), last
