"""The lexicons that several rooms read: organisations and metrics."""

from collections import Counter
from datetime import date

from corpus.metrics import metrics
from corpus.organisations import organisations


def test_the_gazetteer_holds_the_nhs_in_england() -> None:
    counts = Counter(o.type for o in organisations())
    assert counts["trust"] == 274
    assert counts["alliance"] == 21
    assert sum(o.type == "icb" and o.name.endswith("Integrated Care Board") for o in organisations()) == 42 + 6


def test_names_are_unique_for_a_day() -> None:
    on = date(2024, 6, 1)
    names = Counter(o.name for o in organisations() if o.existed(on))
    assert [name for name, count in names.items() if count > 1] == []


def test_thirty_six_boards_remain_from_april_2026() -> None:
    on = date(2026, 4, 2)
    boards = [o for o in organisations() if o.name.endswith("Integrated Care Board") and o.existed(on)]
    assert len(boards) == 36


def test_successors_are_in_the_gazetteer() -> None:
    known = {o.code for o in organisations()} | {o.name for o in organisations()}
    assert {o.successor for o in organisations() if o.successor} <= known


def test_the_register_of_metrics_is_whole() -> None:
    ids = [metric.id for metric in metrics()]
    assert len(ids) >= 40
    assert len(set(ids)) == len(ids)
    assert all(metric.aliases or metric.all for metric in metrics())


def test_an_alias_belongs_to_one_metric() -> None:
    owners: dict[str, set[str]] = {}
    for metric in metrics():
        for alias in metric.aliases:
            owners.setdefault(alias.casefold().replace("-", " "), set()).add(metric.id)
    assert {alias: ids for alias, ids in owners.items() if len(ids) > 1} == {}
