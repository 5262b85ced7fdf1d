"""What is open until it is closed, and closed at the latest when the block of its `with` is left."""

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class Closing(ABC):
    """Its `close` is called when the block is left."""

    @abstractmethod
    def close(self) -> None:
        """Give up what is held; it cannot be used afterwards."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
