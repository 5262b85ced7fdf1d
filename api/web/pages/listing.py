"""What the pages of objectives and of figures have in common."""

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.web.state import State
from api.web.templating import page
from api.web.views.choices import fields, titles_of
from api.web.views.listings import Listed
from api.web.views.provenance import base_address, with_provenance
from pipeline.browse.rows import rows_page


def listing_page(request: Request, state: State, listed: Listed, path: str) -> HTMLResponse:
    """A page of rows with its filters; everything that it shows is of one state of the index."""
    store = state.index.store
    with store.snapshot():
        found = rows_page(store, listed.wanted(store), listed.sorting, number=listed.number)
        rows = with_provenance(found.rows, store, base=base_address(request, state.settings))
        offered, titles = fields(store, listed), titles_of(store)
    return page(
        state,
        f"{path[1:]}.html",
        current=path,
        path=path,
        listed=listed,
        rows=rows,
        found=found,
        fields=offered,
        removable=listed.removable(path, titles),
    )
