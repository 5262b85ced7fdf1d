"""Health checks: alive, and ready to answer. Neither waits for a thread, so both answer however busy the others are."""

from fastapi import APIRouter, Response

from api.web.problems import PROBLEM, problem
from api.web.state import Shared
from corpus.errors import StoreError

router = APIRouter(tags=["health"])


@router.get("/livez")
async def livez() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz", response_model=dict[str, str | int], responses={503: PROBLEM})
async def readyz(state: Shared) -> dict[str, str | int] | Response:
    """The index can be read and the model is warm; 503 before that."""
    if not state.ready:
        return problem(503, state.fault or "The model is being loaded.", kind="starting")
    try:
        return {"status": "ok", "revision": state.index.store.revision}
    except StoreError:
        return problem(503, "The index cannot be read.", kind="index")
