"""Errors as problem details (RFC 9457): `application/problem+json`, or a page for browsers, whatever went wrong."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Receive, Scope, Send

from api.web.service.negotiation import prefers_html
from api.web.service.request_id import current_id
from corpus.errors import FilterError, StoreBusy, StoreError

MEDIA_TYPE = "application/problem+json"
KINDS = {
    "parameter": "A parameter cannot be used",
    "key": "The key of the server is wanted",
    "other-site": "A request from another site",
    "host": "The server does not go by this name",
    "rate": "Too many requests from one client",
    "busy": "Too many requests at once",
    "time": "The request took too long",
    "size": "The body is too large",
    "starting": "The server is not ready yet",
    "index": "The index cannot be used",
    "fault": "A fault of remit",
}  # each is explained on /developers, under #problem-<name>
_BY_STATUS = {401: "key", 413: "size", 422: "parameter", 500: "fault"}
PROBLEM = {
    "description": "A problem (RFC 9457).",
    "content": {
        MEDIA_TYPE: {
            "schema": {
                "type": "object",
                "required": ["type", "title", "status", "detail"],
                "properties": {
                    "type": {
                        "type": "string",
                        "format": "uri-reference",
                        "examples": ["/developers#problem-parameter"],
                    },
                    "title": {"type": "string", "examples": ["A parameter cannot be used"]},
                    "status": {"type": "integer", "examples": [422]},
                    "detail": {"type": "string", "examples": ["A parameter cannot be used: see errors."]},
                    "instance": {"type": "string", "format": "uri", "description": "The request, as logs name it."},
                    "errors": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {"parameter": {"type": "string"}, "detail": {"type": "string"}},
                        },
                    },
                },
            }
        }
    },
}


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error of the application with problem details."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(FilterError, _filter)
    app.add_exception_handler(StoreError, _store)


def problem(status: int, detail: str, *, kind: str | None = None, **more: Any) -> JSONResponse:
    """A problem of a status, with what to know about this one.

    Args:
        status: of HTTP.
        detail: what happened here, and what to do next.
        kind: of KINDS; where a status means one kind, that one; else `about:blank`, and the title is the status's own.
        more: further members.
    """
    kind = kind or _BY_STATUS.get(status)
    body = {
        "type": f"/developers#problem-{kind}" if kind else "about:blank",
        "title": KINDS[kind] if kind else HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if request := current_id():
        body["instance"] = f"urn:uuid:{request}"
    return JSONResponse(body | more, status_code=status, media_type=MEDIA_TYPE)


def problem_response(scope: Scope, status: int, detail: str, *, kind: str | None = None, **more: Any) -> Response:
    """A problem, as a page where a browser asks for one."""
    if not prefers_html(scope):
        return problem(status, detail, kind=kind, **more)
    from api.web.templating import error_page

    kind = kind or _BY_STATUS.get(status)
    heading = KINDS[kind] if kind else HTTPStatus(status).phrase
    errors = [f"{error['parameter']}: {error['detail']}" for error in more.get("errors", ())]
    return error_page(scope["app"].state.settings, status=status, heading=heading, detail=" ".join([detail, *errors]))


async def answer_problem(
    scope: Scope,
    receive: Receive,
    send: Send,
    status: int,
    detail: str,
    *,
    kind: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Answer a request with a problem, from a middleware."""
    response = problem_response(scope, status, detail, kind=kind)
    response.headers.update(headers or {})
    await response(scope, receive, send)


async def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    detail = str(error.detail)
    if detail == HTTPStatus(error.status_code).phrase:
        detail = _DETAILS.get(error.status_code, detail)
    response = problem_response(request.scope, error.status_code, detail)
    response.headers.update(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = _allowed(request) or response.headers["Allow"]
    return response


_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_DETAILS = {
    404: "There is nothing at this address.",
    405: "This address does not take this method; `Allow` lists those it takes.",
    413: "The body is larger than this server takes.",
}


def _allowed(request: Request) -> str:
    """Every method that the address takes (RFC 9110, section 10.2.1): several routes may share one address.

    Empty for what is mounted, which says so itself.
    """
    scopes = ((method, {**request.scope, "method": method}) for method in _METHODS)
    routes = request.app.routes
    taken = [name for name, scope in scopes if any(route.matches(scope)[0] is Match.FULL for route in routes)]
    return ", ".join(["HEAD", *taken] if "GET" in taken else taken)  # what can be got has headers alone too


async def _invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    errors = [{"parameter": ".".join(str(p) for p in e["loc"][1:]), "detail": e["msg"]} for e in error.errors()]
    return problem_response(request.scope, 422, "A parameter cannot be used.", errors=errors)


async def _filter(request: Request, error: Exception) -> Response:
    return problem_response(request.scope, 422, str(error))


async def _store(request: Request, error: Exception) -> Response:
    if isinstance(error, StoreBusy):
        response = problem_response(request.scope, 503, "Another process is writing; try again shortly.", kind="index")
        response.headers["Retry-After"] = "1"
        return response
    return problem_response(request.scope, 500, "The index cannot be used at the moment.", kind="index")
