"""The name of a request: in its answer's `X-Request-ID`, in the log, and as the `instance` of a problem."""

from contextvars import ContextVar
from uuid import uuid4

_current: ContextVar[str | None] = ContextVar("request_id", default=None)


def current_id() -> str | None:
    """The name of the request that is being answered; None outside of one."""
    return _current.get()


def new_id() -> str:
    """A name for the request that has just begun, for this task and what it starts."""
    name = str(uuid4())
    _current.set(name)
    return name
