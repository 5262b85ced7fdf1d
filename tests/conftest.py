"""Fixtures that every test may use."""

from pathlib import Path

import pytest

from index import TinyEncoder

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated documents beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip(f"the annotated documents are not here: {SHARED} does not exist")
    return SHARED


@pytest.fixture
def tiny_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A working folder of the test's own, no settings from outside, and an encoder that costs nothing."""
    monkeypatch.setattr("pipeline.opening.load_encoder", lambda *given, **options: TinyEncoder())
    monkeypatch.chdir(tmp_path)
    for name in ("REMIT_DATA", "REMIT_CONFIG"):
        monkeypatch.delenv(name, raising=False)
