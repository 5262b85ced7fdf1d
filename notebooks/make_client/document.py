"""The OpenAPI document, and the part of it that the client is made of."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from pydantic import SecretStr

from api.web import create_app
from pipeline.settings import Settings

Json = dict[str, Any]
OPERATIONS = {  # names of methods; what else there is (events, health, deleting, reports) is for other tools
    "search": ("get", "/v1/search"),
    "search_batch": ("post", "/v1/search/batch"),
    "objectives": ("get", "/v1/objectives"),
    "figures": ("get", "/v1/figures"),
    "metrics": ("get", "/v1/metrics"),
    "bodies": ("get", "/v1/bodies"),
    "documents": ("get", "/v1/documents"),
    "sections": ("get", "/v1/documents/{document_id}/sections"),
    "passage": ("get", "/v1/documents/{document_id}/passages/{passage_id}"),
    "page_picture": ("get", "/v1/documents/{document_id}/pages/{number}.png"),
    "upload": ("post", "/v1/documents"),
    "job": ("get", "/v1/jobs/{job_id}"),
}
_NOISE = (  # of a schema: what says nothing about types
    *("title", "examples", "example", "additionalProperties", "default"),
    *("pattern", "format", "minLength", "maxLength", "minimum", "maximum"),
)


def openapi() -> Json:
    """The OpenAPI document of the application with everything switched on."""
    settings = Settings(uploads=True, api_key=SecretStr("a key for the document"))
    document: Json = create_app(settings).openapi()
    return document


def selected(document: Json) -> Json:
    """The operations of the client, each with its successful answer, and the schemas that they reach.

    Raises:
        KeyError: an operation of the client is not in the document.
    """
    operations = {name: _operation(document["paths"][path][method]) for name, (method, path) in OPERATIONS.items()}
    schemas = document["components"]["schemas"]
    answers = _reached([operation["answer"] for operation in operations.values()], schemas)
    wanted = {name: _plain(schemas[name]) for name in _reached(operations, schemas)}
    for name in answers:
        _all_given(wanted[name], schemas[name])
    return {"operations": operations, "schemas": dict(sorted(wanted.items()))}


def digest(part: Json) -> str:
    """A name for what the client is made of: it changes with it."""
    return hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()


def _reached(part: Any, schemas: Json) -> set[str]:
    """The names of the schemas that a part of the document refers to, and those that they refer to."""
    found: set[str] = set()
    waiting = list(_references(part))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _references(schemas[name])
    return found


def _all_given(schema: Json, full: Json) -> None:
    """An answer has every field that has a default."""
    defaults = [name for name, one in full.get("properties", {}).items() if "default" in one]
    if defaults:
        schema["required"] = sorted({*schema.get("required", ()), *defaults})


def _operation(operation: Json) -> Json:
    answers = {status: answer for status, answer in operation["responses"].items() if status.startswith("2")}
    told = ("summary", "description", "parameters", "requestBody")
    kept: Json = {name: operation[name] for name in told if name in operation}
    kept["answer"] = next(answer["content"] for answer in answers.values() if "content" in answer)
    plain: Json = _plain(kept)
    return plain


def _plain(schema: Any) -> Any:
    """A schema without what says nothing about types; a name among `properties` is no such thing."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {name: value for name, value in schema.items() if name not in _NOISE or _says_more(name, value)}
    return {name: _properties(value) if name == "properties" else _plain(value) for name, value in kept.items()}


def _says_more(name: str, value: Any) -> bool:
    """Maps of one type of value say so in `additionalProperties`."""
    return name == "additionalProperties" and isinstance(value, dict)


def _properties(properties: Json) -> Json:
    return {name: _plain(schema) for name, schema in properties.items()}


def _references(part: Any) -> Iterator[str]:
    """The names of the schemas that a part of the document refers to."""
    if isinstance(part, list):
        for one in part:
            yield from _references(one)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name == "$ref":
                yield value.rpartition("/")[2]
            else:
                yield from _references(value)
