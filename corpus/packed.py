"""Many records in little memory: lines of JSON, compressed some hundred at a time, and read anew with each walk."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

Kept = TypeVar("Kept")
TOGETHER = 512  # lines that are compressed as one
LEVEL = 1  # of zlib: a tenth of the size for a hundredth of the time that extraction takes


@dataclass(frozen=True)
class Packed(Generic[Kept]):
    """Records in their order, some tenth of their size; to walk over them holds `TOGETHER` of them at a time.

    Attributes:
        chunks: compressed lines.
        count: of all records.
        read: makes a record of a line; a function of a module, so that it goes from process to process.
    """

    chunks: tuple[bytes, ...]
    count: int
    read: Callable[[bytes], Kept]

    @classmethod
    def of(cls, lines: Iterable[bytes], read: Callable[[bytes], Kept]) -> "Packed[Kept]":
        """Pack records, each given as one line of JSON."""
        chunks: list[bytes] = []
        count, rest = 0, iter(lines)
        while together := list(islice(rest, TOGETHER)):
            chunks.append(zlib.compress(b"\n".join(together), LEVEL))
            count += len(together)
        return cls(tuple(chunks), count, read)

    def __iter__(self) -> Iterator[Kept]:
        """The records, in order."""
        for chunk in self.chunks:
            for line in zlib.decompress(chunk).split(b"\n"):
                yield self.read(line)

    def __len__(self) -> int:
        """How many records there are."""
        return self.count
