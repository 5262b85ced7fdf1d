"""The marks of a chart: what each kind looks like. Shapes tell them apart, colours only help."""

from markupsafe import Markup

from api.web.views.charts.scales import Values, Years
from api.web.views.charts.svg import element, group, polygon
from pipeline.browse.series import FigureMark, TargetMark

MARK = 7.0  # reach of a mark from its middle
SHORT = 40  # days; what holds no longer is drawn as a point


def target_place(mark: TargetMark, years: Years, values: Values) -> tuple[float, float]:
    """Where a target's mark stands: on its last day; in the middle of its year where no day is given."""
    at = years.at(mark.last) if mark.dated else (years.at(mark.first) + years.at(mark.last)) / 2
    return at, values.at(_middle(mark.value, mark.high))


def figure_place(mark: FigureMark, years: Years, values: Values) -> tuple[float, float]:
    """Where a figure's mark stands: in the middle of its period."""
    at = (years.at(mark.first) + years.at(mark.last)) / 2
    return at, values.at(_middle(mark.value, mark.high))


def target_shape(mark: TargetMark, years: Years, values: Values) -> Markup:
    """A triangle that points up (at least) or down (at most), or a diamond; with a line through the year up to it."""
    x, y = target_place(mark, years, values)
    parts = [*_stretch(mark, years, y, dashed=not mark.dated), *_range(mark, x, values)]
    return group([*parts, target_symbol(mark.sense, x, y)], class_="chart__target")


def figure_shape(mark: FigureMark, years: Years, values: Values) -> Markup:
    """A dot, hollow where it was forecast; with the period that it is of, where that is a long one."""
    x, y = figure_place(mark, years, values)
    parts = [*_stretch(mark, years, y, dashed=False), *_range(mark, x, values)]
    return group([*parts, figure_symbol(x, y, forecast=mark.forecast)], class_="chart__figure")


def target_symbol(sense: str, x: float, y: float) -> Markup:
    """The mark of a target by itself."""
    r = MARK
    if sense == "at least":
        points = [(x, y - r), (x + r, y + r * 0.75), (x - r, y + r * 0.75)]
    elif sense == "at most":
        points = [(x, y + r), (x + r, y - r * 0.75), (x - r, y - r * 0.75)]
    else:
        points = [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
    return polygon(points, class_="chart__target-mark")


def figure_symbol(x: float, y: float, *, forecast: bool) -> Markup:
    """The mark of a figure by itself."""
    return element("circle", cx=x, cy=y, r=5.0, class_="chart__dot chart__dot--forecast" if forecast else "chart__dot")


def _middle(value: float, high: float | None) -> float:
    return value if high is None else (value + high) / 2


def _stretch(mark: TargetMark | FigureMark, years: Years, y: float, *, dashed: bool) -> list[Markup]:
    if (mark.last - mark.first).days <= SHORT:
        return []
    kind = "chart__stretch chart__stretch--dashed" if dashed else "chart__stretch"
    return [element("line", x1=years.at(mark.first), x2=years.at(mark.last), y1=y, y2=y, class_=kind)]


def _range(mark: TargetMark | FigureMark, x: float, values: Values) -> list[Markup]:
    if mark.high is None:
        return []
    return [element("line", x1=x, x2=x, y1=values.at(mark.value), y2=values.at(mark.high), class_="chart__range")]
