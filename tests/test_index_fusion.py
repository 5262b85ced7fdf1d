"""Fusion: two rankings become one, and an arm with nothing to say does not hurt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import fuse

RANKINGS = st.dictionaries(st.integers(0, 30), st.floats(0.01, 20), max_size=15).map(
    lambda scores: sorted(scores.items(), key=lambda hit: (-hit[1], hit[0]))
)


def test_what_both_arms_like_comes_first() -> None:
    fused = fuse([(1, 9.0), (2, 8.0)], [(3, 0.8), (2, 0.75), (4, 0.1)], {1: 0.1})
    assert [candidate.key for candidate in fused] == [2, 1, 3, 4]
    assert fused[0][2:] == (2, 2, 8.0, 0.75)
    assert (fused[1].dense_rank, fused[1].dense_score) == (None, 0.1)


@pytest.mark.parametrize("weight", [0.2, 0.5, 0.8])
def test_an_empty_arm_leaves_the_other_as_it_is(weight: float) -> None:
    ranking = [(5, 3.0), (2, 2.0), (9, 0.5)]
    for fused in (fuse(ranking, [], {}, dense_weight=weight), fuse([], ranking, {}, dense_weight=weight)):
        assert [candidate.key for candidate in fused] == [5, 2, 9]
        assert fused[0].score == 1


def test_words_weigh_less_where_the_best_hit_holds_few_of_them() -> None:
    words, meaning, others = [(1, 9.0), (2, 1.0)], [(2, 0.8), (3, 0.1)], {1: 0.1}
    assert fuse(words, meaning, others, coverage=1, dense_weight=0.4)[0].key == 1
    assert fuse(words, meaning, others, coverage=0.1, dense_weight=0.4)[0].key == 2


def test_ties_are_in_the_order_of_keys() -> None:
    assert [candidate.key for candidate in fuse([(7, 1.0), (3, 1.0)], [], {})] == [3, 7]


@given(RANKINGS, RANKINGS, st.floats(0, 1), st.floats(0, 1))
def test_every_candidate_once_with_a_score_between_0_and_1(
    lexical: list, dense: list, weight: float, coverage: float
) -> None:
    fused = fuse(lexical, dense, {}, dense_weight=weight, coverage=coverage)
    assert sorted(candidate.key for candidate in fused) == sorted(
        {key for key, _ in lexical} | {key for key, _ in dense}
    )
    assert all(0 <= candidate.score <= 1 + 1e-9 for candidate in fused)
    assert [c.score for c in fused] == sorted((c.score for c in fused), reverse=True)
