"""An ONNX graph as it is put together: nodes and constants, and the two things of a model that are large.

Those are its tables of vectors and its linear layers; `index.encoders.eight_bits` keeps them smaller.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import onnx

Array = npt.NDArray[Any]
OPSET, IR = 20, 10


class Graph:
    """Collects the nodes and constants of a graph, in float32; each method returns the name of a value."""

    domains: tuple[str, ...] = ("",)

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, value: Array | np.generic) -> str:
        """A value that is part of the graph."""
        from onnx import numpy_helper

        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def integers(self, *values: int) -> str:
        """A constant row of whole numbers (int64)."""
        return self.constant(np.array(values, dtype=np.int64))

    def add(self, operator: str, *inputs: str, name: str = "", domain: str = "", **attributes: Any) -> str:
        """One operator over values; its result is named for it unless a name is given."""
        from onnx import helper

        made = name or f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [made], name=made, domain=domain, **attributes))
        return made

    def lookup(self, table: Array, ids: str) -> str:
        """The rows of a table by their numbers."""
        return self.add("Gather", self.constant(table), ids)

    def linear(self, rows: str, weight: Array, bias: Array, *, least: float | None = None) -> str:
        """A linear layer over each row of a matrix.

        Args:
            rows: the matrix (rows x inputs).
            weight: the layer's weights (outputs x inputs).
            bias: of its outputs.
            least: a value that no input is below, where there is one near zero.
        """
        return self.add("Add", self.add("MatMul", rows, self.constant(weight.T)), self.constant(bias))

    def model(self, inputs: Sequence[Any], outputs: Sequence[Any]) -> "onnx.ModelProto":
        """The whole, between these inputs and outputs."""
        from onnx import helper

        made = helper.make_graph(self.nodes, "sentence-encoder", list(inputs), list(outputs), self.constants)
        versions = [helper.make_opsetid(domain, 1 if domain else OPSET) for domain in self.domains]
        return helper.make_model(made, opset_imports=versions, ir_version=IR)
