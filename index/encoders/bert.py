"""A BERT sentence encoder as an ONNX graph, from its weights: token ids in, unit vectors out.

Made in float32 the graph uses standard operators only (opset 20), so that any runtime can compute it; in eight bits it
uses one of ONNX Runtime's own. Making it from the weights needs no torch and no exporter. Inside, tokens are the rows
of one matrix. The layers are those of Devlin et al., "BERT" (2019); the pooling is Reimers and Gurevych,
"Sentence-BERT" (2019).
"""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from index.encoders.eight_bits import EightBitGraph
from index.encoders.graph import Array, Graph

if TYPE_CHECKING:
    import onnx

Pooling = Literal["mean", "cls"]
Precision = Literal["int8", "fp32"]
_MASKED = np.float32(-1e9)  # added to the attention scores of padding
_OF = "attention.self."
_LEAST_GELU = -0.17  # the function's lowest value is -0.16997


class Shape(NamedTuple):
    """What must be known of a BERT beside its weights."""

    layers: int
    heads: int
    epsilon: float
    pooling: Pooling


def build(weights: Mapping[str, Array], shape: Shape, precision: Precision = "fp32") -> "onnx.ModelProto":
    """The graph: inputs `input_ids` and `attention_mask` (int64, batch x tokens), output `vectors` (float32).

    Args:
        weights: arrays by their names in a BERT checkpoint ("encoder.layer.0...").
        shape: layers, heads and pooling.
        precision: of the weights, and of what they are multiplied by.

    Raises:
        KeyError: the weights are not those of a BERT.
    """
    from onnx import TensorProto, helper

    graph = EightBitGraph() if precision == "int8" else Graph()
    size = weights["embeddings.word_embeddings.weight"].shape[1]
    mask = graph.add("Cast", "attention_mask", to=TensorProto.FLOAT)
    texts = graph.add("Shape", "input_ids")
    hidden = _embed(graph, weights, shape)
    penalty = _penalty(graph, mask)
    for layer in range(shape.layers):
        hidden = _layer(graph, weights, f"encoder.layer.{layer}.", hidden, (texts, penalty), shape)
    by_text = graph.add("Reshape", hidden, graph.add("Concat", texts, graph.integers(size), axis=0))
    graph.add("LpNormalization", _pool(graph, by_text, mask, shape.pooling), name="vectors", axis=-1, p=2)
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
        for name in ("input_ids", "attention_mask")
    ]
    return graph.model(inputs, [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", size])])


def _embed(graph: Graph, weights: Mapping[str, Array], shape: Shape) -> str:
    words = graph.lookup(weights["embeddings.word_embeddings.weight"], "input_ids")
    # every token is of type 0, so that its vector can be added to the positions' once and for all
    places = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    tokens = graph.add("Shape", "input_ids", start=1, end=2)
    places_used = graph.add("Slice", graph.constant(places), graph.integers(0), tokens, graph.integers(0))
    rows = graph.add("Reshape", graph.add("Add", words, places_used), graph.integers(-1, places.shape[1]))
    return _normalise(graph, weights, "embeddings.LayerNorm", rows, shape)


def _penalty(graph: Graph, mask: str) -> str:
    padding = graph.add("Sub", graph.constant(np.float32(1)), mask)
    return graph.add("Unsqueeze", graph.add("Mul", padding, graph.constant(_MASKED)), graph.integers(1, 2))


def _layer(
    graph: Graph, weights: Mapping[str, Array], prefix: str, hidden: str, masked: tuple[str, str], shape: Shape
) -> str:
    def linear(name: str, value: str, least: float | None = None) -> str:
        weight, bias = weights[f"{prefix}{name}.weight"], weights[f"{prefix}{name}.bias"]
        return graph.linear(value, weight, bias, least=least)

    attended = linear("attention.output.dense", _attend(graph, weights, prefix + _OF, hidden, masked, shape))
    hidden = _normalise(
        graph, weights, f"{prefix}attention.output.LayerNorm", graph.add("Add", attended, hidden), shape
    )
    widened = graph.add("Gelu", linear("intermediate.dense", hidden))
    narrowed = linear("output.dense", widened, _LEAST_GELU)
    return _normalise(graph, weights, f"{prefix}output.LayerNorm", graph.add("Add", narrowed, hidden), shape)


def _attend(
    graph: Graph, weights: Mapping[str, Array], prefix: str, hidden: str, masked: tuple[str, str], shape: Shape
) -> str:
    texts, penalty = masked
    width = weights[f"{prefix}query.weight"].shape[0]
    head = width // shape.heads
    scale = np.float32(1 / math.sqrt(head))  # of the dot products, taken into the query's weights
    parts = [(name, scale if name == "query" else np.float32(1)) for name in ("query", "key", "value")]
    weight = np.concatenate([weights[f"{prefix}{name}.weight"] * factor for name, factor in parts])
    bias = np.concatenate([weights[f"{prefix}{name}.bias"] * factor for name, factor in parts])
    heads = graph.add("Concat", texts, graph.integers(3, shape.heads, head), axis=0)
    by_head = graph.add(
        "Transpose", graph.add("Reshape", graph.linear(hidden, weight, bias), heads), perm=[2, 0, 3, 1, 4]
    )
    query, key, value = (
        graph.add("Gather", by_head, graph.constant(np.array(i, dtype=np.int64)), axis=0) for i in range(3)
    )
    scores = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2]))
    shares = graph.add("Softmax", graph.add("Add", scores, penalty), axis=-1)
    mixed = graph.add("Transpose", graph.add("MatMul", shares, value), perm=[0, 2, 1, 3])
    return graph.add("Reshape", mixed, graph.integers(-1, width))


def _normalise(graph: Graph, weights: Mapping[str, Array], name: str, value: str, shape: Shape) -> str:
    scale, bias = graph.constant(weights[f"{name}.weight"]), graph.constant(weights[f"{name}.bias"])
    return graph.add("LayerNormalization", value, scale, bias, axis=-1, epsilon=shape.epsilon)


def _pool(graph: Graph, hidden: str, mask: str, pooling: Pooling) -> str:
    if pooling == "cls":
        return graph.add("Gather", hidden, graph.constant(np.array(0, dtype=np.int64)), axis=1)
    present = graph.add("Unsqueeze", mask, graph.integers(2))
    total = graph.add("ReduceSum", graph.add("Mul", hidden, present), graph.integers(1), keepdims=0)
    return graph.add("Div", total, graph.add("ReduceSum", present, graph.integers(1), keepdims=0))
