"""A BERT sentence encoder as an ONNX graph, from its weights: token ids in, unit vectors out.

The graph uses standard operators only (opset 20), so that any runtime can compute it. Making it from the weights needs
no torch and no exporter. The layers are those of Devlin et al., "BERT" (2019); the pooling is Reimers and Gurevych,
"Sentence-BERT" (2019).
"""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import onnx

Array = npt.NDArray[Any]
Pooling = Literal["mean", "cls"]
OPSET, IR = 20, 10
_MASKED = np.float32(-1e9)  # added to the attention scores of padding
_OF = "attention.self."


class Shape(NamedTuple):
    """What must be known of a BERT beside its weights."""

    layers: int
    heads: int
    epsilon: float
    pooling: Pooling


class _Graph:
    """Collects the nodes and constants of a graph; each method returns the name of a value."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, value: Array | np.float32) -> str:
        from onnx import numpy_helper

        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def integers(self, *values: int) -> str:
        return self.constant(np.array(values, dtype=np.int64))

    def add(self, operator: str, *inputs: str, **attributes: Any) -> str:
        from onnx import helper

        name = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], name=name, **attributes))
        return name

    def linear(self, value: str, weight: Array, bias: Array) -> str:
        return self.add("Add", self.add("MatMul", value, self.constant(weight.T)), self.constant(bias))


def build(weights: Mapping[str, Array], shape: Shape) -> "onnx.ModelProto":
    """The graph: inputs `input_ids` and `attention_mask` (int64, batch x tokens), output `vectors` (float32).

    Args:
        weights: arrays by their names in a BERT checkpoint ("encoder.layer.0...").
        shape: layers, heads and pooling.

    Raises:
        KeyError: the weights are not those of a BERT.
    """
    from onnx import TensorProto, helper

    graph = _Graph()
    mask = graph.add("Cast", "attention_mask", to=TensorProto.FLOAT)
    hidden = _embed(graph, weights, shape)
    penalty = _penalty(graph, mask)
    for layer in range(shape.layers):
        hidden = _layer(graph, weights, f"encoder.layer.{layer}.", hidden, penalty, shape)
    pooled = _pool(graph, hidden, mask, shape.pooling)
    graph.nodes.append(helper.make_node("LpNormalization", [pooled], ["vectors"], axis=-1, p=2))
    size = weights["embeddings.word_embeddings.weight"].shape[1]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
        for name in ("input_ids", "attention_mask")
    ]
    output = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", size])
    made = helper.make_graph(graph.nodes, "sentence-encoder", inputs, [output], graph.constants)
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)


def _embed(graph: _Graph, weights: Mapping[str, Array], shape: Shape) -> str:
    words = graph.add("Gather", graph.constant(weights["embeddings.word_embeddings.weight"]), "input_ids")
    # every token is of type 0, so that its vector can be added to the positions' once and for all
    places = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    tokens = graph.add("Shape", "input_ids", start=1, end=2)
    places_used = graph.add("Slice", graph.constant(places), graph.integers(0), tokens, graph.integers(0))
    return _normalise(graph, weights, "embeddings.LayerNorm", graph.add("Add", words, places_used), shape)


def _penalty(graph: _Graph, mask: str) -> str:
    padding = graph.add("Sub", graph.constant(np.float32(1)), mask)
    return graph.add("Unsqueeze", graph.add("Mul", padding, graph.constant(_MASKED)), graph.integers(1, 2))


def _layer(graph: _Graph, weights: Mapping[str, Array], prefix: str, hidden: str, penalty: str, shape: Shape) -> str:
    def linear(name: str, value: str) -> str:
        return graph.linear(value, weights[f"{prefix}{name}.weight"], weights[f"{prefix}{name}.bias"])

    attended = linear("attention.output.dense", _attend(graph, weights, prefix + _OF, hidden, penalty, shape))
    hidden = _normalise(
        graph, weights, f"{prefix}attention.output.LayerNorm", graph.add("Add", attended, hidden), shape
    )
    widened = graph.add("Gelu", linear("intermediate.dense", hidden))
    return _normalise(
        graph, weights, f"{prefix}output.LayerNorm", graph.add("Add", linear("output.dense", widened), hidden), shape
    )


def _attend(graph: _Graph, weights: Mapping[str, Array], prefix: str, hidden: str, penalty: str, shape: Shape) -> str:
    width = weights[f"{prefix}query.weight"].shape[0]
    head = width // shape.heads
    scale = np.float32(1 / math.sqrt(head))  # of the dot products, taken into the query's weights
    parts = [(name, scale if name == "query" else np.float32(1)) for name in ("query", "key", "value")]
    weight = np.concatenate([weights[f"{prefix}{name}.weight"] * factor for name, factor in parts])
    bias = np.concatenate([weights[f"{prefix}{name}.bias"] * factor for name, factor in parts])
    joint = graph.add("Reshape", graph.linear(hidden, weight, bias), graph.integers(0, 0, 3, shape.heads, head))
    by_head = graph.add("Transpose", joint, perm=[2, 0, 3, 1, 4])
    query, key, value = (
        graph.add("Gather", by_head, graph.constant(np.array(i, dtype=np.int64)), axis=0) for i in range(3)
    )
    scores = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2]))
    shares = graph.add("Softmax", graph.add("Add", scores, penalty), axis=-1)
    mixed = graph.add("Transpose", graph.add("MatMul", shares, value), perm=[0, 2, 1, 3])
    return graph.add("Reshape", mixed, graph.integers(0, 0, width))


def _normalise(graph: _Graph, weights: Mapping[str, Array], name: str, value: str, shape: Shape) -> str:
    scale, bias = graph.constant(weights[f"{name}.weight"]), graph.constant(weights[f"{name}.bias"])
    return graph.add("LayerNormalization", value, scale, bias, axis=-1, epsilon=shape.epsilon)


def _pool(graph: _Graph, hidden: str, mask: str, pooling: Pooling) -> str:
    if pooling == "cls":
        return graph.add("Gather", hidden, graph.constant(np.array(0, dtype=np.int64)), axis=1)
    present = graph.add("Unsqueeze", mask, graph.integers(2))
    total = graph.add("ReduceSum", graph.add("Mul", hidden, present), graph.integers(1), keepdims=0)
    return graph.add("Div", total, graph.add("ReduceSum", present, graph.integers(1), keepdims=0))
