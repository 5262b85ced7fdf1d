"""How sure a row is: the share of rows like it that turned out right on documents annotated by hand.

A row's features (which rule made it, where its fields come from, how it stands in the document) are weighed with
`lexicons/confidence.toml`, which a script fits (docs/confidence.md). The sum is the log-odds that the row is right:
that its words and its value, ends or name are those an annotator would have given.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import TypeVar

from corpus.document import Document
from corpus.facts import Body, DateExpression, FactKind, Figure, Mention, Objective
from corpus.metrics import metrics
from extractors.lexicon import lexicon
from extractors.same import Same

NEAR = 40  # code points: a repair that near may have cost a row its words
LONG_QUOTE, SHORT_QUOTE, BARE_QUOTE, LONG_MEASURE = 160, 25, 12, 10  # code points thrice, words
HARMLESS = frozenset({"markup", "non-breaking space", "non-breaking hyphen"})  # edits that leave every word as it was
LEAST, MOST = 0.02, 0.98  # nobody is surer than that of a row that no person has read
DIGITS = 2
_NUMBER = re.compile(r"\d[\d,.]*")
Kept = TypeVar("Kept", bound=Mention)


def with_confidence(document: Document, facts: Iterable[Kept]) -> list[Kept]:
    """The facts of a document, each with its confidence.

    Args:
        document: the document that they point into.
        facts: what was found in it.
    """
    setting = _setting(Same(document))
    return [fact.model_copy(update={"confidence": calibrated(kind_of(fact), setting.features(fact))}) for fact in facts]


@lru_cache(maxsize=2)  # the facts of a document come kind by kind, and part by part
def _setting(same: Same) -> "Setting":
    return Setting(same.document)


def calibrated(kind: FactKind, features: Iterable[str]) -> float:
    """How likely a row with these features is to be right, from 0.02 to 0.98; a feature without a weight adds nothing.

    Args:
        kind: of the fact.
        features: as `Setting.features` names them.
    """
    table = lexicon("confidence")[kind]
    weights = table["weights"]
    log_odds = table["base"] + sum(weights.get(feature, 0.0) for feature in features)
    return round(min(MOST, max(LEAST, 1 / (1 + math.exp(-log_odds)))), DIGITS)


def kind_of(fact: Mention) -> FactKind:
    """The kind of a fact."""
    kind: FactKind = fact.kind  # type: ignore[attr-defined]  # every fact has one
    return kind


class Setting:
    """A document, as far as it tells how sure its facts are."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._repairs = [edit.start for edit in document.edits if edit.rule not in HARMLESS]

    def features(self, fact: Mention) -> tuple[str, ...]:
        """What is known of a finished fact, as names like "rule.level" or "in.table"."""
        return *self._place(fact), *_own_features(fact), *self._words(fact)

    def _place(self, fact: Mention) -> Iterator[str]:
        block = self._document.block_at(fact.start)
        yield f"in.{block.kind}" if block else "in.text"
        if bisect_right(self._repairs, fact.end + NEAR) > bisect_left(self._repairs, fact.start - NEAR):
            yield "repaired"

    def _words(self, fact: Mention) -> Iterator[str]:
        """What the words of an objective or a figure tell: how many they are, and whether more than one is a number."""
        if isinstance(fact, Objective | Figure):
            quote = self._document.quote(fact)
            if len(_NUMBER.findall(quote)) > 1:
                yield "numbers"
            if len(quote) > LONG_QUOTE:
                yield "quote.long"
            elif len(quote) < SHORT_QUOTE:
                yield "quote.bare" if len(quote) < BARE_QUOTE else "quote.short"


def _own_features(fact: Mention) -> Sequence[str]:
    if isinstance(fact, Objective):
        return list(_of_objective(fact))
    if isinstance(fact, Figure):
        return list(_of_figure(fact))
    if isinstance(fact, DateExpression):
        return list(_of_date(fact))
    return list(_of_body(fact)) if isinstance(fact, Body) else []


def _of_objective(fact: Objective) -> Iterator[str]:
    yield f"rule.{_family(fact)}"
    yield f"obligation.{fact.obligation}"
    yield f"comparator.{fact.comparator}"
    yield f"unit.{fact.unit or 'none'}"
    yield f"body.{fact.body_source or 'none'}"
    yield f"deadline.{_where(fact, 'deadline') if fact.deadline else 'none'}"
    yield "metric.registered" if fact.metric in _registered() else "metric.own"
    if "stem" in fact.rule.split("."):
        yield "inherited"
    if len(fact.metric.split()) > LONG_MEASURE:
        yield "metric.long"
    if fact.threshold:
        yield "threshold"


def _of_figure(fact: Figure) -> Iterator[str]:
    yield f"rule.{_family(fact)}"
    yield f"unit.{fact.unit}"
    yield f"status.{fact.status}"
    yield f"direction.{fact.direction}"
    yield f"period.{'none' if fact.period is None else 'given' if fact.period.text else 'inferred'}"
    words = len(fact.measure.split())
    if words == 1 or words > LONG_MEASURE:
        yield "measure.word" if words == 1 else "measure.long"
    if fact.qualifier != "none":
        yield "qualified"
    if fact.high is not None:
        yield "range"


def _of_date(fact: DateExpression) -> Iterator[str]:
    yield f"rule.{_family(fact)}"
    yield f"type.{fact.type}"
    yield f"role.{fact.role}"
    ends = sum(end is not None for end in (fact.earliest, fact.latest))
    yield f"ends.{('none', 'one', 'both')[ends]}"
    if fact.anchor is not None:
        yield "anchored"


def _of_body(fact: Body) -> Iterator[str]:
    yield f"rule.{_family(fact)}"
    yield f"type.{fact.type}"
    if fact.code:
        yield "coded"
    if fact.resolved_by:
        yield f"resolved.{fact.resolved_by}"


def _family(fact: Mention) -> str:
    """The rule without its kind and its variants: "level" for "objective.level.must.stem"."""
    parts = fact.rule.split(".")
    return parts[1] if len(parts) > 1 else parts[0]


def _where(fact: Mention, field: str) -> str:
    """Whether a field was read inside of the quotation or elsewhere."""
    spans = fact.evidence.get(field, ())
    return "within" if any(fact.start <= span.start < fact.end for span in spans) else "elsewhere"


@cache
def _registered() -> frozenset[str]:
    return frozenset(metric.name for metric in metrics())
