"""Encoders by the name of their model. Making one loads nothing; the first `encode` does."""

import os
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np

from corpus.encoder import Encoder, Vectors
from index.encoders.bert import Precision
from index.encoders.export import can_export
from index.encoders.models import EMBEDDED, Model, find_model
from index.encoders.runtimes import OnnxRuntime, Runtime, SentenceTransformers

RuntimeChoice = Literal["auto", "onnx", "torch"]


class ModelEncoder:
    """A sentence-embedding model, loaded by its first use. May be used by several threads.

    In fp32 ONNX Runtime and torch give the same vectors to float precision (cosine above .9999), so that both have one
    name. Vectors in int8 have a name of their own.
    """

    def __init__(
        self,
        model: str | Path,
        *,
        cache: Path | None,
        runtime: RuntimeChoice,
        precision: Precision,
        threads: int | None,
    ) -> None:
        self._setting = model
        self._cache = cache
        self._choice = runtime
        self._precision = precision
        self._threads = threads or _processors()
        self._loading = threading.Lock()
        self._loaded: Runtime | None = None

    @property
    def name(self) -> str:
        """Model and precision, as the store records it ("all-MiniLM-L6-v2/int8"); finds the model."""
        return f"{self._model.label}/{'fp32' if self._by_torch else self._precision}"

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return self._model.dimensions

    @property
    def runtime(self) -> str:
        """What computes the vectors, with its version; loads it."""
        return self._runtime.name

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the texts, float32 of shape (len(texts), dimensions), in the order given.

        Raises:
            ModelError: the model is missing, or is not the one expected.
        """
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        return self._runtime.encode(texts)

    @cached_property
    def _model(self) -> Model:
        return find_model(self._setting)

    @property
    def _runtime(self) -> Runtime:
        with self._loading:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    @property
    def _by_torch(self) -> bool:
        return self._choice == "torch" or (self._choice == "auto" and not can_export(self._model))

    def _load(self) -> Runtime:
        if self._by_torch:
            return SentenceTransformers(self._model, threads=self._threads)
        cache = self._cache or default_cache()
        return OnnxRuntime(self._model, cache=cache, precision=self._precision, threads=self._threads)


def load_encoder(
    model: str | Path = EMBEDDED,
    *,
    cache: Path | None = None,
    runtime: RuntimeChoice = "auto",
    precision: Precision = "int8",
    threads: int | None = None,
) -> Encoder:
    """The encoder that a setting names.

    Args:
        model: the embedded model's name, a folder with a sentence-transformers model, or the name of a locally
            cached one.
        cache: folder in which the model's ONNX form is kept (23 MB in int8, 90 MB in fp32); the user's cache folder
            when None.
        runtime: "onnx" computes without torch; "torch" goes through sentence-transformers; "auto" takes ONNX where
            the model is of a kind that can be kept so.
        precision: "int8" is about twice as fast; "fp32" is what it is checked against. torch computes in fp32.
        threads: how many compute; all that this process may use when None.
    """
    return ModelEncoder(model, cache=cache, runtime=runtime, precision=precision, threads=threads)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):  # Linux says which processors this process may use
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def default_cache() -> Path:
    """Where models are kept for this user."""
    from platformdirs import user_cache_path

    return user_cache_path("remit") / "models"
