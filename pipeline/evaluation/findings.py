"""What to look at: gold rows that were missed, false rows and fields that disagree, each in its words."""

import math
from collections.abc import Iterable, Sequence

from corpus.document import Record
from corpus.facts import FactKind
from pipeline.evaluation.agreement import FieldCheck, core_checks
from pipeline.evaluation.matching import is_too_long, same_place
from pipeline.evaluation.placing import Placed, Texts
from pipeline.evaluation.report import Evaluation
from pipeline.evaluation.scores import KindScores, Matched

AROUND = 160  # code points shown on either side of a row
NEAR = 120  # folded characters: a row further away is about something else


class Excerpt(Record):
    """Words of a document with those of a row among them."""

    before: str
    words: str
    after: str


class Finding(Record):
    """A row that found no partner: the nearest row of the other side, why they did not match, and in which fields."""

    row: Placed
    excerpt: Excerpt
    nearest: Placed | None
    reason: str
    checks: tuple[FieldCheck, ...]


class Disagreement(Record):
    """A matched pair with further fields that do not agree."""

    pair: Matched
    excerpt: Excerpt
    checks: tuple[FieldCheck, ...]


class KindFindings(Record):
    """The findings of one kind in the order of the documents; `missed` and `false_rows` by tier."""

    kind: FactKind
    missed: dict[str, tuple[Finding, ...]]
    false_rows: dict[str, tuple[Finding, ...]]
    disagreements: tuple[Disagreement, ...]


def findings(evaluation: Evaluation, texts: Texts) -> list[KindFindings]:
    """All findings of an evaluation."""
    return [_of_kind(scores, texts) for scores in evaluation.kinds.values()]


def excerpt(row: Placed, texts: Texts) -> Excerpt:
    """The words around a row; of a row that stands nowhere, what it says of them itself."""
    claim = row.claim
    if row.place is None:
        return Excerpt(before=claim.prefix, words=row.quote, after=claim.suffix)
    text = texts[claim.document]
    start, end = text.range_of(row.place)
    before, after = text.raw[max(0, start - AROUND) : start], text.raw[end : end + AROUND]
    return Excerpt(before=before, words=text.raw[start:end], after=after)


def _of_kind(scores: KindScores, texts: Texts) -> KindFindings:
    gold = _Others(scores.missed, [pair.gold for pair in scores.matched])
    found = _Others(scores.false_rows, [pair.found for pair in scores.matched])
    return KindFindings(
        kind=scores.kind,
        missed=_by_tier(_finding(row, found, texts, extracted=False) for row in scores.missed),
        false_rows=_by_tier(_finding(row, gold, texts, extracted=True) for row in scores.false_rows),
        disagreements=tuple(_disagreement(pair, texts) for pair in scores.matched if not pair.agrees),
    )


class _Others:
    """The rows of the other side: those still free, and those that have a partner."""

    def __init__(self, free: Sequence[Placed], taken: Sequence[Placed]) -> None:
        self._rows = [*((row, False) for row in free), *((row, True) for row in taken)]

    def nearest(self, row: Placed) -> tuple[Placed, bool] | None:
        """The row that shares most words, or else stands nearest, and whether it has a partner."""
        near = [(other, taken) for other, taken in self._rows if _shared(row, other) > -NEAR]
        return max(near, key=lambda pair: (_shared(row, pair[0]), not pair[1]), default=None)


def _shared(row: Placed, other: Placed) -> float:
    if row.place is None or other.place is None or row.claim.document != other.claim.document:
        return -math.inf
    return row.place.shared(other.place)


def _finding(row: Placed, others: _Others, texts: Texts, *, extracted: bool) -> Finding:
    near = others.nearest(row)
    if near is None:
        reason = "its words are not in the document" if row.place is None else "no row near it"
        return Finding(row=row, excerpt=excerpt(row, texts), nearest=None, reason=reason, checks=())
    other, taken = near
    gold, found = (other, row) if extracted else (row, other)
    checks = tuple(check for check in core_checks(gold.claim, found.claim) if not check.agrees)
    return Finding(
        row=row, excerpt=excerpt(row, texts), nearest=other, reason=_reason(gold, found, checks, taken), checks=checks
    )


def _reason(gold: Placed, found: Placed, checks: Sequence[FieldCheck], taken: bool) -> str:
    """Why two rows that stand near each other are no pair."""
    if gold.place is None or found.place is None:
        return "its words are not in the document"
    parts = [f"{check.field} differs" for check in checks]
    if is_too_long(gold.claim.kind, gold.place, found.place):
        parts.append("the extracted row quotes too much")
    elif not same_place(gold.claim.kind, gold.place, found.place):
        parts.append("they share less than half of the shorter one's words")
    if taken:
        parts.append("the nearest row has another partner")
    return "; ".join(parts)


def _disagreement(pair: Matched, texts: Texts) -> Disagreement:
    wrong = tuple(check for check in pair.checks if not check.agrees)
    return Disagreement(pair=pair, excerpt=excerpt(pair.gold, texts), checks=wrong)


def _by_tier(found: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    tiers: dict[str, list[Finding]] = {}
    for one in found:
        tiers.setdefault(one.row.claim.tier, []).append(one)
    return {tier: tuple(rows) for tier, rows in sorted(tiers.items())}
