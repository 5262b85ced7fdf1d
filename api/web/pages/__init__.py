"""Web pages, one module a page or a family of pages. Everything works without scripts; all state is in the address."""

from fastapi import APIRouter

from api.web.pages import (
    about,
    bodies,
    compare,
    developers,
    documents,
    figures,
    metrics,
    objectives,
    report,
    search,
    source,
    upload,
)

ROUTERS = (
    search.router,
    objectives.router,
    figures.router,
    metrics.router,
    bodies.router,
    compare.router,
    about.router,
    developers.router,
    source.router,
    documents.router,
    upload.router,
    report.router,
)

router = APIRouter(include_in_schema=False)
for part in ROUTERS:
    router.include_router(part)
