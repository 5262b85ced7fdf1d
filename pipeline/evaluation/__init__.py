"""How well extraction does against rows made by hand: `remit evaluate`. docs/evaluation.md has the definitions.

The way through: `gold` (a folder and its documents) and `claims` (both sides' rows in the same words), `folding` and
`placing` (where they stand), `agreement` and `matching` (which row is which), `scores`, `traps`, and out: `report`
(JSON), `findings` and `page` (what to look at).
"""

from collections.abc import Mapping, Sequence

from pipeline.evaluation.claims import Claim
from pipeline.evaluation.folding import FoldedText
from pipeline.evaluation.gold import Gold
from pipeline.evaluation.report import Evaluation
from pipeline.evaluation.scores import score_kind
from pipeline.evaluation.traps import score_traps

__all__ = ["Evaluation", "evaluate"]


def evaluate(gold: Gold, found: Sequence[Claim], texts: Mapping[str, FoldedText]) -> Evaluation:
    """Score extracted rows against gold.

    Args:
        gold: rows made by hand.
        found: extracted rows, in the order in which they were made.
        texts: the text of each document, by its file's name; rows of a document without one are not compared.
    """
    return Evaluation(
        kinds={kind: score_kind(kind, rows, found, texts, gold.covered_of(kind)) for kind, rows in gold.rows.items()},
        traps=score_traps(gold.traps, found, texts) if gold.traps is not None else None,
    )
