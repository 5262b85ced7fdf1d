"""Search over both arms: what comes back, in which order, and that both arms obey the filters."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.encoder import Encoder
from corpus.errors import EncoderMismatch
from index import EncoderUse, Filters, Index, TinyEncoder, text_hash
from tests.factories import make_entry

PLAN_24 = [
    "Virtual ward occupancy stays consistently above 80%.",
    "Waits of more than 65 weeks end by September 2024.",
    "A&E four-hour performance reaches 78% by March 2025.",
]
PLAN_23 = ["Virtual ward capacity grows.", "A&E four-hour performance reaches 76% by March 2024."]


class CountingEncoder(TinyEncoder):
    """Remembers which texts it was asked to encode."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def encode(self, texts: list[str]) -> np.ndarray:  # type: ignore[override]
        self.seen += texts
        return super().encode(texts)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index.open(tmp_path, encoder=TinyEncoder(), create=True) as opened:
        opened.add(
            [
                make_entry(PLAN_24, file="2024.txt", planning_year="2024/25"),
                make_entry(PLAN_23, file="2023.txt", planning_year="2023/24", context="Chapter two"),
            ]
        )
        yield opened


def texts(index: Index, query: str, **options: object) -> list[str]:
    hits = index.search(query, **options)  # type: ignore[arg-type]
    return [excerpt.text for excerpt in index.store.excerpts([hit.passage.id for hit in hits])]


FIRST = [
    ("what are the virtual ward occupancy targets", PLAN_24[0]),
    ("65-week waits", PLAN_24[1]),
    ("A & E 76%", PLAN_23[1]),
    ("four hours 78%", PLAN_24[2]),
]


@pytest.mark.parametrize(("query", "first"), FIRST)
def test_the_best_passage_comes_first(index: Index, query: str, first: str) -> None:
    assert texts(index, query)[0] == first


@pytest.mark.parametrize("query", ["", "   ", "?!", '""', "\x00"])
def test_a_query_without_words_finds_nothing(index: Index, query: str) -> None:
    assert index.search(query) == []


def test_a_hit_says_how_each_arm_ranked_it(index: Index) -> None:
    hit = index.search("virtual ward occupancy")[0]
    assert (hit.lexical_rank, hit.dense_rank) == (1, 1)
    assert 0 < hit.score <= 1
    assert hit.lexical_score is not None
    assert hit.lexical_score > 0
    assert hit.dense_score == pytest.approx(
        TinyEncoder().encode(["virtual ward occupancy", PLAN_24[0]]).prod(axis=0).sum(), abs=1e-6
    )


def test_both_arms_look_only_where_the_filters_allow(index: Index) -> None:
    assert set(texts(index, "virtual ward", filters=Filters(years=("2023/24",)))) == set(PLAN_23)
    assert texts(index, "virtual ward", filters=Filters(documents=("none.txt",))) == []


def test_a_quoted_phrase_must_stand_in_every_hit(index: Index) -> None:
    assert set(texts(index, '"four-hour performance" waits')) == {PLAN_24[2], PLAN_23[1]}
    assert texts(index, '"performance four-hour"') == []


def test_limit(index: Index) -> None:
    everything = [hit.passage.id for hit in index.search("ward performance", limit=10)]
    assert len(everything) == 5
    assert [hit.passage.id for hit in index.search("ward performance", limit=2)] == everything[:2]
    assert index.search("ward", limit=0) == []


def test_equal_passages_are_in_the_order_of_their_ids(tmp_path: Path) -> None:
    with Index.open(tmp_path, encoder=TinyEncoder(), create=True) as index:
        index.add([make_entry(["Beds rise."], file=f"{i}.txt", title=f"Title {i}") for i in range(6)])
        ids = [hit.passage.id for hit in index.search("beds", limit=6)]
        assert ids == sorted(ids)
        assert [hit.passage.id for hit in index.search("beds", limit=3)] == ids[:3]


def test_without_an_encoder_words_alone_are_searched(tmp_path: Path) -> None:
    with Index.open(tmp_path, encoder=None, create=True) as index:
        index.add([make_entry(PLAN_24)])
        (hit,) = index.search("occupancy")
        assert (round(hit.score, 4), hit.dense_rank, hit.dense_score) == (1, None, None)


def test_the_dense_arm_finds_what_shares_no_word(index: Index) -> None:
    hits = index.search("occupanc")
    assert hits[0].lexical_rank is None
    assert index.store.excerpts([hits[0].passage.id])[0].text == PLAN_24[0]


def test_a_change_shows_in_the_next_search(index: Index) -> None:
    index.add([make_entry(["Dental access grows."], file="2023.txt")])
    assert texts(index, "dental")[0] == "Dental access grows."
    assert PLAN_23[0] not in texts(index, "virtual ward capacity")
    index.store.remove(index.store.documents(Filters(documents=("2024.txt",)))[0].id)
    assert texts(index, "waits A&E dental") == ["Dental access grows."]


def test_a_text_is_encoded_once(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    with Index.open(tmp_path, encoder=encoder, create=True) as index:
        index.add([make_entry(PLAN_24), make_entry([PLAN_24[0], "Added."], file="b.txt")])
        assert sorted(encoder.seen) == sorted([*PLAN_24, "Added."])
        index.add([make_entry([*PLAN_24, "More."])])
        assert encoder.seen[4:] == ["More."]


def test_the_store_remembers_who_made_the_vectors(index: Index) -> None:
    index.add([make_entry(["More."], file="more.txt")])
    assert index.store.encoders() == [EncoderUse(name="tiny/256", runtime="python", dimensions=256)]


def test_progress_counts_passages(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with Index.open(tmp_path, encoder=TinyEncoder(), create=True) as index:
        entries = [make_entry([f"Line {i} of {j}." for i in range(300)], file=f"{j}.txt") for j in range(5)]
        index.add(entries, progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert len(set(seen)) > 5
    assert seen[-1] == (1500, 1500)


def test_after_a_change_of_encoder_the_missing_vectors_are_made(index: Index) -> None:
    folder = index.store.folder
    index.close()
    encoder: Encoder = TinyEncoder(64)
    with Index.open(folder, encoder=encoder) as other:
        with pytest.raises(EncoderMismatch, match="encoded by tiny/256, and the settings name tiny/64"):
            other.search("virtual ward")
        assert other.adopt_encoder() == 5
        assert other.adopt_encoder() == other.encode_missing() == 0
        assert other.search("virtual ward")[0].dense_rank is not None
        assert other.store.prune(encoder.name) == 5
        assert other.store.cached_vectors([text_hash(PLAN_24[0])], "tiny/256") == {}


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_any_query_is_answered(index: Index, query: str) -> None:
    assert len(index.search(query)) <= 10
