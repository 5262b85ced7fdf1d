"""An application over a small index, for the tests of the service around the routes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.web import create_app
from corpus.encoder import Encoder
from index import Index, TinyEncoder
from pipeline.settings import Settings
from tests.factories import make_entry

KEY = "a-key-of-the-tests"


def make_index(folder: Path) -> Path:
    """An index of two documents."""
    with Index.open(folder, encoder=TinyEncoder(), create=True) as index:
        index.add([make_entry([f"Virtual wards are used by {n} patients."], file=f"{n}.txt") for n in (80, 90)])
    return folder


def make_app(folder: Path, *, encoder: Encoder | None = None, **settings: Any) -> FastAPI:
    """The application over an index, with settings."""
    return create_app(Settings(data=folder, **settings), encoder=encoder or TinyEncoder())


@contextmanager
def started(app: FastAPI, **options: Any) -> Iterator[TestClient]:
    """A client of an application that is ready."""
    with TestClient(app, **options) as client:
        for _ in range(400):
            if client.get("/readyz").status_code == 200:
                break
            time.sleep(0.02)
        yield client


@contextmanager
def serving(folder: Path, **settings: Any) -> Iterator[TestClient]:
    """A client of the application over an index, with settings."""
    with started(make_app(folder, **settings)) as client:
        yield client
