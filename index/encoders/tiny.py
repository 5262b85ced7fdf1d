"""A tiny exact encoder: hashed words and letter trigrams. For tests and for machines without a model."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np

from corpus.encoder import Vectors

_WORD = re.compile(r"\w+")


class TinyEncoder:
    """Bags of words and letter trigrams, hashed into a unit vector; instant, and the same in every process.

    A word weighs 1 and each of its trigrams .3, so that "ward" and "wards" are near each other.
    """

    def __init__(self, dimensions: int = 256) -> None:
        self._dimensions = dimensions

    @property
    def name(self) -> str:
        """The name under which vectors are kept."""
        return f"tiny/{self._dimensions}"

    @property
    def runtime(self) -> str:
        """What computes the vectors."""
        return "python"

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self._dimensions

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, float32 of shape (len(texts), dimensions); a text without a word gives zeros."""
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word, count in Counter(_WORD.findall(text.casefold())).items():
                for slot, weight in _features(word, self._dimensions):
                    row[slot] += weight * count
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.where(lengths > 0, lengths, 1)
        return vectors


@lru_cache(maxsize=50_000)
def _features(word: str, dimensions: int) -> tuple[tuple[int, float], ...]:
    padded = f"<{word}>"
    grams = [padded[i : i + 3] for i in range(len(padded) - 2)]
    return ((_slot(word, dimensions), 1.0), *((_slot(gram, dimensions), 0.3) for gram in grams))


def _slot(feature: str, dimensions: int) -> int:
    return crc32(feature.encode("utf-8", "surrogatepass")) % dimensions
