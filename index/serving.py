"""One state of the store is served while the next is made ready beside.

A server that looked for changes in each request would make some of them wait until the search indexes of a new revision
are there, and what is kept of it: a tenth of a second for a small index, seconds for a large one. Here a thread does
that. It holds connections in a snapshot of the state that is served, lends them to whoever reads, and exchanges them
all at once. So an answer is always of one state, whole, and never waits for another one.
"""

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

from corpus.encoder import Encoder
from corpus.errors import RemitError
from index import upkeep
from index.arms import Arms
from index.connection import Lease
from index.derived import DerivedDamaged
from index.encoding import check_encoder
from index.stamp import Stamp, stamp_of
from index.store import Store

POLL = 0.1  # seconds between two looks at the store
REST = 4  # times as long as making a state ready took, the next one waits: a fifth of a processor at most


class _Generation:
    """One state: connections in its snapshot, and its search indexes."""

    def __init__(self, stamp: Stamp, free: deque[sqlite3.Connection]) -> None:
        self.stamp = stamp
        self.arms: Arms | None = None
        self.free = free
        self.retired = False
        self._guard = threading.Lock()

    def take(self) -> sqlite3.Connection | None:
        """A connection; None where all are lent."""
        with self._guard:
            return self.free.pop() if self.free and not self.retired else None

    def give(self, connection: sqlite3.Connection) -> None:
        """Take a connection back; that of a state which is no more is closed."""
        with self._guard:
            if not self.retired:
                self.free.append(connection)
                return
        connection.close()

    def retire(self) -> None:
        """Close what is not lent; the rest is closed when it is given back."""
        with self._guard:
            self.retired, left = True, list(self.free)
            self.free.clear()
        for connection in left:
            connection.close()


class Serving:
    """Serves a store: lends connections to the state that is ready, and follows the store.

    Args:
        store: what is served.
        encoder: of its vectors.
        readers: connections of one state.
        warm: is called on a new state, before it is served.
    """

    def __init__(self, store: Store, encoder: Encoder | None, *, readers: int, warm: Callable[[], object]) -> None:
        self._store, self._encoder, self._readers, self._warm = store, encoder, readers, warm
        self._generation: _Generation | None = None
        self._stopping, self._wake = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._follow, name="serving", daemon=True)
        self._settled = False
        self._writes = 0  # of this process
        self._exchange = threading.Lock()

    def start(self) -> None:
        """Make the store's state ready, serve it, and follow the store from then on.

        Raises:
            RemitError: it cannot be made ready.
        """
        self._renew()
        self._store.connections.lend = self._lend
        self._store.connections.written = self._written
        self._thread.start()

    def stop(self) -> None:
        """Serve nothing any more; connections that are lent are closed when they are given back."""
        self._store.connections.lend = lambda: None
        self._store.connections.written = lambda: None
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()
        if self._generation is not None:
            self._generation.retire()

    def _lend(self) -> Lease | None:
        generation = self._generation
        connection = generation.take() if generation else None
        if generation is None or connection is None or generation.arms is None:
            return None
        give = partial(generation.give, connection)
        return Lease(self._store.connections, connection, generation.stamp, generation.arms, give)

    def _written(self) -> None:
        """Lend nothing until what this process has just written is ready: till then the newest state is read."""
        with self._exchange:
            self._writes += 1
            generation, self._generation = self._generation, None
        if generation is not None:
            generation.retire()
        self._wake.set()

    def _follow(self) -> None:
        rest = POLL
        while not self._stopping.is_set():
            self._wake.wait(rest)
            self._wake.clear()
            rest = POLL
            began = time.monotonic()
            try:
                if self._stopping.is_set() or not self._look():
                    continue
            except (RemitError, OSError, sqlite3.Error, DerivedDamaged) as error:  # what is served goes on being served
                import structlog  # 0.1 s, that only a fault costs

                structlog.get_logger().error("serving.stays", folder=str(self._store.folder), reason=str(error))
            rest = max(POLL, REST * (time.monotonic() - began))

    def _look(self) -> bool:
        """Make what is new ready; False where nothing is."""
        generation = self._generation
        if generation is not None and generation.stamp == stamp_of(self._store.connections.own):
            if generation.arms is not None and generation.arms.replaced:
                self._renew()
                return True
            self._settle(generation)
            return False
        self._renew()
        return True

    def _renew(self) -> None:
        """Make the newest state ready, and serve it in the place of the one before."""
        if self._encoder is not None:
            check_encoder(self._store, self._encoder)
        writes, new = self._writes, self._pinned()
        try:
            with self._within(new):
                new.arms = upkeep.open_arms(self._store, self._encoder)
            with self._within(new):
                self._warm()
        except BaseException:
            new.retire()
            raise
        with self._exchange:
            fresh = writes == self._writes  # what was written meanwhile must show
            before, self._settled = self._generation, False
            if fresh:
                self._generation = new
        if not fresh:
            new.retire()
            self._wake.set()
        elif before is not None:
            before.retire()

    def _settle(self, generation: _Generation) -> None:
        """Once the store rests, let its log begin anew.

        SQLite writes over its log only when nobody reads from it. So what is in it is copied into the database, and the
        connections are exchanged for such as read from there.
        """
        if self._settled:
            return
        _, logged, copied = self._store.connections.own.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if logged == copied:
            again = self._pinned()
            again.arms = generation.arms
            with self._exchange:
                same = again.stamp == generation.stamp and self._generation is generation
                if same:
                    self._generation, self._settled = again, True
            (generation if same else again).retire()

    def _pinned(self) -> _Generation:
        """Connections in snapshots of one state, the newest."""
        while True:
            found = deque(self._store.connections.open() for _ in range(self._readers))
            for connection in found:
                connection.execute("BEGIN")
            stamps = {stamp_of(connection) for connection in found}
            if len(stamps) == 1:
                return _Generation(stamps.pop(), found)
            _Generation(next(iter(stamps)), found).retire()  # a change came in between

    def _within(self, new: _Generation) -> AbstractContextManager[None]:
        connections = self._store.connections
        return connections.borrowed(Lease(connections, new.free[0], new.stamp, new.arms, lambda: None))
