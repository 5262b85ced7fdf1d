"""The lexical index: what is found by words, in what order, and that no query can break it."""

import math
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import words
from index.lexical import Lexical, Row
from index.words import Term

TEXTS = (
    "Virtual ward occupancy stays above 80% in every system.",
    "The ward moved to a new building.",
    "Systems end waits of more than 65 weeks by March 2025.",
    "A&E performance reaches 78% in 2024/25.",
    "A rate of 77.4% was reported.",
    "A rate of 77% was agreed.",
    "Hospital at home is offered to 1,250 people.",
)


def write(folder: Path, texts: Sequence[str], *, contexts: Sequence[str] = ()) -> Lexical:
    rows = [Row(i, 1 + i // 3, text, contexts[i] if contexts else "") for i, text in enumerate(texts)]
    Lexical.write(folder, rows)
    return Lexical.open(folder)


@pytest.fixture(scope="module")
def lexical(tmp_path_factory: pytest.TempPathFactory) -> Lexical:
    return write(tmp_path_factory.mktemp("lexical"), TEXTS)


def keys(lexical: Lexical, query: str, **options: object) -> list[int]:
    found = lexical.search(words.read_query(query), limit=10, **options)  # type: ignore[arg-type]
    return [key for key, _ in found]


FOUND = [
    ("virtual wards", [0, 1]),
    ("what is the building", [1]),
    ("77%", [5]),
    ("77 per cent", [5]),
    ("78 weeks", [2]),
    ("sixty-five weeks", [2]),
    ('"77 per cent"', []),
    ("77.4", [4]),
    ("65-week waits", [2]),
    ("A & E", [3]),
    ("2024-25", [3]),
    ("1250 people", [6]),
    ("what are the", []),
    ("unheard", []),
    ('"the ward"', [1]),
    ('"Virtual WARD occupancy"', [0]),
    ('"wards"', []),
    ('"ward" virtual', [0, 1]),
    ('"…" ward', []),
    ('"to a"', [1]),
    ('"to a new"', [1]),
    ('"was"', [4, 5]),
]


@pytest.mark.parametrize(("query", "expected"), FOUND)
def test_what_is_found(lexical: Lexical, query: str, expected: list[int]) -> None:
    assert keys(lexical, query) == expected


def test_expansions_add_what_the_query_misses_and_rank_below_its_own_words(tmp_path: Path) -> None:
    lexical = write(tmp_path, ["A virtual ward opens today.", "Hospital at home opens today.", "Home, not hospital."])
    assert keys(lexical, "virtual ward") == [0]
    assert keys(lexical, "virtual ward", terms=[Term("hospital at home"), Term(""), Term("the")]) == [0, 1]


def test_an_expansion_counts_no_more_than_the_words_it_stands_for(tmp_path: Path) -> None:
    texts = [
        "The board of care is integrated.",
        "An integrated care board met.",
        "The icb met the mayor.",
        "The icb met.",
    ]
    lexical = write(tmp_path, [*texts, *("The icb sat.",) * 3])
    name = "integrated care board"
    assert keys(lexical, "icb mayor", terms=[Term(name)])[0] == 1
    assert keys(lexical, "icb mayor", terms=[Term(name, "icb")])[0] == 2


def test_contexts_are_searched_and_count_less(tmp_path: Path) -> None:
    lexical = write(tmp_path, ["Occupancy stays high.", "It rises."], contexts=["", "Occupancy of beds"])
    assert keys(lexical, "occupancy") == [0, 1]
    assert keys(lexical, '"occupancy"') == [0]


def test_coverage_is_how_much_of_the_query_the_best_hit_holds(lexical: Lexical) -> None:
    queries = ["virtual ward occupancy stays above 80%", "virtual ward dental", "virtual dental orthopaedic surgery"]
    found = [words.read_query(query) for query in queries]
    coverage = [lexical.search(query, limit=1)[0][1] / lexical.whole(query) for query in found]
    assert 1.5 >= coverage[0] > 0.6 > coverage[1] > 0.3 > coverage[2] > 0


def test_only_the_documents_asked_for(lexical: Lexical) -> None:
    assert keys(lexical, "rate", documents=[2]) == [4, 5]
    assert keys(lexical, "rate", documents=[3]) == []
    assert lexical.matching(["a rate"], documents=[1, 2]) == {4, 5}
    assert lexical.matching([]) == set(range(len(TEXTS)))


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from('ab+-&|!(){}[]^"~*?:\\/ <>=@#“”\x00'), max_size=30) | st.text(max_size=30))
def test_no_query_breaks_it(lexical: Lexical, query: str) -> None:
    assert isinstance(keys(lexical, query, terms=[Term(query, query)]), list)


def test_scores_against_a_slow_bm25(tmp_path: Path) -> None:
    draw = random.Random(5)  # noqa: S311
    vocabulary = ["z" + 2 * chr(98 + i) + "q" for i in range(20)]
    texts = [" ".join(draw.choices(vocabulary, k=draw.randint(3, 25))) for _ in range(300)]
    lexical = write(tmp_path, texts)
    for _ in range(20):
        query = draw.sample(vocabulary, 3)
        expected = bm25(texts, query)
        found = lexical.search(words.read_query(" ".join(query)), limit=len(texts))
        assert {key for key, _ in found} == expected.keys()
        top = [key for key, _ in found[:5]]
        assert all(expected[key] >= sorted(expected.values())[-5] * 0.97 for key in top)
        assert found[0][1] == pytest.approx(expected[found[0][0]], rel=0.05)  # tantivy rounds lengths


def bm25(texts: Sequence[str], query: Sequence[str]) -> dict[int, float]:
    """Robertson's BM25 with k1 = 1.2, b = .75, as in Lucene; only texts that hold a word of the query."""
    counts = [Counter(text.split()) for text in texts]
    average = sum(c.total() for c in counts) / len(counts)
    scores: dict[int, float] = {}
    for word in query:
        holding = sum(word in c for c in counts)
        idf = math.log(1 + (len(counts) - holding + 0.5) / (holding + 0.5))
        for i, c in enumerate(counts):
            if word in c:
                norm = 1.2 * (0.25 + 0.75 * c.total() / average)
                scores[i] = scores.get(i, 0) + idf * c[word] * 2.2 / (c[word] + norm)
    return scores
