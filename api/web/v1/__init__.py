"""`/v1`: search, rows and documents. Each sub-router is one module; its operations stand under the prefix."""

from fastapi import APIRouter

from api.web.problems import PROBLEM
from api.web.v1 import resources

ROUTERS: tuple[APIRouter, ...] = (resources.router,)

router = APIRouter(prefix="/v1", responses={404: PROBLEM, 422: PROBLEM})
for one in ROUTERS:
    router.include_router(one)
