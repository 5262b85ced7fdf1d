"""Figures: reported and forecast performance, activity, money and workforce. What must be achieved is an objective."""

from bisect import bisect_left
from collections.abc import Sequence

from corpus.document import Document, Span, content_id
from corpus.facts import Figure, Period
from extractors.dates import date_context
from extractors.figures.lines import broken_tables
from extractors.figures.prose import prose_figures
from extractors.figures.status import lies_ahead, says_forecast
from extractors.figures.tables import CellFigure, cell_measure, table_figures
from extractors.figures.times import report_period
from extractors.parts import Part, blocks_of

CONFIDENCE = {"table": 0.9, "broken_table": 0.85}


def extract_figures(document: Document, part: Part | None = None, *, claimed: Sequence[Span] = ()) -> list[Figure]:
    """The figures of a document in the order of the text.

    Args:
        document: the document.
        part: which blocks of it; all of them where None.
        claimed: spans of objectives, whose numbers are targets and no figures.
    """
    context = date_context(document)
    on = report_period(document, context)
    broken, taken = broken_tables(document, part, context)
    found = [_from_cell(document, cell, "broken_table", on) for cell in broken]
    for i, block in enumerate(blocks_of(document, part), part.start if part else 0):
        if block.table is not None:
            above = document.blocks[i - 1] if i else None
            found += [
                _from_cell(document, cell, "table", on) for cell in table_figures(document, block, context, above)
            ]
    found = [f for f in found if f.status != "reported" or not lies_ahead(document, f.period)]
    found += prose_figures(document, part, context, taken)
    free = _Free(claimed)
    return sorted((f for f in found if free.holds(f)), key=lambda f: (f.start, f.end))


class _Free:
    """Tells whether a figure's words are free of the claimed spans."""

    def __init__(self, claimed: Sequence[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(claimed, key=lambda s: s.start):
            if self._ends and span.start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            else:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def holds(self, figure: Figure) -> bool:
        i = bisect_left(self._starts, figure.end) - 1
        return i < 0 or self._ends[i] <= figure.start


def _from_cell(document: Document, cell: CellFigure, rule: str, on: Period | None) -> Figure:
    own, titles, _ = cell.labels
    evidence = {"measure": (*own, *titles[:1])} if own or titles else {}
    if cell.period:
        evidence["period"] = (cell.period[0],)
    when = cell.period[1] if cell.period else None
    period = Period(text=when.text, start=when.earliest, end=when.latest) if when else on
    foreseen = lies_ahead(document, period) and any(says_forecast(document.quote(s)) for s in (*own, *titles))
    return Figure(
        id=content_id("fig", document.id, cell.start, cell.end, cell.unit),
        document_id=document.id,
        start=cell.start,
        end=cell.end,
        evidence=evidence,
        rule=f"figure.{rule}",
        confidence=CONFIDENCE[rule],
        measure=cell_measure([document.quote(s) for s in own], [document.quote(s) for s in titles]) or "value",
        value=cell.value,
        high=cell.high,
        unit=cell.unit,
        counted=cell.counted,
        direction=cell.direction,
        period=period,
        status="money" if cell.unit == "GBP" else "forecast" if foreseen else "reported",
    )
