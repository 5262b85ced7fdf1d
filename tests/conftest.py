"""Fixtures that every test may use."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index import TinyEncoder

if TYPE_CHECKING:
    from tests.pages import Site

os.environ["REMIT_ALLOWED_HOSTS"] = "testserver"  # as fastapi's test client calls every application
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated documents beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip(f"the annotated documents are not here: {SHARED} does not exist")
    return SHARED


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Site"]:
    """A server that shows the bundled documents; nothing may change what is in its index."""
    from tests.pages import serving

    with serving(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def tiny_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A working folder of the test's own, no settings from outside, and an encoder that costs nothing."""
    monkeypatch.setattr("pipeline.opening.load_encoder", lambda *given, **options: TinyEncoder())
    monkeypatch.chdir(tmp_path)
    for name in ("REMIT_DATA", "REMIT_CONFIG"):
        monkeypatch.delenv(name, raising=False)
