"""One ranking out of two: weighted fusion of scores that were brought to one scale.

Each arm's scores run from 0 (the arm's floor) to 1 (its best). BM25's floor is 0, the score of a passage without any
word of the query; the floor of the cosines is the lowest that the dense arm itself gives, and what lies below it, found
by its words alone, gets 0. An arm without hits has no say, and the lexical arm has the less of it the less of the
query's words its best hit holds: where a passage has them all, words decide, where none has, meaning does.
Source of the method: Bruch et al., "An Analysis of Fusion Functions for Hybrid Retrieval" (2022).
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

DENSE_WEIGHT = 0.5
Ranking = Sequence[tuple[int, float]]


class Fused(NamedTuple):
    """A candidate: its fused score (0 to 1), and its rank (from 1) and score in both arms."""

    key: int
    score: float
    lexical_rank: int | None
    dense_rank: int | None
    lexical_score: float | None
    dense_score: float | None


def fuse(
    lexical: Ranking,
    dense: Ranking,
    dense_scores: Mapping[int, float],
    *,
    coverage: float = 1,
    dense_weight: float = DENSE_WEIGHT,
) -> list[Fused]:
    """All candidates of both arms, best first; equal scores in the order of their keys.

    Args:
        lexical: (key, BM25) best first.
        dense: (key, cosine) best first.
        dense_scores: cosines of candidates that only the lexical arm found.
        coverage: how much of the query the best lexical hit holds, 0 to 1.
        dense_weight: share of the dense arm where the coverage is 1.
    """
    bm25 = dict(lexical)
    cosines = {**dense_scores, **dict(dense)}
    weight = _weight(dense_weight, coverage) if lexical and cosines else float(bool(cosines))
    words, meaning = _scaled(bm25, floor=0), _scaled(cosines, floor=dense[-1][1] if dense else 0)
    lexical_ranks, dense_ranks = _ranks(lexical), _ranks(dense)
    fused = [
        Fused(
            key,
            (1 - weight) * words.get(key, 0) + weight * meaning.get(key, 0),
            lexical_ranks.get(key),
            dense_ranks.get(key),
            bm25.get(key),
            cosines.get(key),
        )
        for key in sorted(bm25.keys() | cosines.keys())
    ]
    return sorted(fused, key=lambda candidate: -candidate.score)


def _weight(dense: float, coverage: float) -> float:
    """The share of the dense arm, when the lexical one's shrinks with the root of the coverage."""
    lexical = (1 - dense) * math.sqrt(coverage)
    return dense / (dense + lexical) if dense + lexical else 0.0


def _scaled(scores: Mapping[int, float], *, floor: float) -> dict[int, float]:
    height = max(scores.values(), default=floor) - floor
    if height <= 0:
        return dict.fromkeys(scores, 1.0)
    return {key: max(0.0, (score - floor) / height) for key, score in scores.items()}


def _ranks(ranking: Ranking) -> dict[int, int]:
    return {key: rank for rank, (key, _) in enumerate(ranking, start=1)}
