"""Quotations are looked for in the file, not in what was made of it."""

from pathlib import Path

import pytest

from corpus.facts import Objective
from index import Index, TinyEncoder
from pipeline.copies import kept_copy
from pipeline.intake import ingest
from pipeline.settings import Settings
from pipeline.verification import Verified, letters, verify

NOTE = "A note\n\nSystems must keep bed occupancy below 92% by March 2026. In 2024 it was 94.1%.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    file = tmp_path / "note.txt"
    file.write_text(NOTE)
    settings = Settings(data=tmp_path / "index")
    with Index.open(settings.data, encoder=TinyEncoder(), create=True) as index:
        list(ingest([file], index, settings=settings))
    return settings


def check(settings: Settings) -> Verified:
    with Index.open(settings.data, encoder=None) as index:
        return verify(index.store, settings.data)


def test_all_are_found(settings: Settings) -> None:
    result = check(settings)
    assert result.documents == 1
    assert result.quotations > 0
    assert result.lost == ()


def test_a_fact_at_a_wrong_place_is_lost(settings: Settings) -> None:
    with Index.open(settings.data, encoder=None) as index:
        [summary] = index.store.documents()
        document = index.store.document(summary.id)
        objective = next(f for f in index.store.facts() if isinstance(f, Objective))
        past_the_end = objective.model_copy(update={"start": len(document.text), "end": len(document.text) + 9})
        index.store.connections.current.execute(
            "UPDATE facts SET record = ? WHERE id = ?", (past_the_end.model_dump_json(), objective.id)
        )
    assert [lost.fact_id for lost in check(settings).lost] == [objective.id]


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        (("text",), "the stored words are not those that were read"),
        (("text", "source_text"), "the words do not stand in the file"),
    ],
)
def test_words_that_the_file_does_not_hold_are_lost(settings: Settings, columns: tuple[str, ...], reason: str) -> None:
    with Index.open(settings.data, encoder=None) as index:
        for column in columns:
            change = f"UPDATE texts SET {column} = replace({column}, '92%', '93%')"  # noqa: S608
            index.store.connections.current.execute(change)
    assert {lost.reason for lost in check(settings).lost} == {reason}


def test_a_file_that_is_gone_is_lost(settings: Settings) -> None:
    with Index.open(settings.data, encoder=None) as index:
        [summary] = index.store.documents()
    kept_copy(settings.data, summary.id, summary.file).unlink()
    assert [lost.reason for lost in check(settings).lost] == ["the kept copy of the file is gone"]


@pytest.mark.parametrize(
    ("one", "other"), [("£2.4 bn,\n(up)", "2.4bn up"), ("ﬁnal  re-\nport", "final report"), ("A&E", "ae")]
)
def test_letters_are_what_two_readings_agree_on(one: str, other: str) -> None:
    assert letters(one) == letters(other)
