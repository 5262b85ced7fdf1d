"""The register of metrics: what national objectives measure, under one name in every document."""

import tomllib
from functools import cache
from importlib import resources
from typing import Literal

from corpus.document import Record
from corpus.facts import Threshold, Unit


class Metric(Record):
    """A metric that objectives set levels for.

    `aliases` are phrases that name it; `all` are groups of words of which one each must stand in the sentence.
    `better` says whether more or less of it is wanted, `change` that its level is a change by itself; `unit` is the
    usual unit of its level.
    """

    id: str
    name: str
    better: Literal["higher", "lower"]
    unit: Unit
    threshold: Threshold | None = None
    change: bool = False
    aliases: tuple[str, ...] = ()
    all: tuple[tuple[str, ...], ...] = ()


@cache
def metrics() -> tuple[Metric, ...]:
    """All metrics of corpus/lexicons/metrics.toml, in the order of the file."""
    text = resources.files("corpus").joinpath("lexicons/metrics.toml").read_text(encoding="utf-8")
    return tuple(Metric.model_validate(entry) for entry in tomllib.loads(text)["metric"])
