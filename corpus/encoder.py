"""The encoder's protocol: texts in, unit vectors out. Implementations live in `index` and are injected."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


@runtime_checkable
class Encoder(Protocol):
    """Turns texts into vectors whose inner product is the cosine of their likeness."""

    @property
    def name(self) -> str:
        """Model and precision, as the store records them ("all-MiniLM-L6-v2/int8"): two names never mix."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the texts, float32 of shape (len(texts), dimensions), in the order given."""
        ...
