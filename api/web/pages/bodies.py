"""Bodies: a list of them, and one page each with what it must deliver and what is said about it."""

from itertools import groupby
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse

from api.web.state import Shared
from api.web.templating import page
from api.web.views.provenance import base_address, with_provenance
from corpus.slugs import slug as slug_of
from pipeline.browse.bodies import MOST_ROWS, TYPES, bodies_of, body_page

PATH = "/bodies"
SIZE = 100  # bodies of a page
MOST_DOCUMENTS = 25
router = APIRouter()


@router.get(PATH, response_class=HTMLResponse)
def bodies_page(
    state: Shared,
    q: Annotated[str, Query(max_length=200)] = "",
    type: Literal["", "national", "icb", "trust", "alliance", "regulator", "government", "generic_group", "other"] = "",
    show: Literal["", "asked"] = "",
    number: Annotated[int, Query(ge=1, le=1_000_000, alias="page")] = 1,
) -> HTMLResponse:
    """The bodies that rows name, by type; all of them, or those that must deliver something."""
    store = state.index.store
    with store.snapshot():
        bodies = list(bodies_of(store).values())
    found = [b for b in bodies if (not type or b.type == type) and (show != "asked" or b.objectives) and b.has(q)]
    order = list(TYPES)
    found.sort(key=lambda b: (order.index(b.type), -b.objectives, b.name.casefold()))
    pages = max(1, -(-len(found) // SIZE))
    number = min(number, pages)
    shown = found[(number - 1) * SIZE : number * SIZE]
    return page(
        state,
        "bodies.html",
        current=PATH,
        q=" ".join(q.split()),
        type=type,
        show=show,
        types=[(key, words, sum(1 for b in bodies if b.type == key)) for key, words in TYPES.items()],
        groups=[(TYPES[key], list(of_type)) for key, of_type in groupby(shown, key=lambda b: b.type)],
        total=len(found),
        number=number,
        pages=pages,
    )


@router.get(f"{PATH}/{{slug}}", response_class=HTMLResponse)
def one_body(request: Request, state: Shared, slug: str) -> HTMLResponse:
    """A body: what it must deliver by year, figures about it, and documents that it published or that name it."""
    store = state.index.store
    found = body_page(store, slug)
    if found is None:
        raise HTTPException(404, "No document here names a body of this address. The list of bodies has them all.")
    base = base_address(request, state.settings)
    with store.snapshot():
        objectives = with_provenance(found.objectives, store, base=base)
        figures = with_provenance(found.figures, store, base=base)
        known = bodies_of(store)
    successor = found.body.successor
    return page(
        state,
        "body.html",
        current=PATH,
        body=found.body,
        type_words=TYPES[found.body.type],
        years=[(year, list(rows)) for year, rows in groupby(objectives, key=lambda row: row["year"])],
        figures=figures,
        published=found.published[:MOST_DOCUMENTS],
        published_all=len(found.published),
        naming=found.naming[:MOST_DOCUMENTS],
        naming_all=len(found.naming),
        most=MOST_ROWS,
        successor_known=bool(successor and slug_of(successor) in known),
    )
