"""Rows and passages a page at a time: the same as all at once, wherever a page ends and whatever changes in between."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.facts import Fact
from index import Filters, Index, Store, TinyEncoder
from index.paging import EveryFact, KeyedFact, PassageKey, fact_pages, facts_page, passages_at, passages_page
from index.sources import passages_holding
from index.wanted import Wanted
from tests.factories import make_body, make_entry, make_objective

SENTENCES = ["Waits fall to 4 hours.", "Beds are open.", "Trusts plan. Waits fall again."]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Three documents, two of one file name, with objectives at equal and different places."""
    with Store.open(tmp_path, create=True) as store:
        for file, title in (("b.txt", "Second"), ("a.txt", "First"), ("b.txt", "Another second")):
            bare = make_entry(SENTENCES, file=file, title=title, origin=f"/{title}")
            facts: list[Fact] = [
                make_objective(bare.document.id, metric=metric, start=start, body="the trust")
                for metric, start in (("waits", 30), ("waits", 55), ("beds", 55), ("waits", 5))
            ]
            facts.append(make_body(bare.document.id, name="the trust", start=3))
            store.put(bare.model_copy(update={"facts": bare.model_validate({**dict(bare), "facts": facts}).facts}))
        yield store


def ids(found: list[KeyedFact]) -> list[tuple[str, str]]:
    return [(one.key.document_id, one.fact.id) for one in found]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
@pytest.mark.parametrize("wanted", [EveryFact(kind="objective"), Wanted(kind="objective")])
def test_pages_of_every_size_give_each_row_once_and_in_order(store: Store, wanted: EveryFact, size: int) -> None:
    pages = list(fact_pages(store, wanted, size=size))
    found = [one for page in pages for one in page]
    assert len(found) == len(set(ids(found))) == 12
    assert [one.key for one in found] == sorted(one.key for one in found)
    assert all(len(page) == size for page in pages[:-1])


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (EveryFact(kind="body"), 3),
        (EveryFact(kind="figure"), 0),
        (EveryFact(kind="objective", filters=Filters(documents=("a.txt",))), 4),
        (Wanted(kind="objective", names=("beds",)), 3),
        (Wanted(kind="objective", filters=Filters(bodies=("The Trust",))), 12),
        (Wanted(kind="objective", measurable=True), 12),
        (Wanted(kind="objective", measurable=False), 0),
        (Wanted(kind="objective", obligations=("must",), words=("waits",)), 9),
    ],
)
def test_filters_hold_on_every_page(store: Store, wanted: EveryFact, count: int) -> None:
    assert sum(len(page) for page in fact_pages(store, wanted, size=2)) == count


def test_one_document_alone(store: Store) -> None:
    document = store.documents()[1]
    found = [
        one for page in fact_pages(store, EveryFact(kind="objective", document_id=document.id), size=3) for one in page
    ]
    assert {one.key.document_id for one in found} == {document.id}
    assert len(found) == 4


def test_a_page_goes_on_where_its_document_was_removed(store: Store) -> None:
    everything = facts_page(store, EveryFact(kind="objective"), limit=100)
    after = everything[4].key  # the first of the second document
    store.remove(after.document_id)
    rest = facts_page(store, EveryFact(kind="objective"), after=after, limit=100)
    assert ids(rest) == ids(everything[8:])


def test_nothing_is_held_open_between_pages(store: Store) -> None:
    pages = fact_pages(store, EveryFact(kind="objective"), size=1)
    next(pages)
    assert not store.connections.current.in_transaction


@pytest.mark.parametrize("wanted", [EveryFact(kind="objective"), Wanted(kind="objective")])
def test_rows_are_read_in_order_and_not_sorted(store: Store, wanted: EveryFact) -> None:
    connection = store.connections.current
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    first = facts_page(store, wanted, limit=1)
    facts_page(store, wanted, after=first[0].key, limit=20)
    connection.set_trace_callback(None)
    queries = [query for query in asked if query.startswith("SELECT file")]
    assert len(queries) == 3
    for query in queries:
        plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}"))
        assert "TEMP B-TREE FOR ORDER BY" not in plan, plan


def test_passages_by_pages_and_by_place(store: Store) -> None:
    document = store.documents()[0]
    every = passages_page(store, document.id, limit=100)
    assert [one.text for one in every] == SENTENCES
    first = every[0].passage
    rest = passages_page(store, document.id, after=PassageKey(first.start, first.id), limit=1)
    assert [one.text for one in rest] == SENTENCES[1:2]
    places = [(document.id, first.start), (document.id, first.end), ("no document", 0), (document.id, 0)]
    assert passages_at(store, places) == [first.id, None, None, None]


def test_a_search_among_passages_that_hold_an_objective(tmp_path: Path) -> None:
    with Index.open(tmp_path, encoder=TinyEncoder(), create=True) as index:
        for number in range(40):
            entry = make_entry([f"Waits fall in place {number}.", "Waits are long."], origin=f"/{number}")
            [holds, _] = entry.passages
            fact = make_objective(entry.document.id, start=holds.start + 2)
            index.add([entry.model_validate({**dict(entry), "facts": [fact]})])
        with index.store.snapshot():
            allowed = passages_holding(index.store, "objective")
        assert len(allowed) == 40
        for query in ("waits", '"waits are long"', '"waits fall"'):
            every = index.search(query, limit=100)
            some = index.search(query, limit=100, holding="objective")
            holding = {hit.passage.id for hit in every if "fall" in index.store.excerpts([hit.passage.id])[0].text}
            assert {hit.passage.id for hit in some} == holding
            assert index.search(query, limit=100, holding="date") == []
