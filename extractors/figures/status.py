"""Whether a figure is money, a report or a forecast, and whether its time had come when the document was published."""

import re

from corpus.document import Document
from corpus.facts import FigureStatus, Period
from extractors.numbers import NumberMatch

NEAR = 70  # characters: how far a word of forecasting may stand before its number


def status_of(text: str, number: NumberMatch) -> FigureStatus:
    """Money, or a forecast, or a report."""
    if number.unit == "GBP":
        return "money"
    before = text[max(0, number.start - NEAR) : number.start]
    return "forecast" if says_forecast(before) else "reported"


def says_forecast(words: str) -> bool:
    """Whether the words say that a number is foreseen: before it in a sentence, or in the headers of its cell."""
    foreseen = (
        r"(?i)\b(?:forecast(?:ing|s|ed)?|project(?:ed|s|ions?)|predict(?:ed|s)|anticipated?|set\s+to|likely\s+to)\b"
    )
    return bool(re.search(foreseen, words))


def lies_ahead(document: Document, period: Period | None) -> bool:
    """Whether a period begins after the document was published: such a number was not measured."""
    begins = (period.start or period.end) if period else None
    return begins is not None and document.published is not None and begins > document.published
