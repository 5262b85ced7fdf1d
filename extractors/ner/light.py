"""spaCy without torch, which the model does not use.

thinc imports torch wherever it is installed: three times the memory (284 instead of 103 MB) and 0.6 s in each process
that reads files. The first import of spaCy is told that there is none; other threads and later imports still get torch.
"""

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any


def load(folder: Path) -> Any:
    """A spaCy pipeline from a folder."""
    with _without_torch():
        import spacy

    return spacy.load(folder)


@contextmanager
def _without_torch() -> Iterator[None]:
    """While it lasts this thread finds no torch, unless torch or thinc is there already."""
    if "torch" in sys.modules or "thinc" in sys.modules:
        yield
        return
    finder = _NoTorch()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _NoTorch(MetaPathFinder):
    def __init__(self) -> None:
        self.thread = threading.get_ident()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == "torch" and threading.get_ident() == self.thread:
            raise ModuleNotFoundError("torch is not needed here", name=fullname)
        return None
