"""When a gold row and an extracted row say the same: their level, ends or name, and their further fields."""

import math
import re
from collections.abc import Iterator

from corpus.document import Record
from pipeline.evaluation.claims import Claim

_SMALL_WORDS = frozenset({"nhs", "foundation", "trust", "trusts", "the", "and", "s"})


class FieldCheck(Record):
    """A field of a matched pair: what gold wants, what was found, and whether that agrees."""

    field: str
    wanted: str | None
    found: str | None
    agrees: bool


def core_agrees(gold: Claim, found: Claim) -> bool:
    """Whether two rows are of the same fact, wherever they stand.

    Objectives and figures agree in value and, where there is a value, unit; dates in both ends; bodies in their name.
    """
    return all(check.agrees for check in core_checks(gold, found))


def core_checks(gold: Claim, found: Claim) -> tuple[FieldCheck, ...]:
    """The fields that decide whether two rows can match, one by one."""
    if gold.kind == "date":
        return _equal("earliest", gold.earliest, found.earliest), _equal("latest", gold.latest, found.latest)
    if gold.kind == "body":
        return (_checked("name", _listed(gold), _listed(found), _first_key(gold) == _first_key(found)),)
    wanted, given = gold.level, found.level
    value = _checked("value", _written(wanted), _written(given), same_number(wanted, given))
    return (value,) if wanted is None else (value, _equal("unit", gold.unit, found.unit))


def further_checks(gold: Claim, found: Claim) -> tuple[FieldCheck, ...]:
    """The fields that are scored once two rows have matched."""
    if gold.kind == "objective":
        return tuple(_objective_checks(gold, found))
    return tuple(_figure_checks(gold, found)) if gold.kind == "figure" else ()


def _objective_checks(gold: Claim, found: Claim) -> Iterator[FieldCheck]:
    yield _checked("metric", gold.topic, found.topic, alike(gold.topic, found.topic))
    yield _equal("comparator", gold.comparator, found.comparator)
    yield _equal("deadline", gold.deadline, found.deadline)
    if gold.deadline:
        yield _equal("deadline_given", gold.deadline, found.deadline)
    yield _equal("obligation", gold.obligation, found.obligation)
    if gold.names:
        right = {name_key(name) for name in gold.names}
        yield _checked("body", _listed(gold), _listed(found), _first_key(found) in right)


def _figure_checks(gold: Claim, found: Claim) -> Iterator[FieldCheck]:
    yield _checked("measure", gold.topic, found.topic, alike(gold.topic, found.topic))
    yield _equal("qualifier", gold.qualifier, found.qualifier)
    yield _equal("period", gold.latest, found.latest)
    if gold.direction:
        yield _equal("direction", gold.direction, found.direction)


def same_number(one: float | None, other: float | None) -> bool:
    """Whether two values are equal, or both missing."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)


def alike(one: str | None, other: str | None) -> bool:
    """Whether two phrases share at least half of their words (F1 over stems)."""
    words, others = set(name_key(one).split()), set(name_key(other).split())
    shared = len(words & others)
    return shared > 0 and 2 * shared / (len(words) + len(others)) >= 0.5


def name_key(name: str | None) -> str:
    """A name as it is compared: stems of its words, without those that many names share unless nothing else is left."""
    words = re.sub(r"[^a-z0-9 ]", " ", (name or "").casefold().replace("&", " and ")).split()
    stems = [w[:-1] if w.endswith("s") and len(w) > 3 else w for w in words if w not in _SMALL_WORDS]
    return " ".join(stems or words)


def _first_key(claim: Claim) -> str:
    return name_key(claim.names[0] if claim.names else None)


def _listed(claim: Claim) -> str | None:
    return " or ".join(claim.names) or None


def _written(value: float | None) -> str | None:
    return None if value is None else f"{value:,.10g}"


def _equal(field: str, wanted: str | None, found: str | None) -> FieldCheck:
    return _checked(field, wanted, found, wanted == found)


def _checked(field: str, wanted: str | None, found: str | None, agrees: bool) -> FieldCheck:
    return FieldCheck(field=field, wanted=wanted, found=found, agrees=agrees)
