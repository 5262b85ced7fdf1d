"""The store keeps documents whole, replaces and removes them whole, and lists them in a stable order."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from corpus.document import Integrity, Span
from corpus.errors import StoreError, StoreMissing, StoreOutdated
from index import Entry, Filters, Store, TinyEncoder, text_hash
from index.migrations import steps
from tests.factories import make_body, make_entry, make_objective

TABLES = ("documents", "origins", "texts", "sections", "blocks", "passages", "facts", "fact_bodies", "embeddings")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with Store.open(tmp_path, create=True) as opened:
        yield opened


def put(store: Store, *entries: Entry) -> None:
    encoder = TinyEncoder()
    for entry in entries:
        store.put(entry, encoder.encode(entry.indexed_texts), encoder.name)


def counts(store: Store) -> dict[str, int]:
    with sqlite3.connect(store.folder / "remit.sqlite") as connection:
        found = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}  # noqa: S608
    connection.close()
    return found


def test_a_document_comes_back_as_it_went_in(store: Store) -> None:
    entry = make_entry(
        ["Waits “over” 65 weeks end — all of them.", "A zero byte\x00 and an astral 🏥 stay."],
        published=date(2024, 3, 27),
        source_text="something else",
        integrity=Integrity(reader="text", empty_cells=3, broken_sentences=(Span(start=1, end=2),)),
    )
    put(store, entry)
    assert store.document(entry.document.id) == entry.document
    assert store.document(entry.document.id) is store.document(entry.document.id)
    assert store.passages([p.id for p in entry.passages]) == list(entry.passages)
    assert [e.text for e in store.excerpts([p.id for p in entry.passages])] == [
        entry.document.quote(p) for p in entry.passages
    ]
    assert store.excerpts([entry.passages[0].id])[0].section == ("A plan", "Operational plan")


def test_a_listing_says_what_a_document_is_without_its_text(store: Store) -> None:
    entry = make_entry(["One.", "Two."], publisher="NHS England", integrity=Integrity(unrepaired=2))
    facts = (make_objective(entry.document.id), make_body(entry.document.id, name="Barts Health"))
    put(store, entry.model_copy(update={"facts": facts}))
    (summary,) = store.documents()
    assert (summary.file, summary.origin, summary.publisher) == ("plan.txt", "/corpus/plan.txt", "NHS England")
    assert (summary.passages, summary.facts) == (2, {"body": 1, "objective": 1})
    assert summary.findings == ("2 characters are lost for good",)


def test_the_same_origin_replaces(store: Store) -> None:
    put(store, make_entry(["Old words."]))
    before = counts(store)
    put(store, make_entry(["New words."]))
    assert counts(store) == before
    assert [store.document(d.id).text.splitlines()[-1] for d in store.documents()] == ["New words."]


def test_the_same_document_put_again_with_other_metadata_takes_its_place(store: Store) -> None:
    entry = make_entry(["Same words."], facts=[make_objective("doc", body="Barts Health")])
    put(store, entry)
    before, revision = counts(store), store.revision
    retitled = entry.document.model_copy(update={"publisher": "NHS England"})
    assert store.document(entry.document.id).publisher is None
    put(store, entry.model_copy(update={"document": retitled}))
    assert store.document(entry.document.id).publisher == "NHS England"
    assert counts(store) == before
    assert store.revision > revision


def test_copies_of_a_file_share_a_document_until_the_last_one_changes(store: Store) -> None:
    here, there = make_entry(["Shared."], origin="/a/plan.txt"), make_entry(["Shared."], origin="/b/plan.txt")
    put(store, here, there)
    assert store.fingerprints() == {"/a/plan.txt": here.fingerprint, "/b/plan.txt": here.fingerprint}
    assert [d.origin for d in store.documents()] == ["/b/plan.txt"]
    put(store, make_entry(["Changed."], origin="/b/plan.txt"))
    assert len(store.documents()) == 2
    put(store, make_entry(["Changed too."], origin="/a/plan.txt"))
    assert here.document.id not in {d.id for d in store.documents()}


def test_removing_a_document_removes_all_of_it(store: Store) -> None:
    empty = counts(store)
    entry = make_entry(["Waits fall.", "Beds rise."])
    entry = entry.model_copy(update={"facts": (make_objective(entry.document.id, body="Barts Health"),)})
    put(store, entry)
    assert all(counts(store).values())
    assert store.remove(entry.document.id)
    assert counts(store) == empty
    assert not store.remove(entry.document.id)
    with pytest.raises(KeyError):
        store.document(entry.document.id)


def test_vectors_stay_while_another_document_has_the_same_words(store: Store) -> None:
    first, second = make_entry(["Shared words.", "Mine."], file="a.txt"), make_entry(["Shared words."], file="b.txt")
    put(store, first, second)
    hashes = [text_hash(text) for text in first.indexed_texts]
    store.remove(first.document.id)
    assert list(store.cached_vectors(hashes, "tiny/256")) == hashes[:1]


def test_vectors_survive_a_new_version_that_keeps_the_words(store: Store) -> None:
    old, new = make_entry(["Kept.", "Dropped."]), make_entry(["Kept.", "Added."])
    put(store, old)
    store.put(new)
    hashes = [text_hash(text) for text in old.indexed_texts]
    assert list(store.cached_vectors(hashes, "tiny/256")) == hashes[:1]
    assert store.cached_vectors(hashes, "another") == {}


def test_thousands_of_ids_at_once(store: Store) -> None:
    entry = make_entry([f"Sentence {i}." for i in range(2500)])
    put(store, entry)
    ids = [p.id for p in reversed(entry.passages)]
    assert [p.id for p in store.passages([*ids, "unknown"])] == ids
    assert len(store.cached_vectors([text_hash(t) for t in entry.indexed_texts], "tiny/256")) == 2500


FILTERS = [
    (Filters(), ["board.txt", "plan-23.txt", "plan-24.txt"]),
    (Filters(years=("2024/25",)), ["board.txt", "plan-24.txt"]),
    (Filters(years=("2024-25", "2023/2024")), ["board.txt", "plan-23.txt", "plan-24.txt"]),
    (Filters(kinds=("Planning_Guidance",)), ["plan-23.txt", "plan-24.txt"]),
    (Filters(publishers=("nhs england",), years=("2023/24",)), ["plan-23.txt"]),
    (Filters(bodies=("barts health",)), ["board.txt"]),
    (Filters(bodies=("rx1",)), ["board.txt"]),
    (Filters(documents=("PLAN-24.txt",)), ["plan-24.txt"]),
    (Filters(publishers=("nobody",)), []),
]


@pytest.mark.parametrize(("filters", "files"), FILTERS)
def test_filters(store: Store, filters: Filters, files: list[str]) -> None:
    guidance = {"kind": "planning_guidance", "publisher": "NHS England"}
    board = make_entry(["Performance."], file="board.txt", kind="board_paper", financial_year="2024/25")
    named = board.model_copy(update={"facts": (make_objective(board.document.id, body="Barts Health"),)})
    put(store, make_entry(["B"], file="plan-24.txt", planning_year="2024/25", **guidance), named)
    put(store, make_entry(["A"], file="plan-23.txt", planning_year="2023/24", **guidance))
    assert [d.file for d in store.documents(filters)] == files


def test_facts_come_by_file_and_place_and_only_the_rows_of_a_body(store: Store) -> None:
    entry = make_entry(["x" * 50])
    i = entry.document.id
    facts = (
        make_objective(i, metric="late", start=30),
        make_objective(i, metric="early", start=5, body="Barts Health"),
        make_body(i, name="Barts Health", start=40),
    )
    put(store, entry.model_copy(update={"facts": facts}))
    assert [f.start for f in store.facts()] == [5, 30, 40]
    assert [f.metric for f in store.facts(kind="objective")] == ["early", "late"]  # type: ignore[union-attr]
    assert [f.start for f in store.facts(filters=Filters(bodies=("BARTS HEALTH",)))] == [5, 40]
    assert store.facts(document_id="another") == []
    assert store.facts(kind="objective")[0] == facts[1]


def test_a_failed_put_leaves_nothing(store: Store) -> None:
    put(store, make_entry(["Before."]))
    before, revision = counts(store), store.revision
    clash = make_entry(["Before.", "After."])
    twice = clash.model_copy(update={"passages": (clash.passages[0],) * 2})
    with pytest.raises(StoreError):
        put(store, twice)
    assert (counts(store), store.revision) == (before, revision)


def test_a_reader_keeps_its_view_while_another_connection_writes(store: Store) -> None:
    put(store, make_entry(["First."], file="a.txt"))
    with Store.open(store.folder) as reader, reader.snapshot():
        revision = reader.revision
        put(store, make_entry(["Second."], file="b.txt"))
        assert (reader.revision, len(reader.documents())) == (revision, 1)
    assert len(store.documents()) == 2


def test_opening_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="remit ingest"):
        Store.open(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_a_later_schema_is_refused(tmp_path: Path) -> None:
    Store.open(tmp_path, create=True).close()
    connection = sqlite3.connect(tmp_path / "remit.sqlite")
    connection.execute(f"PRAGMA user_version = {len(steps()) + 1}")
    connection.close()
    with pytest.raises(StoreOutdated, match="later version"):
        Store.open(tmp_path)


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "remit.sqlite")
    connection.execute("CREATE TABLE birds (name)")
    connection.close()
    before = (tmp_path / "remit.sqlite").read_bytes()
    with pytest.raises(StoreOutdated, match="another program"):
        Store.open(tmp_path, create=True)
    assert (tmp_path / "remit.sqlite").read_bytes() == before


def test_a_damaged_database_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "remit.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="ingest again"):
        Store.open(tmp_path)


def test_damage_inside_says_what_to_do(tmp_path: Path) -> None:
    with Store.open(tmp_path, create=True) as store:
        put(store, make_entry([f"Sentence {i} of a long text." for i in range(2000)]))
    path = tmp_path / "remit.sqlite"
    data = bytearray(path.read_bytes())
    data[8192:-4096] = bytes(len(data) - 8192 - 4096)
    path.write_bytes(bytes(data))
    with pytest.raises(StoreError, match="ingest again"), Store.open(tmp_path) as store:
        store.document(store.documents()[0].id)
