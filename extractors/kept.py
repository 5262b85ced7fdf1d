"""A property that is read once and kept with its record."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Kept = TypeVar("Kept")


class kept(Generic[Kept]):  # noqa: N801  # used as a decorator, as `functools.cached_property` is
    """`functools.cached_property` without its lock, which takes longer than most of what is read of a sentence.

    Two threads that read the same property at once both read it, and find the same.
    """

    def __init__(self, reads: Callable[[Any], Kept]) -> None:
        self._reads = reads
        self._name = reads.__name__
        self.__doc__ = reads.__doc__

    def __get__(self, record: Any, owner: type | None = None) -> Kept:
        found = vars(record)[self._name] = self._reads(record)
        return found
