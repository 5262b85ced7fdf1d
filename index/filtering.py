"""Filters as SQL conditions. Values travel as one JSON list, so that there is no limit on their number."""

import json
from collections.abc import Iterable

from index.entry import Filters

Condition = tuple[str, list[str]]


def document_condition(filters: Filters) -> Condition:
    """A condition on the table `documents` and its parameters; bodies ask for a fact that names one."""
    conditions, values = _plain_conditions(filters)
    if filters.bodies:
        conditions.append(
            "documents.key IN (SELECT facts.document FROM facts JOIN fact_bodies ON fact_bodies.fact = facts.key"
            " WHERE fact_bodies.name IN (SELECT value FROM json_each(?)))"
        )
        values.append(_folded(filters.bodies))
    return " AND ".join(conditions) or "1", values


def fact_condition(filters: Filters) -> Condition:
    """A condition on `documents` joined with `facts`; bodies ask for the rows that name one."""
    conditions, values = _plain_conditions(filters)
    if filters.bodies:
        conditions.append("facts.key IN (SELECT fact FROM fact_bodies WHERE name IN (SELECT value FROM json_each(?)))")
        values.append(_folded(filters.bodies))
    return " AND ".join(conditions) or "1", values


def financial_year(year: str) -> str:
    """A financial year as documents have it: "2024-25", "2024–25" and "2024/2025" are "2024/25"."""
    parts = year.strip().replace("–", "/").replace("-", "/").split("/")
    if len(parts) == 2 and len(parts[0]) == len(parts[1]) == 4:
        return f"{parts[0]}/{parts[1][2:]}"
    return "/".join(parts)


def _plain_conditions(filters: Filters) -> tuple[list[str], list[str]]:
    conditions, values = [], []
    if filters.years:  # digits: as they are written is as they are compared
        conditions.append(f"(documents.planning_year IN {_LIST} OR documents.financial_year IN {_LIST})")
        values += [_folded(map(financial_year, filters.years))] * 2
    for names, columns in (
        (filters.kinds, ("kind",)),
        (filters.publishers, ("publisher",)),
        (filters.documents, ("id", "file")),
    ):
        if names:
            conditions.append("(" + " OR ".join(f"casefold(documents.{c}) IN {_LIST}" for c in columns) + ")")
            values += [_folded(names)] * len(columns)
    return conditions, values


_LIST = "(SELECT value FROM json_each(?))"


def _folded(names: Iterable[str]) -> str:
    return json.dumps([name.strip().casefold() for name in names])
