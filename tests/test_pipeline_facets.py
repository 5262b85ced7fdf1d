"""Facets: how many documents each further filter would leave, held against the store's own filters."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Filters, Store
from pipeline.facets import FACETS, SHOWN, facets, passing
from pipeline.nearest import commonest_metrics, nearest_metrics
from tests.pages import build

CHOSEN = [
    Filters(),
    Filters(years=("2024/25",)),
    Filters(years=("2024/25", "2025/26"), kinds=("board_paper",)),
    Filters(bodies=("nhs england",), kinds=("planning_guidance",)),
    Filters(publishers=("illustrative, after NHS England",), bodies=("Providers",)),
    Filters(documents=("planning-guidance-2024-25.pdf",)),
    Filters(years=("2031/32",)),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("facets")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    with Store.open(folder) as store, store.snapshot():
        yield store


@pytest.mark.parametrize("chosen", CHOSEN, ids=str)
def test_each_count_is_of_the_documents_that_the_store_finds(store: Store, chosen: Filters) -> None:
    for facet in facets(store, chosen):
        for option in (*facet.first, *facet.rest):
            wanted = chosen.model_copy(update={FACETS[facet.name]: (option.value,)})
            assert option.count == len(store.documents(wanted)), (facet.name, option)


@pytest.mark.parametrize("chosen", CHOSEN, ids=str)
def test_as_many_documents_pass_as_the_store_finds(store: Store, chosen: Filters) -> None:
    found = store.documents(chosen)
    assert passing(store, chosen) == len(found)
    assert passing(store, chosen, has_target=True) == sum(bool(one.facts.get("objective")) for one in found)


def test_years_come_latest_first_and_others_by_their_counts(store: Store) -> None:
    by_name = {facet.name: facet for facet in facets(store, Filters())}
    assert [option.value for option in by_name["year"].first] == ["2025/26", "2024/25", "2023/24"]
    counts = [option.count for option in by_name["body"].first + by_name["body"].rest]
    assert counts == sorted(counts, reverse=True)
    assert len(by_name["body"].first) == SHOWN
    assert by_name["document"].first == ()  # only what is chosen: there are too many to choose from


def test_what_is_chosen_is_seen_even_where_no_document_has_it(store: Store) -> None:
    chosen = Filters(kinds=("news",), years=("2023/24",), bodies=("NHS Supply Chain",))
    by_name = {facet.name: facet for facet in facets(store, chosen)}
    assert [(option.value, option.count) for option in by_name["kind"].first if option.chosen] == [("news", 0)]
    assert by_name["body"].first[0].value == "NHS Supply Chain"


def test_a_removed_document_does_not_count_any_more(tmp_path: Path) -> None:
    names = build(tmp_path)
    with Store.open(tmp_path) as store:
        with store.snapshot():
            before = passing(store, Filters(bodies=("NHS England",)))
        assert store.remove(names["pdf"])
        with store.snapshot():
            assert passing(store, Filters(bodies=("NHS England",))) == before - 1
            assert passing(store, Filters(documents=(names["pdf"],))) == 0


def test_metrics_near_to_a_question_share_its_rare_words(store: Store) -> None:
    near = [subject.name for subject in nearest_metrics(store, "zebra dementia diagnosis in schools", limit=3)]
    assert near[0] == "dementia diagnosis rate"
    assert nearest_metrics(store, "xylophone") == []


def test_the_commonest_metrics_are_of_the_register(store: Store) -> None:
    common = commonest_metrics(store, limit=4)
    assert [subject.objectives for subject in common] == sorted((s.objectives for s in common), reverse=True)
    assert all(subject.registered for subject in common)
