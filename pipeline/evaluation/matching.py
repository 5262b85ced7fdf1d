"""Which extracted row is which gold row: one to one, by shared words, where the core of both agrees."""

from collections.abc import Sequence
from typing import NamedTuple

from corpus.facts import FactKind
from pipeline.evaluation.agreement import core_agrees
from pipeline.evaluation.folding import Place
from pipeline.evaluation.placing import Placed

_LONGEST = 300  # folded characters that a row about a short gold row may have
_TIMES_LONGER = 3
_LONGER_NAME = 30  # folded characters that a date or a name may be longer than gold's


class Pair(NamedTuple):
    """A gold row and the extracted row that matched it, by their numbers in the lists that were matched."""

    gold: int
    found: int


def match(gold: Sequence[Placed], found: Sequence[Placed]) -> list[Pair]:
    """The matched pairs of one document's rows of one kind, those that share most words first.

    Each row is in one pair at most; of pairs that share as much, the earlier gold row's and then the earlier extracted
    row's comes first.
    """
    candidates = sorted(
        (-wanted.place.shared(given.place), i, j)
        for i, wanted in enumerate(gold)
        for j, given in enumerate(found)
        if wanted.place is not None
        and given.place is not None
        and same_place(wanted.claim.kind, wanted.place, given.place)
        and core_agrees(wanted.claim, given.claim)
    )
    pairs: list[Pair] = []
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for _, i, j in candidates:
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            pairs.append(Pair(i, j))
    return pairs


def same_place(kind: FactKind, gold: Place, found: Place) -> bool:
    """Whether half of the shorter place is shared, and the extracted row is a clause and no page."""
    return not is_too_long(kind, gold, found) and gold.shared(found) >= 0.5 * min(gold.length, found.length)


def is_too_long(kind: FactKind, gold: Place, found: Place) -> bool:
    """Whether an extracted row quotes too much to point at a gold row."""
    clause = kind in ("objective", "figure")
    longest = max(_TIMES_LONGER * gold.length, _LONGEST) if clause else gold.length + _LONGER_NAME
    return found.length > longest
