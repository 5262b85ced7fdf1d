"""Health checks: alive, and ready to answer."""

from fastapi import APIRouter, HTTPException

from api.web.state import Shared

router = APIRouter(tags=["health"])


@router.get("/livez")
def livez() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(state: Shared) -> dict[str, str | int]:
    """The index is open and the model is warm; 503 before that."""
    if not state.ready:
        raise HTTPException(503, "The model is being loaded.")
    return {"status": "ok", "revision": state.index.store.revision}
