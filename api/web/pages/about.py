"""Pages of text: how remit works, and the accessibility statement."""

from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.web.state import Shared
from api.web.templating import page

router = APIRouter()
TESTED = date(2026, 11, 22)  # the day on which the pages were last looked at by hand


@router.get("/about", response_class=HTMLResponse)
def about(state: Shared) -> HTMLResponse:
    """How an answer is made, what its confidence means, and what remit cannot do."""
    return page(state, "about.html")


@router.get("/accessibility", response_class=HTMLResponse)
def accessibility(state: Shared) -> HTMLResponse:
    """The accessibility statement."""
    return page(state, "accessibility.html", tested=TESTED.isoformat())
