"""Encoding passages in eight bits, in fp32 and by torch on one core, in one run; and encoding a query.

The rounds take turns and the best of each counts, so that what else the machine does falls on all of them alike. Times
are a processor's.
"""

import random
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.encoder import Encoder
from index import load_encoder
from tests.benchmarks.measure import Measurement, percentile

PASSAGES, QUERIES, ROUNDS = 150, 40, 3
QUERY = "what are the virtual ward targets for next year"
_WORDS = """
    systems should reduce elective long waits over 65 weeks by March 2025 while community health services improve
    access to urgent care and every integrated care board is asked to keep utilisation of virtual wards above 80%
    with trusts reporting performance against the cancer standard of 62 days each month to the national team
"""


def run() -> list[Measurement]:
    """Passages a processor second, their ratios, and the time of a query."""
    with TemporaryDirectory() as folder:
        cache = Path(folder)
        encoders = {
            "int8": load_encoder(cache=cache, threads=1),
            "fp32": load_encoder(cache=cache, precision="fp32", threads=1),
            "torch": load_encoder(runtime="torch", threads=1),
        }
        rates, queries = _raced(encoders)
    return [
        *(Measurement(f"encode.{name}", rate, "passages/CPU s", "one core") for name, rate in rates.items()),
        Measurement("encode.int8_to_torch", rates["int8"] / rates["torch"], "ratio", "in this run"),
        Measurement("encode.fp32_to_torch", rates["fp32"] / rates["torch"], "ratio", "in this run"),
        *(
            Measurement(f"encode.query.{name}.p50", percentile(times, 50), "ms CPU", "one core")
            for name, times in queries.items()
        ),
    ]


def _raced(encoders: dict[str, Encoder]) -> tuple[dict[str, float], dict[str, list[float]]]:
    """The best rate of each encoder (passages a second), and the times of its queries (ms)."""
    texts = made_texts(PASSAGES)
    rates = dict.fromkeys(encoders, 0.0)
    queries: dict[str, list[float]] = {name: [] for name in encoders}
    for encoder in encoders.values():
        encoder.encode(texts[:8])
    for _ in range(ROUNDS):
        for name, encoder in encoders.items():
            rates[name] = max(rates[name], PASSAGES * 1000 / _cpu_milliseconds(encoder, texts))
            queries[name] += [_cpu_milliseconds(encoder, [QUERY]) for _ in range(QUERIES)]
    return rates, queries


def _cpu_milliseconds(encoder: Encoder, texts: list[str]) -> float:
    before = time.process_time()
    encoder.encode(texts)
    return (time.process_time() - before) * 1000


def made_texts(count: int, *, seed: int = 1) -> list[str]:
    """Passages of 10 to 90 words of the field, without sense; the same on every machine."""
    draw, words = random.Random(seed), _WORDS.split()  # noqa: S311
    return [" ".join(draw.choices(words, k=draw.randint(10, 90))) for _ in range(count)]
