"""A large index out of few documents: real passages repeated with changes, and vectors that change with them.

Each passage of the documents given is encoded once. A copy of it has about one word in eight from another passage, the
donor, and other numbers; its vector is that of the passage with a share of the donor's and of noise. So no two texts
and no two vectors are equal, and a million of them take minutes instead of a day of encoding. What this cannot show:
the copies of one passage lie together, as drafts and yearly editions do, more than a million passages of their own.
"""

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from corpus.encoder import Encoder, Vectors
from corpus.errors import InputError
from index import Entry, Store, indexed_text
from index.entry import EncoderUse
from pipeline.inputs import find_inputs
from pipeline.making import Fault, job_of, make_entry
from tests import factories

DOCUMENT = 250  # passages a document
SWAPPED = 0.125  # of the words of a copy come from its donor
DONOR, NOISE = 0.3, 0.25  # lengths of the shares in the vector of a copy, before it is scaled to 1
YEARS = tuple(f"20{year}/{year + 1}" for year in range(16, 26))
PUBLISHERS = ("NHS England", "Department of Health and Social Care", "Barts Health", "Leeds Teaching Hospitals")
_NUMBER = re.compile(r"\d+")


class Base(NamedTuple):
    """The passages that copies are made of, each with its context, and their unit vectors."""

    texts: list[str]
    contexts: list[str]
    vectors: Vectors


def read_base(paths: Sequence[Path], encoder: Encoder, *, cache: Path) -> Base:
    """Read and cut the files under these paths, and encode the passages once; what cannot be read is left out."""
    seen: dict[tuple[str, str], None] = {}
    for path in find_inputs(paths).files:
        for context, text in _passages(path):
            seen[context, text] = None
    contexts, texts = [context for context, _ in seen], [text for _, text in seen]
    kept = cache / f"base-{encoder.name.replace('/', '-')}-{len(texts)}.npy"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        np.save(kept, encoder.encode([indexed_text(*pair) for pair in seen]))
    return Base(texts, contexts, np.load(kept))


def fill(store: Store, base: Base, encoder: Encoder, *, passages: int, seed: int = 11) -> None:
    """Put documents of copies into an empty store until it holds so many passages."""
    store.record_encoder(EncoderUse(name=encoder.name, runtime="perturbed copies", dimensions=encoder.dimensions))
    for number, start in enumerate(range(0, passages, DOCUMENT)):
        entry, vectors = copied_document(base, number, min(DOCUMENT, passages - start), seed=seed)
        store.put(entry, vectors, encoder.name)


def copied_document(base: Base, number: int, size: int, *, seed: int) -> tuple[Entry, Vectors]:
    """A document of copies of neighbouring passages, with a year and a publisher by its number, and their vectors."""
    draw, noise = random.Random(f"{seed} {number}"), np.random.default_rng([seed, number])  # noqa: S311
    first = draw.randrange(len(base.texts))
    rows = [(first + i) % len(base.texts) for i in range(size)]
    donors = [draw.randrange(len(base.texts)) for _ in rows]
    texts = [_changed(base.texts[row], base.texts[donor], draw) for row, donor in zip(rows, donors, strict=True)]
    entry = factories.make_entry(
        [f"{text} [{number}.{i}]" for i, text in enumerate(texts)],
        file=f"copy-{number}.txt",
        title=f"Edition {number}",
        planning_year=YEARS[number % len(YEARS)],
        publisher=PUBLISHERS[number % len(PUBLISHERS)],
    )
    contexts = tuple(base.contexts[row] for row in rows)
    shift = noise.standard_normal((size, base.vectors.shape[1]), dtype=np.float32)
    shift *= NOISE / np.linalg.norm(shift, axis=1, keepdims=True)
    vectors = base.vectors[rows] + DONOR * base.vectors[donors] + shift
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return entry.model_copy(update={"contexts": contexts}), vectors.astype(np.float32)


def _changed(text: str, donor: str, draw: random.Random) -> str:
    words, others = text.split(), donor.split()
    for _ in range(max(1, round(SWAPPED * len(words)))):
        words[draw.randrange(len(words))] = draw.choice(others)
    return _NUMBER.sub(lambda match: str(draw.randrange(1, 10 ** min(6, len(match[0])))), " ".join(words))


def _passages(path: Path) -> Iterator[tuple[str, str]]:
    try:
        made = make_entry(job_of(path))
    except InputError:
        return
    if isinstance(made, InputError | Fault):
        return
    entry = made[0]
    for passage, context in zip(entry.passages, entry.contexts, strict=True):
        yield context, " ".join(entry.document.quote(passage).split())
