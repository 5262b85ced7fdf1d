"""Fixtures that every test may use."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated documents beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip(f"the annotated documents are not here: {SHARED} does not exist")
    return SHARED
