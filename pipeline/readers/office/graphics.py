"""Charts and diagrams (SmartArt) of Office documents: a chart as the table behind it, a diagram as a list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.readers.office.packages import Package, R, Relation

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
GRAPHICS = (f"{C}chart", f"{DGM}relIds")
MOST_POINTS = 5000  # values of a chart: more are no table that anyone reads
_DECIMALS = re.compile(r"0\.(0+)")
_CURRENCY = re.compile(r"[£$€]")


@dataclass(slots=True)
class Graphic:
    """What a chart or diagram says: a title, rows with a header row and a label in front, items with their depths."""

    title: str = ""
    rows: list[list[str]] = field(default_factory=list)
    items: list[tuple[int, str]] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """All its words: the title, then each row and each item as a line."""
        return [self.title, *(" ".join(row) for row in self.rows), *(text for _, text in self.items)]


class Graphics:
    """Charts and diagrams that a part names.

    Args:
        package: the package.
        relations: what the part names.
    """

    def __init__(self, package: Package, relations: dict[str, Relation]) -> None:
        self._package, self._relations = package, relations

    def read(self, element: Any) -> Graphic:
        """What the chart or diagram says that an element names; nothing where its part is missing."""
        is_chart = element.tag == f"{C}chart"
        relation = self._relations.get(element.get(f"{R}id" if is_chart else f"{R}dm", ""))
        root = self._package.xml(relation.target) if relation else None
        if root is None:
            return Graphic()
        return chart(root) if is_chart else Graphic(items=list(diagram(root)))


def chart(root: Any) -> Graphic:
    """A chart by the values that its part keeps of the workbook: a row for each category, a column for each series."""
    found = root.find(f"{C}chart")
    plot = found.find(f"{C}plotArea") if found is not None else None
    if plot is None:
        return Graphic()
    title = found.find(f"{C}title")
    series = list(plot.iter(f"{C}ser"))
    names = [_words(s.find(f"{C}tx")) or f"Series {n}" for n, s in enumerate(series, start=1)]
    labels: dict[int, str] = {}
    for one in series:
        for at, text in _points(one, ("cat", "xVal")):
            labels.setdefault(at, text)
    columns = [dict(_points(s, ("val", "yVal"))) for s in series]
    rows = sorted(set(labels).union(*columns))[:MOST_POINTS]
    table = [["", *names]] + [[labels.get(r, str(r + 1)), *(c.get(r, "") for c in columns)] for r in rows]
    return Graphic(title=_words(title), rows=table if rows else [])


def diagram(root: Any) -> Iterator[tuple[int, str]]:
    """The words of a diagram in its order, each with its depth."""
    points = {p.get("modelId"): p for p in root.iter(f"{DGM}pt") if p.get("type", "node") in ("node", "asst", "doc")}
    below: dict[str | None, list[tuple[int, str]]] = {}
    for link in root.iter(f"{DGM}cxn"):
        order = link.get("srcOrd", "0")
        place = int(order) if order.isdecimal() else 0
        if link.get("type", "parOf") == "parOf" and link.get("destId") in points:
            below.setdefault(link.get("srcId"), []).append((place, link.get("destId")))
    under = {child for children in below.values() for _, child in children}
    waiting = [(0, i) for i in points if i not in under][::-1]
    seen: set[str | None] = set()
    while waiting:
        depth, name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        text = _words(points[name].find(f"{DGM}t"))
        if text:
            yield depth, text
        deeper = depth + 1 if text else depth
        waiting += [(deeper, child) for _, child in sorted(below.get(name, []), reverse=True)]


def shown_value(value: str, form: str) -> str:
    """A value as its number format shows it: share, thousands, decimals, currency; as it is where that is not known."""
    try:
        number = float(value)
    except ValueError:
        return value
    form = form.split(";")[0]
    decimals = len(match[1]) if (match := _DECIMALS.search(form)) else 0
    if "%" in form:
        return f"{number * 100:.{decimals}f}%"
    if form.lower() in ("", "general", "@") or not re.search(r"[0#]", form):
        return f"{number:.10g}"
    sign = currency[0] if (currency := _CURRENCY.search(form)) else ""
    text = f"{abs(number):{',' if ',' in form else ''}.{decimals}f}"
    return f"{'-' if number < 0 else ''}{sign}{text}"


def _points(series: Any, names: tuple[str, str]) -> Iterator[tuple[int, str]]:
    """The cached values of a series, by their places; of labels in several levels the innermost."""
    holder = next((h for n in names if (h := series.find(f"{C}{n}")) is not None), None)
    if holder is None:
        return
    level = next(holder.iter(f"{C}lvl"), None)
    form = next((e.text or "" for e in holder.iter(f"{C}formatCode")), "")
    is_number = any(True for _ in holder.iter(f"{C}numCache", f"{C}numLit"))
    for point in (level if level is not None else holder).iter(f"{C}pt"):
        at = point.get("idx", "")
        text = point.findtext(f"{C}v") or ""
        if at.isdecimal() and len(at) < 8:
            yield int(at), shown_value(text, point.get("formatCode") or form) if is_number else " ".join(text.split())


def _words(element: Any) -> str:
    """The words of a title, a name or a point of a diagram."""
    if element is None:
        return ""
    texts = (e.text or "" for e in element.iter(f"{A}t", f"{C}v"))
    paragraphs = list(element.iter(f"{A}p"))
    if paragraphs:
        texts = ("".join(t.text or "" for t in p.iter(f"{A}t")) for p in paragraphs)
    return " ".join(" ".join(texts).split())
