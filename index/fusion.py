"""One ranking out of two: a weighted sum of scores that stand on scales of their own.

Meaning counts by its cosine. Words count by how much of the question a passage holds: its BM25 score as a share of what
a passage with every word of the question would get. Neither is stretched to its best hit, so an arm that found nothing
near has little say, and an arm that found nothing has none. The weight of the words grows with how much of the question
the best passage holds: where they stand together they were meant, where they are scattered they say little. This is the
convex combination with theoretical bounds of Bruch et al., "An Analysis of Fusion Functions for Hybrid Retrieval"
(2022), with the bound of BM25 taken from the question's words. The weight is data: `fusion.toml`.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

WEIGHTS = Path(__file__).with_name("fusion.toml")
SCATTERED = 0.5  # of the weight of the words, where no passage holds any of the question; where one holds all, 1.5
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
    whole: float,
    weight: float | None = None,
) -> list[Fused]:
    """All candidates of both arms, best first; equal scores in the order of their keys.

    Args:
        lexical: (key, BM25) best first.
        dense: (key, cosine) best first.
        dense_scores: cosines of candidates that only the lexical arm found.
        whole: the BM25 score of a passage with every word of the query, above 0.
        weight: of the words, against 1 for meaning, where the best passage holds half of the query; None for the one
            of `fusion.toml`.
    """
    bm25 = dict(lexical)
    cosines = {**dense_scores, **dict(dense)}
    words = _shares(bm25, whole if cosines else max(whole, *bm25.values(), 0.0))
    weight = (lexical_weight() if weight is None else weight) * (SCATTERED + max(words.values(), default=0.0))
    share = _share(weight, words=bool(bm25), meaning=bool(cosines))
    lexical_ranks, dense_ranks = _ranks(lexical), _ranks(dense)
    fused = [
        Fused(
            key,
            share * words.get(key, 0.0) + (1 - share) * max(0.0, cosines.get(key, 0.0)),
            lexical_ranks.get(key),
            dense_ranks.get(key),
            bm25.get(key),
            cosines.get(key),
        )
        for key in sorted(bm25.keys() | cosines.keys())
    ]
    return sorted(fused, key=lambda candidate: -candidate.score)


@cache
def lexical_weight() -> float:
    """The weight of words, against 1 for meaning."""
    return float(tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))["lexical"])


def _share(weight: float, *, words: bool, meaning: bool) -> float:
    """The share of the words in a score; an empty arm leaves all of it to the other."""
    if not (words and meaning):
        return float(words)
    return weight / (1 + weight)


def _shares(scores: Mapping[int, float], whole: float) -> dict[int, float]:
    return {key: min(1.0, score / whole) for key, score in scores.items()}


def _ranks(ranking: Ranking) -> dict[int, int]:
    return {key: rank for rank, (key, _) in enumerate(ranking, start=1)}
