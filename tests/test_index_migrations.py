"""The schema goes from version to version, each step whole or not at all."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import StoreError
from index import Store, migrations
from tests.factories import make_entry


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store.open(tmp_path, create=True) as store:
        store.put(make_entry(["Kept over the migration."]))
    return tmp_path


def add_step(monkeypatch: pytest.MonkeyPatch, sql: str) -> None:
    both = (*migrations.steps(), sql)
    monkeypatch.setattr(migrations, "steps", lambda: both)


def test_an_older_store_is_brought_up_to_date_when_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_step(
        monkeypatch, "ALTER TABLE documents ADD COLUMN note TEXT;\n-- a remark; with a semicolon\nCREATE TABLE x (y);\n"
    )
    with Store.open(folder) as store:
        assert migrations.version(store.connections.current) == len(migrations.steps())
        assert store.document(store.documents()[0].id).text.endswith("Kept over the migration.")
        assert store.connections.current.execute("SELECT note FROM documents").fetchall() == [(None,)]


def test_a_step_that_fails_leaves_the_store_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        add_step(patched, "CREATE TABLE half (done);\nINSERT INTO nowhere VALUES (1);\n")
        with pytest.raises(StoreError, match="nowhere"):
            Store.open(folder)
    connection = sqlite3.connect(folder / "remit.sqlite")
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)
    assert migrations.version(connection) == len(migrations.steps())
    connection.close()


def test_a_new_store_is_made_by_every_step_in_turn(tmp_path: Path) -> None:
    Store.open(tmp_path, create=True).close()
    connection = sqlite3.connect(tmp_path / "remit.sqlite")
    assert migrations.version(connection) == len(migrations.steps()) == 6
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA application_id").fetchone() == (migrations.APPLICATION_ID,)
    connection.close()


def test_processes_that_make_a_store_at_once_all_open_it(tmp_path: Path) -> None:
    opening = "import pathlib, sys, index; index.Store.open(pathlib.Path(sys.argv[1]), create=True)"
    for number in range(3):
        folder = tmp_path / f"index{number}"
        started = [subprocess.Popen([sys.executable, "-c", opening, str(folder)]) for _ in range(4)]
        assert [process.wait(60) for process in started] == [0] * 4
