"""The key of a chart: each kind of mark that it holds, with what it stands for."""

from typing import NamedTuple

from markupsafe import Markup

from api.web.views.charts.marks import figure_symbol, target_symbol
from api.web.views.charts.svg import element, group
from pipeline.browse.series import Panel

_SENSES = {
    "at least": "Target (at least), due at the mark",
    "at most": "Target (at most), due at the mark",
    "exactly": "Target, due at the mark",
}
_LINE = element("line", x1=0.0, x2=20.0, y1=10.0, y2=10.0, class_="chart__stretch")
_DASHED = element("line", x1=0.0, x2=28.0, y1=10.0, y2=10.0, class_="chart__stretch chart__stretch--dashed")


class Entry(NamedTuple):
    """A line of the key."""

    symbol: Markup
    words: str


def key_of(panel: Panel) -> list[Entry]:
    """The kinds of marks that a panel holds."""
    senses = {mark.sense for mark in panel.targets}
    found = [Entry(_icon(_LINE, target_symbol(s, 20, 10), kind="target"), w) for s, w in _SENSES.items() if s in senses]
    if any(not mark.dated for mark in panel.targets):
        found.append(Entry(_icon(_DASHED, kind="target"), "Target without a date: the year of its guidance"))
    for forecast, words in ((False, "Reported figure"), (True, "Forecast figure")):
        if any(mark.forecast == forecast for mark in panel.figures):
            found.append(Entry(_icon(figure_symbol(14, 10, forecast=forecast), kind="figure"), words))
    return found


def _icon(*symbols: Markup, kind: str) -> Markup:
    return element(
        "svg",
        group(symbols, class_=f"chart__{kind}"),
        viewBox="0 0 28 20",
        width="28",
        height="20",
        class_="chart__icon",
        aria_hidden="true",
        focusable="false",
    )
