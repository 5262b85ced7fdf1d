"""Objectives as a table: filtered, sorted, a page at a time; and as files."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.web.pages.listing import listing_page
from api.web.state import Shared
from api.web.views.downloads import download
from api.web.views.listings import Objectives

PATH = "/objectives"
router = APIRouter()


@router.get(PATH, response_class=HTMLResponse)
def objectives_page(request: Request, state: Shared, listed: Objectives) -> HTMLResponse:
    """The objectives that pass the filters."""
    return listing_page(request, state, listed, PATH)


@router.get(f"{PATH}.csv")
def objectives_csv(state: Shared, listed: Objectives) -> Response:
    """The same objectives as CSV."""
    return download(state, listed, "csv")


@router.get(f"{PATH}.jsonl")
def objectives_jsonl(state: Shared, listed: Objectives) -> Response:
    """The same objectives as JSON Lines."""
    return download(state, listed, "jsonl")
