"""What the OpenAPI document says of responses: examples, headers, and the formats beside JSON."""

from typing import Any

from api.web.v1.paging import LINK

Responses = dict[int | str, dict[str, Any]]
LINES = "A JSON object a line."
TABLE = "RFC 4180, with a header; nested fields are columns of their own (docs/rows.md)."


def answered(example: Any) -> Responses:
    """A response in JSON, with an example."""
    return {200: {"content": {"application/json": {"example": example}}}}


def json_and_lines(example: list[Any]) -> Responses:
    """A list in JSON, or its items as JSON Lines, with an example."""
    content = {"application/json": {"example": example}, "application/jsonl": _text(LINES)}
    return {200: {"content": content}}


def paged(example: list[Any]) -> Responses:
    """A page of a listing, with an example."""
    return {200: {"content": {"application/json": {"example": example}}, "headers": LINK}}


def rows_of(example: list[Any]) -> Responses:
    """Rows: a page of JSON, or all of them in another format."""
    content = {
        "application/json": {"example": example},
        "application/jsonl": _text(LINES),
        "text/csv": _text(TABLE),
    }
    return {200: {"content": content, "headers": LINK}}


def _text(description: str) -> dict[str, Any]:
    return {"schema": {"type": "string", "description": description}}
