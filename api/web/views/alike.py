"""Answers that say the same: the first stays, the others are told under it as places that state it too.

A plan is often here twice, as a PDF and as a web page. Only rows that agree in all that is shown of them are put
together, and only where their words have the same letters and digits, so that nothing is hidden but a repetition.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from api.web.views.provenance import Shown

_SAME = ("kind", "comparator", "value", "high", "unit", "strict", "status", "direction", "planning_year", "obligation")


def folded(rows: Iterable[Shown]) -> list[Shown]:
    """Rows in their order, those that say the same as an earlier one under it, as `also`.

    Args:
        rows: of answers, as `with_provenance` makes them ready.
    """
    first: dict[tuple[object, ...], Shown] = {}
    for row in rows:
        shown = first.setdefault(_said(row), {**row, "also": []})
        if shown["id"] != row["id"]:
            shown["also"].append(row)
    return list(first.values())


def _said(row: Mapping[str, Any]) -> tuple[object, ...]:
    """All that two rows must have in common to be one answer."""
    topic = str(row.get("metric") or row.get("measure") or "").casefold()
    deadline, period = row.get("deadline") or {}, row.get("period") or {}
    when = tuple(part.get(name) for part in (deadline, period) for name in ("date", "start", "end"))
    undated = "" if any(when) else _letters(str(deadline.get("text") or period.get("text") or ""))
    return (*(row.get(name) for name in _SAME), topic, when, undated, _bodies(row), _letters(row["quote"]))


def _bodies(row: Mapping[str, Any]) -> tuple[str, ...]:
    bodies = row.get("bodies") or [row["body"]] if row.get("body") else []
    return tuple(body if isinstance(body, str) else body["name"] for body in bodies)


def _letters(text: str) -> str:
    """The letters and digits of a text: what spaces, quotation marks and cases of two files leave alike."""
    return "".join(filter(str.isalnum, text.casefold()))
