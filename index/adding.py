"""Adding to the store: what is not cached is encoded in batches of like length, then each entry is put whole."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from corpus.encoder import Encoder, Vectors
from index.encoding import Progress, adopt_encoder, record_use
from index.entry import Entry, text_hash
from index.store import Store

TOGETHER = 1024  # passages whose vectors are made before their entries are put
BATCH = 256  # texts between two reports of progress


def add_entries(
    store: Store, encoder: Encoder | None, entries: Sequence[Entry], *, progress: Progress | None = None
) -> None:
    """Put entries, each in one transaction; `progress` is called with the passages done and the passages in all."""
    if encoder is not None:
        adopt_encoder(store, encoder)
    total, done = sum(len(entry.passages) for entry in entries), 0
    for group in _groups(entries):

        def report(passages: int, before: int = done) -> None:
            if progress is not None:
                progress(before + passages, total)

        _add_group(store, encoder, group, report)
        done += sum(len(entry.passages) for entry in group)
        report(0, done)


def _add_group(store: Store, encoder: Encoder | None, group: Sequence[Entry], report: Callable[[int], None]) -> None:
    if encoder is None:
        for entry in group:
            store.put(entry)
        return
    texts = {text_hash(text): text for entry in group for text in entry.indexed_texts}
    vectors = store.cached_vectors(list(texts), encoder.name)
    passages = sum(len(entry.passages) for entry in group)
    report(passages * len(vectors) // max(1, len(texts)))
    for made in _encoded(encoder, {name: text for name, text in texts.items() if name not in vectors}):
        vectors |= made
        report(passages * len(vectors) // len(texts))
    record_use(store, encoder)
    for entry in group:
        rows = [vectors[text_hash(text)] for text in entry.indexed_texts]
        store.put(entry, np.array(rows, dtype=np.float32).reshape(len(rows), encoder.dimensions), encoder.name)


def _encoded(encoder: Encoder, texts: dict[str, str]) -> Iterator[dict[str, Vectors]]:
    """Vectors by hash, a batch at a time; texts of like length go together, so that little is padded."""
    names = sorted(texts, key=lambda name: (len(texts[name]), name), reverse=True)
    for start in range(0, len(names), BATCH):
        batch = names[start : start + BATCH]
        yield dict(zip(batch, encoder.encode([texts[name] for name in batch]), strict=True))


def _groups(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Neighbouring entries with some `TOGETHER` passages, so that small documents share batches."""
    group: list[Entry] = []
    passages = 0
    for entry in entries:
        if group and passages + len(entry.passages) > TOGETHER:
            yield group
            group, passages = [], 0
        group.append(entry)
        passages += len(entry.passages)
    if group:
        yield group
