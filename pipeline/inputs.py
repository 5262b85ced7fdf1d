"""Which files an ingest reads: paths, folders and globs become a list of files in a stable order."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.document import Record
from corpus.errors import FileForbidden, FileMissing, InputError

READABLE = frozenset(
    {".pdf", ".html", ".htm", ".xhtml", ".docx", ".docm", ".pptx", ".pptm", ".ppsx"}
    | {".md", ".markdown", ".txt", ".text", ".vtt", ".srt"}
)


class Inputs(Record):
    """The files to read, those passed over in folders because of their type, and the paths that lead nowhere."""

    files: tuple[Path, ...] = ()
    passed_over: tuple[Path, ...] = ()
    failures: tuple[tuple[Path, str], ...] = ()


def find_inputs(paths: Sequence[Path]) -> Inputs:
    """The files that the paths name.

    A file that is named is always read; in a folder, and below it, only the types that remit reads, without hidden
    files and folders. A path with `*`, `?` or `[` that does not exist is a glob. Each file is read once.
    """
    files: dict[Path, None] = {}
    passed_over: list[Path] = []
    failures: list[tuple[Path, str]] = []
    for path in paths:
        try:
            for file in _expand(path):
                if file.suffix.lower() in READABLE or not path.is_dir():
                    files[file] = None
                else:
                    passed_over.append(file)
        except InputError as error:
            failures.append((path, str(error)))
    return Inputs(files=tuple(files), passed_over=tuple(passed_over), failures=tuple(failures))


def _expand(path: Path) -> list[Path]:
    if path.is_dir():
        return list(_walk(path))
    if os.path.lexists(path):
        return [path]
    if any(mark in str(path) for mark in "*?["):
        found = [file for match in _glob(path) for file in _expand(match)]
        if found:
            return found
        raise FileMissing(path, reason="matches no file")
    raise FileMissing(path)


def _glob(path: Path) -> list[Path]:
    root = Path(path.anchor)
    return sorted(root.glob(str(path.relative_to(root)) if path.anchor else str(path)))


def _walk(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except PermissionError as error:
        raise FileForbidden(folder) from error
    except OSError as error:
        raise InputError(folder, f"cannot be listed ({error.strerror})") from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        elif _is_file(entry):
            yield Path(entry.path)


def _is_file(entry: "os.DirEntry[str]") -> bool:
    """Whether an entry is a file or leads to one; a loop of links is taken for one, and named when it is read."""
    try:
        return entry.is_file()
    except OSError:
        return True
