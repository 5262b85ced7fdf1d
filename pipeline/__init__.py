"""The way through: files -> documents -> passages and facts -> index; and back: a question -> rows and passages."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.enquiry import Answer, ask
    from pipeline.intake import Outcome, ingest, remove_documents
    from pipeline.opening import open_index
    from pipeline.readers import read
    from pipeline.settings import Settings, load_settings
    from pipeline.verification import Lost, verify

__all__ = [
    "Answer",
    "Lost",
    "Outcome",
    "Settings",
    "ask",
    "ingest",
    "load_settings",
    "open_index",
    "read",
    "remove_documents",
    "verify",
]

_HOMES = {
    "Answer": "enquiry",
    "ask": "enquiry",
    "Outcome": "intake",
    "ingest": "intake",
    "remove_documents": "intake",
    "open_index": "opening",
    "read": "readers",
    "Settings": "settings",
    "load_settings": "settings",
    "Lost": "verification",
    "verify": "verification",
}


def __getattr__(name: str) -> Any:
    """Public names are imported when they are first used: `import pipeline` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"pipeline.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
