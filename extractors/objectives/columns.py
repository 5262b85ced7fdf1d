"""What a table's column holds: levels to reach, or what was measured. Words: `headers` in lexicons/obligations.toml."""

import re
from typing import Literal

from corpus.document import Span
from extractors.dates import find_dates
from extractors.objectives.units import Unit
from extractors.obligations import of_header, reports

_BY = re.compile(r"(?i)\s*by\s")

ColumnKind = Literal["level", "report"]


def column_kind(unit: Unit) -> tuple[ColumnKind, Span] | None:
    """What the headers over a cell say that it holds, and the header that says so; None where they say neither.

    A word of reporting ("Actual", "Variance to target") goes before one that names a level ("Target", "Plan"), and
    both before a time: a time that was over when the document was published heads what was measured, one that was
    still to come heads what is planned.
    """
    over = [span for span in unit.headers if span != unit.row_header]
    words = {span: unit.setting.document.quote(span) for span in over}
    for span in over:
        if reports(words[span]):
            return "report", span
    for span in over:
        if of_header(words[span]):
            return "level", span
    for span in over:
        kind = _by_time(unit, words[span])
        if kind:
            return kind, span
    return None


def _by_time(unit: Unit, words: str) -> ColumnKind | None:
    spoken = unit.setting.spoken
    days = [d.latest for d in find_dates(words, unit.setting.dates) if d.role == "time" and d.latest]
    if not days:
        return None
    if spoken is None:
        if _BY.match(words) or any(of_header(opening) for opening in (unit.introduced, *unit.headings[:1])):
            return "level"
        told = unit.setting.dates.published
        return "report" if told is not None and days[0] < told else None
    return "level" if days[0] >= spoken else "report"
