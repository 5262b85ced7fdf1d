"""The time of a figure: in its sentence, in the report's title, or in what was said before."""

import re
from typing import NamedTuple

from corpus.document import Document, Span
from corpus.facts import Period
from extractors.dates import DateContext, DateMatch, find_dates
from extractors.figures.reported import is_start
from extractors.figures.story import Story
from extractors.figures.times import is_general, is_to_date, leans, period_of, speaks_of_time
from extractors.numbers import NumberMatch
from extractors.text import Context


class Report(NamedTuple):
    """Whether the document reports, and the time that its title says it reports on."""

    reports: bool
    period: Period | None


class Sentence(NamedTuple):
    """A sentence with what was read from it."""

    document: Document
    context: DateContext
    report: Report
    clause: Context
    numbers: list[NumberMatch]
    dates: list[DateMatch]
    ranking: bool
    cut: str


def time_of(sentence: Sentence, number: NumberMatch, story: Story) -> tuple[Period, Span | None] | None:
    """The period and where it stands: in the sentence, or else (without its words) in what came before.

    That is the time in the report's title, or the last one that the report named, or that of the sentence before.
    """
    clause, report = sentence.clause, sentence.report
    starts = is_start(clause.text, number)
    own = period_of(clause.text, number, sentence.dates, sentence.numbers, starts=starts)
    if own is not None:
        place = Span(start=clause.start + own.start, end=clause.start + own.end)
        open_end = own.latest is None and own.text.lower().startswith("since") and report.period is not None
        end = report.period.end if open_end and report.period else own.latest
        return Period(text=own.text, start=own.earliest, end=end), place
    if starts:
        return None
    if is_to_date(clause.text, number):
        end = report.period.end if report.period else sentence.context.published
        return (Period(end=end), None) if end else None
    if report.period is not None:
        alone = is_general(clause.text, number) or _is_named_time(clause.text, number)
        return None if alone else (report.period, None)
    if not leans(clause.text, number):
        return None
    return _said_before(sentence) or ((story.past, None) if report.reports and story.past else None)


def _is_named_time(text: str, number: NumberMatch) -> bool:
    """Whether the clause names a time of its own that has no ends ("in a full year", "last year")."""
    return bool(re.match(r"(?i)[^.;,]{0,20}\bin\s+a\s+(?:full\s+)?(?:year|month)\b", text[number.end :]))


def _said_before(sentence: Sentence) -> tuple[Period, Span | None] | None:
    """The time of the sentence before."""
    clause = sentence.clause
    if clause.previous is None:
        return None
    before = sentence.document.text[clause.previous.start : clause.previous.end]
    known = [
        d
        for d in find_dates(before, sentence.context)
        if d.type != "date" and speaks_of_time(before, d) and _is_past(d, sentence.context)
    ]
    if not known:
        return None
    last = known[-1]
    place = Span(start=clause.previous.start + last.start, end=clause.previous.start + last.end)
    return Period(start=last.earliest, end=last.latest), place


def of_topic(measure: str | None, story: Story) -> tuple[Period, None] | None:
    """The time of the ranking that the sentence goes on with, inferred."""
    if (
        story.period is None
        or story.topic is None
        or measure is None
        or story.topic not in (measure, f"{measure} growth")
    ):
        return None
    return Period(start=story.period.start, end=story.period.end), None


def _is_past(date: DateMatch, context: DateContext) -> bool:
    """Whether a later sentence may lean on the date: it is no deadline, and the document has lived to see it."""
    begun = date.earliest or date.latest
    return date.hint != "by" and not (begun and context.published and begun > context.published)
