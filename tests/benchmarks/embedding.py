"""Encoding passages by ONNX Runtime and by torch on one core, in one run; and encoding a query."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

from index import load_encoder
from index.encoders.loading import RuntimeChoice
from tests.benchmarks.measure import Measurement, milliseconds, percentile, seconds

PASSAGES = 300
QUERY = "what are the virtual ward targets for next year"
_WORDS = """
    systems should reduce elective long waits over 65 weeks by March 2025 while community health services improve
    access to urgent care and every integrated care board is asked to keep utilisation of virtual wards above 80%
    with trusts reporting performance against the cancer standard of 62 days each month to the national team
"""


def run() -> list[Measurement]:
    """Passages a processor second for both runtimes, their ratio, and the time of a query."""
    with TemporaryDirectory() as cache:
        rates = {runtime: _rate(runtime, Path(cache)) for runtime in ("onnx", "torch")}
        query = load_encoder(cache=Path(cache), runtime="onnx", threads=1)
        query.encode([QUERY])
        times = milliseconds(lambda: query.encode([QUERY]), times=100)
    return [
        *(Measurement(f"encode.{name}", rate, "passages/CPU s", "fp32, one core") for name, rate in rates.items()),
        Measurement("encode.onnx_to_torch", rates["onnx"] / rates["torch"], "ratio", "in this run"),
        Measurement("encode.query.p50", percentile(times, 50), "ms", "ONNX Runtime, one core"),
    ]


def _rate(runtime: RuntimeChoice, cache: Path) -> float:
    encoder = load_encoder(cache=cache, runtime=runtime, threads=1)
    texts = made_texts(PASSAGES)
    encoder.encode(texts[:8])
    return PASSAGES / seconds(lambda: encoder.encode(texts))[1]


def made_texts(count: int, *, seed: int = 1) -> list[str]:
    """Passages of 10 to 90 words of the field, without sense; the same on every machine."""
    draw, words = random.Random(seed), _WORDS.split()  # noqa: S311
    return [" ".join(draw.choices(words, k=draw.randint(10, 90))) for _ in range(count)]
