"""In which format rows are given: JSON, page by page; JSON Lines and CSV, all rows, as they are read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic_core import to_json

from api.web.service.negotiation import quality
from pipeline.formats import Row, csv_lines

Format = Literal["json", "jsonl", "csv"]
MEDIA_TYPES: dict[Format, str] = {
    "json": "application/json",
    "jsonl": "application/jsonl",
    "csv": "text/csv; charset=utf-8",
}
_NAMED_BY: dict[Format, tuple[str, ...]] = {
    "json": ("application/json",),
    "jsonl": ("application/jsonl", "application/x-ndjson"),
    "csv": ("text/csv",),
}


async def read_format(
    request: Request,
    form: Annotated[
        Format | None, Query(alias="format", description="Instead of an `Accept` header, which it goes before.")
    ] = None,
) -> Format:
    """The format that a request asks for by its parameter or its `Accept` header; JSON where neither names one."""
    return form or accepted(request.headers.get("accept", ""))


Formatted = Annotated[Format, Depends(read_format)]


def accepted(accept: str) -> Format:
    """The format that an `Accept` header likes best; JSON where it names none of them, or likes two the same."""
    weights = {form: max(quality(accept, name) for name in names) for form, names in _NAMED_BY.items()}
    best = max(weights, key=lambda form: weights[form])
    return best if weights[best] > 0 else "json"


def as_json(value: Any, headers: Mapping[str, str] | None = None) -> Response:
    """JSON of what is in its form already: nothing is checked on the way out, tests hold it to the documentation."""
    return Response(to_json(value), media_type=MEDIA_TYPES["json"], headers=dict(headers or {}))


def as_stream(
    form: Format,
    pages: Iterable[Sequence[Row]],
    columns: Sequence[str],
    *,
    name: str,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Rows as JSON Lines or CSV, sent as they are read; one page of them is held at a time.

    Args:
        form: which of the two.
        pages: of rows.
        columns: of a row; CSV has them in its first line, also when there are no rows.
        name: of the file that a browser saves.
        headers: further ones.
    """
    chunks = json_lines(pages) if form == "jsonl" else _csv(pages, columns)
    saved = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return StreamingResponse(chunks, media_type=MEDIA_TYPES[form], headers=saved | dict(headers or {}))


def json_lines(pages: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A JSON object a line; a chunk a page."""
    return (b"".join(to_json(row) + b"\n" for row in page) for page in pages)


def _csv(pages: Iterable[Sequence[Row]], columns: Sequence[str]) -> Iterator[bytes]:
    """RFC 4180; text that a spreadsheet program would run as a formula has an apostrophe before it."""
    yield _lines(csv_lines((), columns))
    for page in pages:
        yield _lines(csv_lines(page, columns, header=False, spreadsheet=True))


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode()
