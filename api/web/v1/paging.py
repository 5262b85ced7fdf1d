"""Pages by key: a cursor says where a page ended, and the `Link` header (RFC 8288) where the next one begins."""

import base64
import binascii
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import urlencode

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from api.web.v1.parameters import LARGEST

Key = TypeVar("Key", bound=tuple[Any, ...])
LINK = {
    "Link": {
        "description": 'The `first` page, and the `next` one where there is one: `<...>; rel="next"` (RFC 8288).',
        "schema": {"type": "string"},
        "example": '</v1/objectives?limit=100>; rel="first", </v1/objectives?limit=100&cursor=WyJwbGFuIl0>; rel="next"',
    }
}


def cursor_of(key: Sequence[Any]) -> str:
    """A key as a cursor: its JSON in base64url, without padding."""
    return base64.urlsafe_b64encode(to_json(list(key))).decode().rstrip("=")


def key_of(cursor: str | None, kind: type[Key]) -> Key | None:
    """The key that a cursor holds; None for no cursor.

    Raises:
        RequestValidationError: 422; it is no cursor of this listing.
    """
    if cursor is None:
        return None
    try:
        key: Key = _adapter(kind).validate_json(
            base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        )
    except (binascii.Error, ValidationError, ValueError) as error:
        raise _unreadable() from error
    if any(isinstance(part, int) and not 0 <= part <= LARGEST for part in key):
        raise _unreadable()
    return key


def links(request: Request, next_key: Sequence[Any] | None) -> dict[str, str]:
    """The `Link` header of a page: the first one, and the next one where there is one. Filters stay as they are."""
    given = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    pages = [("first", given)]
    if next_key is not None:
        pages.append(("next", [*given, ("cursor", cursor_of(next_key))]))
    return {"Link": ", ".join(f'<{_address(request, query)}>; rel="{relation}"' for relation, query in pages)}


def _address(request: Request, query: Sequence[tuple[str, str]]) -> str:
    return f"{request.url.path}?{urlencode(query)}" if query else request.url.path


def _unreadable() -> RequestValidationError:
    told = "This is no cursor of this listing. Take it from the `Link` header of a page, or leave it out to begin."
    return RequestValidationError([{"loc": ("query", "cursor"), "msg": told}])


@lru_cache
def _adapter(kind: type[Key]) -> TypeAdapter[Key]:
    return TypeAdapter(kind)
