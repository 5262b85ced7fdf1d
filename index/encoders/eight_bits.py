"""The large things of a model in whole numbers of eight bits: a quarter of the bytes, twice the speed.

Weights are rounded once, by a step for each output ("per channel"). What goes into a layer is rounded as it comes, by a
step for each row, that is for each token: so a text's vector does not depend on what else is in its batch, and no
sample of texts is needed to fit anything. See Wu et al., "Integer quantization for deep learning inference" (2020).
"""

import numpy as np

from index.encoders.graph import Array, Graph

RUNTIMES_OWN = "com.microsoft"  # ONNX Runtime's operators beside the standard
_TOP = 127  # levels above zero of a weight
_LEVELS = 255  # of what goes into a layer, zero's own apart
_MIDDLE, _LOW = 128, 16  # zero's level: where inputs go both ways, and where they hardly go below zero
_SMALLEST = 1e-9  # step of a row of zeros


class EightBitGraph(Graph):
    """A graph whose tables and linear layers are whole numbers; all else is float32."""

    domains = ("", RUNTIMES_OWN)

    def lookup(self, table: Array, ids: str) -> str:
        """The rows of a table by their numbers; in float32, as all that is not a table or a linear layer."""
        levels, steps = rounded(table)
        rows = self.add("Cast", super().lookup(levels, ids), to=1)  # to float32
        return self.add("Mul", rows, super().lookup(steps[:, None], ids))

    def linear(self, rows: str, weight: Array, bias: Array, *, least: float | None = None) -> str:
        """A linear layer over each row of a matrix, whose rows are rounded by a step of their own."""
        levels, scales = rounded(weight)
        step, zero = self._steps(rows, least)
        zeros = self.add("Expand", zero, self.add("Shape", step))
        whole = self.add("QuantizeLinear", rows, step, zeros, axis=0)
        one = self.constant(np.float32(1))  # the rows' own steps come after, since there is one for each
        product = self.add(
            "MatMulIntegerToFloat",
            *(whole, self.constant(levels.T), one, self.constant(scales), zero),
            domain=RUNTIMES_OWN,
        )
        scaled = self.add("Mul", product, self.add("Unsqueeze", step, self.integers(1)))
        return self.add("Add", scaled, self.constant(bias))

    def _steps(self, rows: str, least: float | None) -> tuple[str, str]:
        """For each row the value of one level, and the level of zero."""
        if least is None:
            middle = np.uint8(_MIDDLE)
            most, above, smallest = self.add("Abs", rows), _LEVELS - _MIDDLE, _SMALLEST
        else:  # nearly all levels are above zero, and the few below reach to `least`
            middle = np.uint8(_LOW)
            most, above, smallest = rows, _LEVELS - _LOW, -least / _LOW
        largest = self.add("ReduceMax", most, self.integers(1), keepdims=0)
        step = self.add("Mul", largest, self.constant(np.float32(1 / above)))
        return self.add("Max", step, self.constant(np.float32(smallest))), self.constant(middle)


def rounded(rows: Array) -> tuple[Array, Array]:
    """Each row as whole numbers from -127 to 127 (int8), and the value of one (float32, one a row)."""
    steps = np.maximum(np.abs(rows).max(axis=1) / _TOP, _SMALLEST).astype(np.float32)
    return np.rint(rows / steps[:, None]).astype(np.int8), steps
