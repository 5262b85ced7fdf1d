"""Charts drawn on the server as SVG: no script, no inline style; colours and type are in static/browse.css."""

from api.web.views.charts.chart import Chart, charts
from api.web.views.charts.key import key_of

__all__ = ["Chart", "charts", "key_of"]
