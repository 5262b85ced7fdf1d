"""The scores as one JSON object, with the names and the rounding that scripts rely on."""

from typing import Any

from corpus.document import Record
from corpus.facts import FactKind
from pipeline.evaluation.gold import STEMS
from pipeline.evaluation.placing import Placed
from pipeline.evaluation.scores import DIGITS, KindScores, Rates, RuleScore
from pipeline.evaluation.traps import TrapScores


class Evaluation(Record):
    """The scores of each kind that gold annotates, and of its traps where it has any."""

    kinds: dict[FactKind, KindScores]
    traps: TrapScores | None


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """The scores, misses and false rows (`extras`) by the gold file's name; the traps under `negatives`."""
    report: dict[str, Any] = {STEMS[kind]: _kind_json(scores) for kind, scores in evaluation.kinds.items()}
    if evaluation.traps is not None:
        report["negatives"] = _traps_json(evaluation.traps)
    return report


def _kind_json(scores: KindScores) -> dict[str, Any]:
    return {
        "ungrounded": scores.ungrounded,
        "gold_not_found": scores.lost,
        "tiers": {tier: _rates_json(rates) for tier, rates in scores.tiers().items()},
        "fields": {field: round(share, DIGITS) for field, share in scores.fields().items()},
        "misses": [_row_json(row) for row in scores.missed],
        "extras": [_row_json(row) for row in scores.false_rows],
        "rules": {one.rule: _rule_json(one) for one in scores.rules()},
    }


def _rates_json(rates: Rates) -> dict[str, float]:
    return {
        "precision": round(rates.precision, DIGITS),
        "recall": round(rates.recall, DIGITS),
        "f1": round(rates.f1, DIGITS),
        "gold": rates.gold,
        "predicted": rates.predicted,
        "hits": rates.hits,
    }


def _rule_json(score: RuleScore) -> dict[str, float]:
    return {
        "rows": score.rows,
        "right": score.right,
        "right_throughout": score.right_throughout,
        "precision": round(score.right / score.rows, DIGITS),
    }


def _row_json(row: Placed) -> dict[str, Any]:
    return {"file": row.claim.document, "quote": row.quote, "value": row.claim.value}


def _traps_json(scores: TrapScores) -> dict[str, Any]:
    extras = [{"id": one.trap.id, "trap": one.trap.trap, "quote": one.row.quote} for one in scores.fallen]
    return {"traps": scores.traps, "rows": len(scores.fallen), "extras": extras}
