"""`/v1`: search, rows and documents. Each sub-router is one module; its operations stand under the prefix."""

from fastapi import APIRouter, Depends

from api.web.problems import PROBLEM
from api.web.v1 import browse, documents, facts, jobs, pictures, reports, search, uploads
from api.web.v1.parameters import known_parameters

ROUTERS: tuple[APIRouter, ...] = (
    search.router,
    facts.router,
    browse.router,
    documents.router,
    pictures.router,
    uploads.router,
    jobs.router,
    reports.router,
)
EVERYWHERE = (401, 422, 429, 503)  # problems that any operation may answer with; each adds its own

router = APIRouter(
    prefix="/v1",
    dependencies=[Depends(known_parameters)],
    responses=dict.fromkeys(EVERYWHERE, PROBLEM),
)
for one in ROUTERS:
    router.include_router(one)
