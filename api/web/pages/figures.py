"""Figures as a table: filtered, sorted, a page at a time; and as files."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.web.pages.listing import listing_page
from api.web.state import Shared
from api.web.views.downloads import download
from api.web.views.listings import Figures

PATH = "/figures"
router = APIRouter()


@router.get(PATH, response_class=HTMLResponse)
def figures_page(request: Request, state: Shared, listed: Figures) -> HTMLResponse:
    """The figures that pass the filters."""
    return listing_page(request, state, listed, PATH)


@router.get(f"{PATH}.csv")
def figures_csv(state: Shared, listed: Figures) -> Response:
    """The same figures as CSV."""
    return download(state, listed, "csv")


@router.get(f"{PATH}.jsonl")
def figures_jsonl(state: Shared, listed: Figures) -> Response:
    """The same figures as JSON Lines."""
    return download(state, listed, "jsonl")
