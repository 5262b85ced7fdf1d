"""What computes a model's vectors: ONNX Runtime, without torch, or sentence-transformers."""

import os
import platform
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from corpus.encoder import Vectors
from corpus.errors import ModelError
from index.encoders.bert import Precision
from index.encoders.export import exported
from index.encoders.models import Model

TOKENS = 256  # computed together, padding included: measured, larger batches leave the processor's own cache


# computes products of eight bits in a slower way, where a processor cuts their sums off
_SUMS_WHOLE = "session.x64quantprecision"


class Runtime(Protocol):
    """A model that has been loaded."""

    @property
    def name(self) -> str:
        """What computes, with its version."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the texts, in the order given."""
        ...


class OnnxRuntime:
    """A model's ONNX form, computed by ONNX Runtime on the processor.

    Args:
        model: the model.
        cache: folder in which its ONNX form is kept.
        precision: of that form.
        threads: how many compute one batch.

    Raises:
        ModelError: the model cannot be loaded.
    """

    def __init__(self, model: Model, *, cache: Path, precision: Precision, threads: int) -> None:
        _quiet_tokenizers()
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        options.log_severity_level = 3
        options.add_session_config_entry(_SUMS_WHOLE, "0" if sums_are_whole() else "1")
        graph = exported(model, cache, precision)
        try:
            self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
            self._tokenizer = Tokenizer.from_file(str(model.folder / "tokenizer.json"))
        except Exception as error:  # both libraries raise classes of their own making
            raise ModelError(f"{model.folder}: cannot be loaded ({error}). Check that the model is whole.") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(model.longest)
        self._dimensions = model.dimensions
        self.name = f"onnxruntime {onnxruntime.__version__}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the texts; texts of like length are computed together, so that little is padded."""
        vectors = np.empty((len(texts), self._dimensions), dtype=np.float32)
        tokens = [np.array(encoding.ids, dtype=np.int64) for encoding in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(texts)), key=lambda i: len(tokens[i]))
        for batch in _batches(order, [len(tokens[i]) for i in order]):
            vectors[batch] = self._compute([tokens[i] for i in batch])
        return vectors

    def _compute(self, tokens: Sequence[Any]) -> Vectors:
        lengths = np.array([len(ids) for ids in tokens])
        mask = (np.arange(lengths.max()) < lengths[:, None]).astype(np.int64)
        padded = np.zeros_like(mask)
        padded[mask.astype(bool)] = np.concatenate(tokens)
        vectors: Vectors = self._session.run(["vectors"], {"input_ids": padded, "attention_mask": mask})[0]
        return vectors


class SentenceTransformers:
    """A model as sentence-transformers loads it, computed by torch on the processor. Nothing is downloaded.

    Args:
        model: the model.
        threads: how many compute one batch.

    Raises:
        ModelError: the model cannot be loaded.
    """

    def __init__(self, model: Model, *, threads: int) -> None:
        # read when huggingface_hub and transformers are imported
        os.environ.update({"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"})
        _quiet_tokenizers()
        import sentence_transformers
        import torch
        from transformers.utils.logging import disable_progress_bar

        model.check()
        disable_progress_bar()  # type: ignore[no-untyped-call]  # of the loading of weights, which would write into the middle of remit's own
        torch.set_num_threads(threads)
        try:
            self._model = sentence_transformers.SentenceTransformer(
                str(model.folder), device="cpu", local_files_only=True
            )
        except Exception as error:  # transformers raises many kinds
            raise ModelError(f"{model.folder}: cannot be loaded ({error}). Check that the model is whole.") from error
        self.name = f"torch {torch.__version__}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the texts."""
        found = self._model.encode(
            list(texts), normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(found, dtype=np.float32)


def sums_are_whole(processor: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether this processor is known to add products of eight bits whole.

    AVX2 and AVX-512 without VNNI cut sums of two off at 2**15 (see ONNX Runtime, "Quantize ONNX models", on U8S8).
    """
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return True
    if not processor.is_file():  # another system than Linux: not known
        return False
    with processor.open(encoding="utf-8") as lines:
        return any("vnni" in line for line in islice(lines, 40))  # the first of the processors


def _quiet_tokenizers() -> None:
    """Cutting texts into tokens takes little time; done by threads, it would write a warning after each fork."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def _batches(items: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """Items in batches of at most `TOKENS`, padded to the longest; lengths ascend. A batch has one item at least."""
    batch: list[int] = []
    for item, length in zip(items, lengths, strict=True):
        if batch and (len(batch) + 1) * length > TOKENS:
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch
