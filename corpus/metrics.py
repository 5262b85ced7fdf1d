"""The register of metrics: what national objectives measure, under one name in every document."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import ValidationError

from corpus.document import Record
from corpus.facts import Threshold, Unit
from corpus.own_rules import invalid, own_aliases, own_entries, refused


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
    """All metrics of corpus/lexicons/metrics.toml, in the order of the file, then those of the user's own rules.

    Raises:
        RulesError: an entry of the user's own that cannot be used.
    """
    text = resources.files("corpus").joinpath("lexicons/metrics.toml").read_text(encoding="utf-8")
    return _with_own(Metric.model_validate(entry) for entry in tomllib.loads(text)["metric"])


def _with_own(register: Iterable[Metric]) -> tuple[Metric, ...]:
    """The metrics with those of the user's own; an entry with the id of one that is there adds aliases to it."""
    found = {metric.id: metric for metric in register}
    for place, entry in own_entries("metric"):
        known = found.get(str(entry.get("id")))
        if known:
            aliases = dict.fromkeys((*known.aliases, *own_aliases(place, entry, "id")))
            found[known.id] = known.model_copy(update={"aliases": tuple(aliases)})
        else:
            metric = _metric(place, entry)
            found[metric.id] = metric
    return tuple(found.values())


def _metric(place: str, entry: dict[str, object]) -> Metric:
    try:
        metric = Metric.model_validate(entry)
    except ValidationError as error:
        raise invalid(place, error) from error
    phrases = (metric.id, metric.name, *metric.aliases, *(word for group in metric.all for word in group))
    if not (metric.aliases or metric.all) or not all(metric.all) or not all(phrase.strip() for phrase in phrases):
        raise refused(place, "give `aliases`, `all` or both, and no empty phrase or group")
    return metric
