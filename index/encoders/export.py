"""The ONNX form of a model: made once, kept in a cache folder, stamped with what it was made from and its own hash."""

import hashlib
import shutil
from pathlib import Path
from typing import Any
from uuid import uuid4

from pydantic import ValidationError

from corpus.document import Record
from corpus.errors import ModelError
from index.encoders.bert import Pooling, Precision, Shape, build
from index.encoders.models import Model

LAYOUT = 2  # of the graph that `bert.build` makes
GRAPH, STAMP = "model.onnx", "stamp.json"
_STAGES = (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])  # what the graph computes
_POOLING: dict[str, Pooling] = {"pooling_mode_mean_tokens": "mean", "pooling_mode_cls_token": "cls"}


class Stamp(Record):
    """What an exported model was made from, by the hash of its weights; and the hash of its graph."""

    weights: str
    layout: int
    precision: Precision
    graph: str


def can_export(model: Model) -> bool:
    """Whether the model is of the kind that `bert.build` knows: a BERT with mean or CLS pooling."""
    return model.weights.suffix == ".safetensors" and _shape(model) is not None


def exported(model: Model, cache: Path, precision: Precision) -> bytes:
    """The graph in the cache folder, made where it does not stand with the hash that it was made with.

    The weights are read, and their hash is checked, only when the graph is made. It is written aside and renamed: a
    crash leaves none or all of it, and two processes do not disturb each other.

    Raises:
        ModelError: the cache folder cannot be written, or the weights are not those expected, or not those of a BERT.
    """
    folder = Path(cache) / f"{model.label}-{precision}-{LAYOUT}-{model.sha256[:12]}"
    graph = _whole(folder, model, precision)
    if graph is None:
        graph = _graph(model, precision).SerializeToString()
        try:
            _write(folder, model, precision, graph)
        except OSError as error:
            raise ModelError(
                f"{cache}: the model cannot be kept there ({error.strerror or error}). Make the folder writable, "
                "or name another one."
            ) from error
    return graph


def _write(folder: Path, model: Model, precision: Precision, graph: bytes) -> None:
    aside = folder.with_name(f"{folder.name}.{uuid4().hex[:12]}")
    aside.mkdir(parents=True)
    try:
        (aside / GRAPH).write_bytes(graph)
        stamp = _stamp(model, precision, graph)
        (aside / STAMP).write_text(stamp.model_dump_json(), encoding="utf-8")
        if folder.exists() and _whole(folder, model, precision) is None:
            shutil.rmtree(folder)
        if not folder.exists():
            aside.rename(folder)
    except OSError:
        if _whole(folder, model, precision) is None:  # another process may have renamed its own in between
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _graph(model: Model, precision: Precision) -> Any:
    from safetensors.numpy import load_file

    model.check()
    shape = _shape(model)
    if shape is None:
        raise ModelError(f"{model.folder}: only a BERT with mean or CLS pooling can be kept as ONNX.")
    try:
        return build(load_file(model.weights), shape, precision)
    except KeyError as error:
        raise ModelError(f"{model.weights}: lacks the weights {error}; it is damaged or no BERT.") from error


def _shape(model: Model) -> Shape | None:
    config = model.setting("config.json")
    plain = config.get("model_type") == "bert" and config.get("hidden_act") == "gelu"
    pooling = [_POOLING[mode] for mode in model.pooling if mode in _POOLING]
    if not plain or [stage.kind for stage in model.stages] not in _STAGES or len(model.pooling) != 1 or not pooling:
        return None
    return Shape(config["num_hidden_layers"], config["num_attention_heads"], config["layer_norm_eps"], pooling[0])


def _whole(folder: Path, model: Model, precision: Precision) -> bytes | None:
    try:
        stamp = Stamp.model_validate_json((folder / STAMP).read_bytes())
        graph = (folder / GRAPH).read_bytes()
    except (OSError, ValidationError):
        return None  # not made yet, or not to be relied on
    return graph if stamp == _stamp(model, precision, graph) else None


def _stamp(model: Model, precision: Precision, graph: bytes) -> Stamp:
    own = hashlib.sha256(graph).hexdigest()
    return Stamp(weights=model.sha256, layout=LAYOUT, precision=precision, graph=own)
