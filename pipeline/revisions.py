"""What is read out of a store as a whole, kept until the store changes."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from index import Store
from index.store import Stamp

Kept = TypeVar("Kept")


def once_a_revision(read: Callable[[Store], Kept]) -> Callable[[Store], Kept]:
    """What a function reads out of a store, read once for each of its revisions. Call it in a snapshot."""
    known: WeakKeyDictionary[Store, tuple[Stamp, Kept]] = WeakKeyDictionary()

    @wraps(read)
    def kept(store: Store) -> Kept:
        stamp = store.stamp
        found = known.get(store)
        if found is None or found[0] != stamp:
            found = known[store] = stamp, read(store)
        return found[1]

    return kept
