"""What every operation of the client goes through: one connection, problems as exceptions, lists page after page."""

from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import httpx


class Problem(Exception):
    """An error that the server reports (RFC 9457): what went wrong, and what to do next."""

    def __init__(self, status: int, title: str, detail: str, errors: Sequence[Mapping[str, str]] = ()) -> None:
        self.status, self.title, self.detail, self.errors = status, title, detail, tuple(errors)
        told = "; ".join(": ".join(error.values()) for error in self.errors)
        super().__init__(f"{status} {title}. {detail}" + (f" ({told})" if told else ""))


class Api:
    """A connection to a server; a context manager, or `close` it when done.

    Args:
        address: of the server, such as http://127.0.0.1:8000
        key: the server's key, where it wants one.
        timeout: seconds to wait for an answer.
    """

    def __init__(self, address: str, *, key: str | None = None, timeout: float = 60) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(base_url=address, headers=headers, timeout=timeout)

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _sent(self, method: str, path: str, **request: Any) -> httpx.Response:
        """The answer to a request.

        Raises:
            Problem: the server reports one.
        """
        response = self._http.request(method, path, **request)
        if response.is_success:
            return response
        if "json" not in response.headers.get("content-type", ""):
            raise Problem(response.status_code, response.reason_phrase, response.text)
        problem = response.json()
        raise Problem(response.status_code, problem["title"], problem["detail"], problem.get("errors", ()))

    def _json(self, method: str, path: str, **request: Any) -> Any:
        return self._sent(method, path, **request).json()

    def _pages(self, path: str, **request: Any) -> Iterator[Any]:
        """The items of a list, asked for page by page as its `Link` header leads."""
        response = self._sent("GET", path, **request)
        yield from response.json()
        while "next" in response.links:
            response = self._sent("GET", response.links["next"]["url"])
            yield from response.json()


def given(**parameters: Any) -> dict[str, Any]:
    """The parameters that were given: what is None or empty is left to the server."""
    return {name: value for name, value in parameters.items() if value is not None and value != ()}
