"""The OpenAPI document: what FastAPI makes of the routes, with tags, problems said once, and what may be kept."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.web import v1
from api.web.problems import MEDIA_TYPE, PROBLEM
from api.web.service.caching import is_changing

Json = dict[str, Any]
LICENCE = {"name": "MIT", "identifier": "MIT"}
DESCRIPTION = """Every row and every passage says where it stands: document, section, page, and its words.

Listings come in pages: the `Link` header of a response leads to the next (RFC 8288). Errors are problem details
(RFC 9457). Answers have an `ETag` and need not be sent again while the index is the same. New fields may come within
`/v1`; what is going to change says so beforehand with a `Deprecation` header (RFC 9745)."""
TAGS = {
    "search": "Questions in words, answered with rows and passages.",
    "rows": "Objectives and figures as a dataset: page by page, or all at once.",
    "browse": "Metrics over the years, and bodies.",
    "documents": "The documents, their outlines, passages and pages.",
    "uploads": "Documents sent, read and removed. Wants the key.",
    "reports": "Errors that readers report.",
    "health": "Whether the server lives and is ready.",
}
_REF = {"$ref": "#/components/schemas/Problem"}
_KEPT = {"description": "The client holds this answer already (`If-None-Match`)."}
_ETAG = {"description": "Of the index and the request: send it as `If-None-Match`.", "schema": {"type": "string"}}


def describe(app: FastAPI) -> None:
    """Complete the application's OpenAPI document."""
    plain = app.openapi

    @cache
    def described() -> Json:
        return _completed(plain())

    app.openapi = described  # type: ignore[method-assign]  # as FastAPI's documentation does it


def _completed(document: Json) -> Json:
    document["info"] |= {"description": DESCRIPTION, "license": LICENCE}
    document["tags"] = [{"name": name, "description": words} for name, words in TAGS.items()]
    problem: Any = PROBLEM["content"]
    document["components"]["schemas"]["Problem"] = problem[MEDIA_TYPE]["schema"]
    for path, method, operation in _operations(document):
        for response in operation["responses"].values():
            if MEDIA_TYPE in response.get("content", {}):
                response["content"] = {MEDIA_TYPE: {"schema": _REF}}
        if method == "get" and not is_changing(path):
            operation["responses"].setdefault("304", _KEPT)
            operation["responses"]["200"].setdefault("headers", {}).setdefault("ETag", _ETAG)
    _whole_examples(document)
    return document


def _whole_examples(document: Json) -> None:
    """FastAPI leaves out what is null, also inside examples, where null says that something is not known."""
    for route in (route for router in v1.ROUTERS for route in router.routes if isinstance(route, APIRoute)):
        for method in route.methods or ():
            responses = document["paths"][f"{v1.router.prefix}{route.path_format}"][method.lower()]["responses"]
            for status, response in route.responses.items():
                for kind, content in response.get("content", {}).items():
                    responses[str(status)]["content"][kind] |= {k: content[k] for k in ("example",) if k in content}


def _operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    return ((path, method, one) for path, item in document["paths"].items() for method, one in item.items())
