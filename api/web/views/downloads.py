"""Rows to take along: exactly those of a listing, as CSV or JSON Lines, sent while they are read."""

from typing import Literal

from fastapi import Response

from api.web.state import State
from api.web.v1.formats import as_stream
from api.web.views.listings import Listed
from corpus.rows import row_columns
from pipeline.export import FILES
from pipeline.rows import row_pages


def download(state: State, listed: Listed, form: Literal["csv", "jsonl"]) -> Response:
    """The rows of a listing as a file, with every column of docs/rows.md, in the order of documents and texts."""
    store = state.index.store
    with store.snapshot():
        wanted = listed.wanted(store)
    return as_stream(form, row_pages(store, wanted), row_columns(listed.kind), name=FILES[listed.kind])
