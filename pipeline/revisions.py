"""What is read out of a store as a whole, kept until the store changes."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from index import Store
from index.stamp import Stamp

Kept = TypeVar("Kept")


def once_a_revision(read: Callable[[Store], Kept]) -> Callable[[Store], Kept]:
    """What a function reads out of a store, read once for each of its revisions. Call it in a snapshot.

    Two revisions are kept: while one is served, the next is made ready.
    """
    known: WeakKeyDictionary[Store, dict[Stamp, Kept]] = WeakKeyDictionary()

    @wraps(read)
    def kept(store: Store) -> Kept:
        stamp = store.stamp
        held = known.get(store, {})
        if stamp not in held:
            newest = dict(list(held.items())[-1:])
            held = known[store] = newest | {stamp: read(store)}  # a new one: others may be reading the one before
        return held[stamp]

    return kept
