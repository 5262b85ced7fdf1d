"""Errors as problem details (RFC 9457): `application/problem+json`, whatever went wrong."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from corpus.errors import FilterError, StoreBusy, StoreError


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error of the application with problem details."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(FilterError, _filter)
    app.add_exception_handler(StoreError, _store)
    app.add_exception_handler(Exception, _fault)


PROBLEM = {
    "description": "A problem (RFC 9457).",
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "required": ["type", "title", "status", "detail"],
                "properties": {
                    "type": {"type": "string"},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "detail": {"type": "string"},
                },
            }
        }
    },
}


def problem(status: int, detail: str, **more: Any) -> JSONResponse:
    """A problem of a status, with what to know about this one."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


async def _http(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    response = problem(error.status_code, str(error.detail))
    response.headers.update(error.headers or {})
    return response


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    errors = [{"parameter": ".".join(str(p) for p in e["loc"][1:]), "detail": e["msg"]} for e in error.errors()]
    return problem(422, "A parameter cannot be used.", errors=errors)


async def _filter(request: Request, error: Exception) -> JSONResponse:
    return problem(422, str(error))


async def _store(request: Request, error: Exception) -> JSONResponse:
    return problem(503 if isinstance(error, StoreBusy) else 500, "The index cannot be used at the moment.")


async def _fault(request: Request, error: Exception) -> JSONResponse:
    return problem(500, "remit failed on this request.")
