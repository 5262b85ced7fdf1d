"""The ONNX form of a model: made once, kept in a cache folder, stamped with the hash of the weights it came from."""

import shutil
from pathlib import Path
from typing import Any
from uuid import uuid4

from pydantic import ValidationError

from corpus.document import Record
from corpus.errors import ModelError
from index.encoders.bert import Pooling, Shape, build
from index.encoders.models import Model

LAYOUT = 1  # of the graph that `bert.build` makes
GRAPH, STAMP = "model.onnx", "stamp.json"
_STAGES = (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])  # what the graph computes
_POOLING: dict[str, Pooling] = {"pooling_mode_mean_tokens": "mean", "pooling_mode_cls_token": "cls"}


class Stamp(Record):
    """What an exported model was made from. `size` is its graph's, in bytes: a cut file is noticed."""

    weights: str
    layout: int
    size: int


def can_export(model: Model) -> bool:
    """Whether the model is of the kind that `bert.build` knows: a BERT with mean or CLS pooling."""
    return model.weights.suffix == ".safetensors" and _shape(model) is not None


def exported(model: Model, cache: Path) -> Path:
    """The graph's file in the cache folder, made where it does not stand.

    Written aside and renamed: a crash leaves none or all of it, and two processes do not disturb each other.

    Raises:
        ModelError: the cache folder cannot be written, or the weights are not those of a BERT.
    """
    folder = Path(cache) / f"{model.label}-onnx-{LAYOUT}-{model.sha256[:12]}"
    if not _is_whole(folder, model):
        try:
            _write(folder, model)
        except OSError as error:
            raise ModelError(
                f"{cache}: the model cannot be kept there ({error.strerror or error}). Make the folder writable, "
                "or name another one."
            ) from error
    return folder / GRAPH


def _write(folder: Path, model: Model) -> None:
    aside = folder.with_name(f"{folder.name}.{uuid4().hex[:12]}")
    aside.mkdir(parents=True)
    try:
        size = (aside / GRAPH).write_bytes(_graph(model).SerializeToString())
        stamp = Stamp(weights=model.sha256, layout=LAYOUT, size=size)
        (aside / STAMP).write_text(stamp.model_dump_json(), encoding="utf-8")
        if folder.exists() and not _is_whole(folder, model):
            shutil.rmtree(folder)
        if not folder.exists():
            aside.rename(folder)
    except OSError:
        if not _is_whole(folder, model):  # another process may have renamed its own in between
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _graph(model: Model) -> Any:
    from safetensors.numpy import load_file

    shape = _shape(model)
    if shape is None:
        raise ModelError(f"{model.folder}: only a BERT with mean or CLS pooling can be kept as ONNX.")
    try:
        return build(load_file(model.weights), shape)
    except KeyError as error:
        raise ModelError(f"{model.weights}: lacks the weights {error}; it is damaged or no BERT.") from error


def _shape(model: Model) -> Shape | None:
    config = model.setting("config.json")
    plain = config.get("model_type") == "bert" and config.get("hidden_act") == "gelu"
    pooling = [_POOLING[mode] for mode in model.pooling if mode in _POOLING]
    if not plain or [stage.kind for stage in model.stages] not in _STAGES or len(model.pooling) != 1 or not pooling:
        return None
    return Shape(config["num_hidden_layers"], config["num_attention_heads"], config["layer_norm_eps"], pooling[0])


def _is_whole(folder: Path, model: Model) -> bool:
    try:
        stamp = Stamp.model_validate_json((folder / STAMP).read_bytes())
        size = (folder / GRAPH).stat().st_size
    except (OSError, ValidationError):
        return False  # not made yet, or not to be relied on
    return stamp == Stamp(weights=model.sha256, layout=LAYOUT, size=size)
