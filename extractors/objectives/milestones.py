"""Interim steps of one objective: "75% this year, 80% by March 2026" are one target and its milestone."""

import re
from itertools import groupby, pairwise

from corpus.document import Document
from corpus.facts import Objective

NEAR = 700  # code points between an interim step and its final target
_INTERIM = re.compile(
    r"(?i)\b(?:interim|milestone|step\s+towards|on\s+the\s+way|trajectory|rising\s+to|then|followed\s+by|and\s+to|before\s+reaching|on\s+track\s+for|first\s+step)\b"
)


def linked(document: Document, rows: list[Objective]) -> list[Objective]:
    """The rows, each interim step with `milestone_of` set to the id of the final one.

    Steps have one metric, unit and comparator, stand near each other, and either their deadlines differ or the words
    say so ("as an interim step").
    """
    final_of: dict[str, str] = {}
    for _, group in groupby(sorted(rows, key=_key), key=_key):
        steps = sorted(group, key=lambda o: o.start)
        for a, b in pairwise(steps):
            if a.value != b.value and _belong(document, a, b):
                final, interim = (a, b) if _is_later(a, b) else (b, a)
                final_of[interim.id] = final_of.get(final.id, final.id)
    return [row.model_copy(update={"milestone_of": final_of[row.id]}) if row.id in final_of else row for row in rows]


def _key(row: Objective) -> tuple[str, str, str]:
    return (row.metric.casefold(), str(row.unit), row.comparator)


def _belong(document: Document, a: Objective, b: Objective) -> bool:
    if a.value is None or b.value is None or b.start - a.end > NEAR:
        return False
    if document.section_of(a.start).id != document.section_of(b.start).id:
        return False
    between = document.text[a.end : b.end + 80]
    same_sentence = not re.search(r"\.\s", document.text[a.end : b.start])
    return bool(_INTERIM.search(between)) or (
        same_sentence and a.deadline is not None and b.deadline is not None and a.deadline.date != b.deadline.date
    )


def _is_later(a: Objective, b: Objective) -> bool:
    """Whether a is the goal and b the step: it is due later or, where a day is not known, asks for more."""
    if a.deadline and b.deadline and a.deadline.date and b.deadline.date and a.deadline.date != b.deadline.date:
        return a.deadline.date > b.deadline.date
    more = (a.value or 0.0) >= (b.value or 0.0)
    return more if a.comparator != "<=" else not more
