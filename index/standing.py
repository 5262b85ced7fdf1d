"""Which derived folder was opened, so that one that takes its place is noticed."""

from pathlib import Path
from typing import NamedTuple, Self

from index.derived import STAMP


class Standing(NamedTuple):
    """A folder as it stood when it was looked at: `made` is the file number and the time (ns) of its stamp."""

    folder: Path
    made: tuple[int, int] | None

    @classmethod
    def of(cls, folder: Path) -> Self:
        """The folder as it stands; `made` is null where it has no stamp."""
        try:
            stat = (folder / STAMP).stat()
        except OSError:
            return cls(folder, None)
        return cls(folder, (stat.st_ino, stat.st_mtime_ns))

    @property
    def replaced(self) -> bool:
        """Whether another one stands there now; one that was swept away is not replaced."""
        now = self.of(self.folder).made
        return now is not None and now != self.made
