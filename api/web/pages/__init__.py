"""Web pages, one module a page or a family of pages. Everything works without scripts; all state is in the address."""

from fastapi import APIRouter

from api.web.pages import search

ROUTERS = (search.router,)

router = APIRouter(include_in_schema=False)
for part in ROUTERS:
    router.include_router(part)
