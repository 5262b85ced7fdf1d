"""Pictures of pages for the routes: drawn apart from what else the server does, so that a slow page stops nothing."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Annotated

import anyio
import anyio.to_thread
from fastapi import Depends, FastAPI, Request

from api.web.state import State
from corpus.document import Document
from pipeline.pictures import PAINTERS, Pictures, rectangles
from pipeline.places import Mark
from pipeline.readers.sniff import PDF
from pipeline.settings import Settings


class Drawing:
    """The pictures of one application; `close` ends the processes that draw."""

    def __init__(self, settings: Settings) -> None:
        self._pictures = Pictures(settings.data, most_bytes=settings.max_pictures_mb * 2**20)
        self._turns = anyio.CapacityLimiter(2 * PAINTERS)  # the threads that wait for a process are no others' threads

    async def picture(self, document: Document, number: int, marks: Sequence[Mark] = ()) -> bytes:
        """A page as PNG; see `Pictures.picture`.

        Raises:
            PictureError: there is none; PicturesBusy: none at the moment.
        """
        places = rectangles(document, number, marks)
        return await anyio.to_thread.run_sync(
            self._pictures.picture, document, number, places, limiter=self._turns, abandon_on_cancel=True
        )

    async def warm_up(self) -> None:
        """Start the processes that draw."""
        await anyio.to_thread.run_sync(self._pictures.warm_up, limiter=self._turns)

    def close(self) -> None:
        """End the processes."""
        self._pictures.close()


@asynccontextmanager
async def drawing_runs(app: FastAPI) -> AsyncIterator[None]:
    """The lifespan of a router that draws: its processes start beside, where there are PDFs, and end with it."""
    state: State = app.state.remit
    drawing = app.state.drawing = Drawing(state.settings)
    pages = any(summary.media_type == PDF for summary in state.index.store.documents())
    warming = asyncio.create_task(drawing.warm_up()) if pages else None
    yield
    await anyio.to_thread.run_sync(drawing.close)
    if warming:
        await warming


def get_drawing(request: Request) -> Drawing:
    """The pictures of the application that serves a request."""
    drawing: Drawing = request.app.state.drawing
    return drawing


Draws = Annotated[Drawing, Depends(get_drawing)]
