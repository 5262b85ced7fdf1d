"""Where settings come from, and what is refused."""

from pathlib import Path

import pytest

from corpus.errors import SettingsError
from pipeline.settings import load_settings


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("REMIT_DATA", raising=False)


def test_defaults() -> None:
    assert load_settings().data == Path(".remit")


def test_the_file_then_variables_then_flags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "remit.toml").write_text('data = "from-file"\nport = 1\nworkers = 3\n')
    monkeypatch.setenv("REMIT_DATA", "from-variable")
    monkeypatch.setenv("REMIT_PORT", "2")
    settings = load_settings(port=3)
    assert (settings.workers, settings.data, settings.port) == (3, Path("from-variable"), 3)


def test_a_flag_that_was_not_given_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMIT_DATA", "from-variable")
    assert load_settings(data=None).data == Path("from-variable")


def test_another_file_by_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other.toml").write_text("port = 4")
    monkeypatch.setenv("REMIT_CONFIG", "other.toml")
    assert load_settings().port == 4


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("prot = 1", "no setting is called prot"),
        ("port = 'high'", "setting port"),
        ("workers = 0", "setting workers"),
        ("port =", "not valid TOML"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "remit.toml").write_text(content)
    with pytest.raises(SettingsError, match=words):
        load_settings()


def test_a_named_file_must_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMIT_CONFIG", "absent.toml")
    with pytest.raises(SettingsError, match=r"absent\.toml: does not exist"):
        load_settings()
