"""Whether what was found answers a question at all, or is only near to it, and why not.

A few signs speak against: a level or a year that nothing found holds, no row where a target or a figure is asked for,
words that stand in no document, passages that are far. Each adds its weight, by logistic regression; weights and limit
are data (`lexicons/support.toml`). A question without a word of content asks nothing.
"""

import math
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from corpus.document import Record
from index import DocumentSummary, Excerpt, Hit
from index.spelling import Spelling
from index.words import named_years, words
from pipeline.dates import financial_years
from pipeline.question import Quantity, Question, quantities
from pipeline.wording import quantity
from pipeline.words import content_stems

LEVEL_DEPTH, YEAR_DEPTH = 20, 10  # best passages that are looked through for a level, and for a year
REMOTE = 0.15  # a best passage of less than this score has next to nothing to do with the question
NO_CONTENT = "type what the question is about"
SAME = 0.02  # durations in other units are the same up to this share: 15 months are 65 weeks
_LEXICON = Path(__file__).parent / "lexicons" / "support.toml"
DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}


class Sign(NamedTuple):
    """Something that speaks against an answer: how strongly it is there (0 to 1), and what it is in words."""

    name: str
    strength: float
    words: str


class Support(Record):
    """Whether a question is answered; `reasons` say what speaks against, the weightiest first.

    An answer has reasons too, where a level or a year that is asked for was not found.
    """

    answered: bool
    reasons: tuple[str, ...] = ()


class Found(NamedTuple):
    """What was found for a question.

    Attributes:
        hits: passages, best first.
        excerpts: the words of the best of them, in the same order.
        documents: of the best of them, by id.
        rows: how many objectives and figures answer.
        spelling: the words of all documents.
        years: financial years that the answering rows are of.
    """

    hits: Sequence[Hit]
    excerpts: Sequence[Excerpt]
    documents: Mapping[str, DocumentSummary]
    rows: int
    spelling: Spelling
    years: Collection[str | None] = ()


class Weights(Record):
    """What each sign counts, in log-odds."""

    base: float
    limit: float
    weights: dict[str, float]


def support(question: Question, found: Found) -> Support:
    """Whether what was found answers the question; without a hit nothing does."""
    if not (question.stems or question.wants or question.years or question.kinds):
        return Support(answered=False, reasons=(NO_CONTENT,))
    if not found.hits:
        return Support(answered=False, reasons=("no passage holds any of it",))
    present = [sign for sign in signs(question, found) if sign.strength > 0]
    answered = not nothing_answers({sign.name: sign.strength for sign in present})
    told = [sign for sign in present if not answered or sign.name in ("level", "year")]
    counted = sorted(told, key=lambda sign: -sign.strength * weights().weights[sign.name])
    return Support(answered=answered, reasons=tuple(dict.fromkeys(sign.words for sign in counted)))


def nothing_answers(strengths: dict[str, float]) -> bool:
    """Whether the signs together pass the limit."""
    odds = weights().base + sum(weights().weights[name] * strength for name, strength in strengths.items())
    return 1 / (1 + math.exp(-odds)) > weights().limit


def signs(question: Question, found: Found) -> Iterator[Sign]:
    """Every sign, also those that are not there (of strength 0)."""
    missing = _missing_levels(question, found.excerpts[:LEVEL_DEPTH])
    levels = " and ".join(quantity({"value": one.value, "unit": one.unit}) for one in missing)
    yield Sign("level", float(bool(missing)), f"no passage found holds {levels}")
    years = _missing_years(question, found)
    of_years = f"nothing found is of {' or '.join(years)}"
    yield Sign("year", float(bool(years)), of_years)
    yield Sign("dated", float(bool(years and (question.wants or question.metrics))), of_years)
    asks = _asks_for_an_amount(question) and not found.rows
    metrics = " or ".join(question.metrics)
    yield Sign("metric", float(asks and bool(metrics)), f"no objective or figure on {metrics}")
    yield Sign("row", float(asks), "no objective or figure answers")
    unknown = sorted(_unknown(question, found.spelling))
    share = min(1.0, len(unknown) / max(1, len(question.topic)))
    yield Sign("unknown", share, f"no document holds {', '.join(unknown)}")
    yield Sign("foreign", float(share == 1), "no word of it is known here")
    yield Sign("far", max(0.0, 1 - found.hits[0].score), "the nearest passages are not near")
    yield Sign("remote", float(found.hits[0].score < REMOTE), "the nearest passages are not near")


@cache
def weights() -> Weights:
    """The weights of the lexicon, read once.

    Raises:
        ValueError: a weight is below 0.
    """
    read = _lexicon()
    if min(read["weights"].values()) < 0:
        raise ValueError(f"{_LEXICON}: a sign only speaks against an answer; no weight may be below 0")
    return Weights(base=read["base"], limit=read["limit"], weights=read["weights"])


@cache
def _lexicon() -> dict[str, Any]:
    return tomllib.loads(_LEXICON.read_text(encoding="utf-8"))


@cache
def _amounts() -> frozenset[str]:
    return frozenset(_lexicon()["amounts"]["words"].split())


def _asks_for_an_amount(question: Question) -> bool:
    said = {question.text[word.start : word.end].lower() for word in words(question.text)}
    return bool(question.wants or said & _amounts() or any(one.unit == "percent" for one in question.quantities))


def _missing_levels(question: Question, excerpts: Sequence[Excerpt]) -> list[Quantity]:
    if not question.quantities:
        return []
    held = {one for excerpt in excerpts for one in quantities(excerpt.text)}
    return [asked for asked in question.quantities if not any(_same(asked, one) for one in held)]


def _same(one: Quantity, other: Quantity) -> bool:
    if one.unit in DAYS and other.unit in DAYS:
        days, others = one.value * DAYS[one.unit], other.value * DAYS[other.unit]
        near = one.unit != other.unit and abs(days - others) <= SAME * max(days, others)
        return near or days == others
    return one == other


def _missing_years(question: Question, found: Found) -> list[str]:
    """The years of the question, where no answering row, none of the best passages, nor their documents is of any."""
    excerpts = found.excerpts[:YEAR_DEPTH]
    asked = set(question.years)
    if not asked or asked & set(found.years) or any(asked & _years(e, found.documents) for e in excerpts):
        return []
    return list(question.years)


def _years(excerpt: Excerpt, documents: Mapping[str, DocumentSummary]) -> set[str | None]:
    document = documents[excerpt.passage.document_id]
    said = (*financial_years(excerpt.text), *named_years(excerpt.text))
    return {document.planning_year, document.financial_year, *said}


def _unknown(question: Question, spelling: Spelling) -> Collection[str]:
    """Words of the topic that stand in no document, and for which no other name was found."""
    named = {part for expansion in question.expansions for part in content_stems(expansion.said)}
    wanted = (
        question.text[word.start : word.end].lower()
        for word in words(question.text)
        if word.stem in question.topic - named
    )
    return {word for word in wanted if not spelling.knows(word)}
