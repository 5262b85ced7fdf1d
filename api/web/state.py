"""What the routes share: settings, the index, and whether it is warm."""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import structlog
from fastapi import Depends, Query, Request

from corpus.errors import RemitError
from index import Filters, Index
from pipeline.enquiry import ask
from pipeline.question import filters_of
from pipeline.settings import Settings

HERE = Path(__file__).parent
Many = Annotated[list[str] | None, Query(max_length=50)]
STATIC, TEMPLATES = HERE / "static", HERE / "templates"


class State:
    """One application's index; `ready` once the model has encoded its first text.

    `fault` says why it will not be ready, where the model cannot be loaded. `waiting_uploads` counts the uploads that
    are not yet in the index.
    """

    def __init__(self, *, settings: Settings, index: Index) -> None:
        self.settings = settings
        self.index = index
        self.ready = False
        self.fault: str | None = None
        self.waiting_uploads: Callable[[], int] = lambda: 0

    def warm_up(self, readers: int = 0) -> None:
        """Load the model and open the derived indexes, so that the first person does not wait for them.

        With `readers`, threads that read at once, answers come from one state of the index from then on, while what
        others write is made ready beside.
        """
        try:
            self.index.refresh()
            self._ask()
            if readers:
                self.index.serve(readers=readers, warm=self._ask)
        except RemitError as error:
            self.fault = "The index or the model cannot be used; the log of the server says why."
            structlog.get_logger().error("start.failed", reason=str(error))
            return
        settle()
        self.ready = True

    def _ask(self) -> None:
        """Ask what reads all that is kept of a state."""
        self.index.store.documents()
        ask(self.index, "what are the virtual ward targets", limit=1)

    def stamp(self) -> str:
        """Which state of the index answers are made from."""
        stamp = self.index.store.stamp
        return f"{stamp.state}:{stamp.revision}"


def settle() -> None:
    """Take what has been loaded out of the garbage collector's sight.

    To look through all of it takes a tenth of a second, in which no request is worked on.
    """
    gc.collect()
    gc.freeze()


async def get_state(request: Request) -> State:
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
