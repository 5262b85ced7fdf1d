"""What the routes share: settings, the index, and whether it is warm."""

from pathlib import Path
from typing import Annotated

from fastapi import Depends, Query, Request

from index import Filters, Index
from pipeline.question import filters_of
from pipeline.settings import Settings

HERE = Path(__file__).parent
Many = Annotated[list[str] | None, Query(max_length=50)]
STATIC, TEMPLATES = HERE / "static", HERE / "templates"


class State:
    """One application's index; `ready` once the model has encoded its first text."""

    def __init__(self, *, settings: Settings, index: Index) -> None:
        self.settings = settings
        self.index = index
        self.ready = False

    def warm_up(self) -> None:
        """Load the model and open the derived indexes, so that the first person does not wait for them."""
        self.index.refresh()
        self.index.search("warm up", limit=1)
        self.ready = True


def get_state(request: Request) -> State:
    """The state of the application that serves a request."""
    state: State = request.app.state.remit
    return state


def read_filters(
    year: Many = None, kind: Many = None, publisher: Many = None, body: Many = None, document: Many = None
) -> Filters:
    """The filters of a request; an empty value filters nothing."""
    return filters_of(years=year, kinds=kind, publishers=publisher, bodies=body, documents=document)


Shared = Annotated[State, Depends(get_state)]
Filtered = Annotated[Filters, Depends(read_filters)]
