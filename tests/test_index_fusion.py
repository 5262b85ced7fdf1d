"""Fusion: two rankings become one, and an arm with nothing to say does not hurt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import fuse, lexical_weight

RANKINGS = st.dictionaries(st.integers(0, 30), st.floats(0.01, 20), max_size=15).map(
    lambda scores: sorted(scores.items(), key=lambda hit: (-hit[1], hit[0]))
)
COSINES = st.dictionaries(st.integers(0, 30), st.floats(-1, 1), max_size=15).map(
    lambda scores: sorted(scores.items(), key=lambda hit: (-hit[1], hit[0]))
)


def test_what_both_arms_like_comes_first() -> None:
    fused = fuse([(1, 9.0), (2, 8.0)], [(3, 0.8), (2, 0.75), (4, 0.1)], {1: 0.1}, whole=10)
    assert [candidate.key for candidate in fused] == [2, 3, 1, 4]
    assert fused[0][2:] == (2, 2, 8.0, 0.75)
    assert (fused[2].dense_rank, fused[2].dense_score) == (None, 0.1)


@pytest.mark.parametrize("weight", [0.2, 0.5, 0.8])
def test_an_empty_arm_leaves_the_other_as_it_is(weight: float) -> None:
    ranking, cosines = [(5, 3.0), (2, 2.0), (9, 0.5)], [(5, 0.3), (2, 0.2), (9, 0.05)]
    by_words = fuse(ranking, [], {}, whole=2.5, weight=weight)
    by_meaning = fuse([], cosines, {}, whole=2.5, weight=weight)
    assert [candidate.key for candidate in by_words] == [candidate.key for candidate in by_meaning] == [5, 2, 9]
    assert [candidate.score for candidate in by_meaning] == [score for _, score in cosines]
    assert by_words[0].score == 1


def test_words_that_hold_little_of_the_question_do_not_outweigh_meaning() -> None:
    meaning, others = [(2, 0.8), (3, 0.1)], {1: 0.1}
    assert fuse([(1, 9.0), (2, 1.0)], meaning, others, whole=9, weight=1.5)[0].key == 1
    assert fuse([(1, 0.9), (2, 0.1)], meaning, others, whole=9, weight=1.5)[0].key == 2


def test_words_count_more_where_a_passage_holds_all_of_them() -> None:
    meaning, others = [(2, 0.6), (3, 0.1)], {1: 0.3}
    together = fuse([(1, 10.0), (2, 5.0)], meaning, others, whole=10, weight=0.5)
    scattered = fuse([(1, 5.0), (2, 0.0)], meaning, others, whole=10, weight=0.5)
    assert [one.key for one in together] == [1, 2, 3]
    assert [one.key for one in scattered] == [2, 1, 3]


def test_what_is_found_beside_them_does_not_change_the_order_of_two() -> None:
    words, meaning = [(1, 8.0), (2, 2.0)], [(2, 0.6), (1, 0.5)]
    alone = fuse(words, meaning, {}, whole=10)
    among = fuse([*words, (7, 1.0)], [(8, 0.9), *meaning, (6, -0.2)], {7: 0.1}, whole=10)
    assert {c.key: c.score for c in alone}.items() <= {c.key: c.score for c in among}.items()


def test_a_passage_without_a_vector_is_still_found_by_its_words() -> None:
    assert [c.key for c in fuse([(1, 9.0), (2, 3.0)], [(3, 0.1)], {}, whole=9, weight=0.5)] == [1, 2, 3]


def test_ties_are_in_the_order_of_keys() -> None:
    assert [candidate.key for candidate in fuse([(7, 1.0), (3, 1.0)], [], {}, whole=2)] == [3, 7]


def test_the_weight_is_data() -> None:
    words, meaning = [(1, 5.0)], [(2, 0.5)]
    assert fuse(words, meaning, {}, whole=5) == fuse(words, meaning, {}, whole=5, weight=lexical_weight())


@given(RANKINGS, COSINES, st.floats(0, 1), st.floats(0.1, 30))
def test_every_candidate_once_with_a_score_between_0_and_1(
    lexical: list[tuple[int, float]], dense: list[tuple[int, float]], weight: float, whole: float
) -> None:
    fused = fuse(lexical, dense, {}, weight=weight, whole=whole)
    assert sorted(candidate.key for candidate in fused) == sorted(
        {key for key, _ in lexical} | {key for key, _ in dense}
    )
    assert all(0 <= candidate.score <= 1 + 1e-9 for candidate in fused)
    assert [c.score for c in fused] == sorted((c.score for c in fused), reverse=True)
