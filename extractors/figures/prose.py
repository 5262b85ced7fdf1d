"""Figures in running text: each sentence is read with what the sentences before it were about."""

from collections.abc import Generator, Iterator, Sequence
from typing import NamedTuple

from corpus.document import Document, Span, content_id
from corpus.facts import Direction, Figure, Period
from extractors.dates import DateContext, DateMatch, find_dates
from extractors.figures.clauses import (
    carried,
    direction_of,
    is_reported,
    is_to_date,
    moved_from,
    period_of,
    speaks_of_time,
)
from extractors.figures.measures import measure_of, struck_out, topic_of
from extractors.figures.rankings import is_ranking, organisation_of
from extractors.figures.status import lies_ahead, status_of
from extractors.numbers import NumberMatch, find_numbers
from extractors.obligations import find_obligations
from extractors.text import Context, clauses

CONFIDENCE = {"clause": 0.85, "money": 0.9, "ranking": 0.95}


class _Story(NamedTuple):
    """What the sentences so far were about, for those that leave it unsaid; it ends with the section.

    `unread` are the last sentences without a number, read for their topic only when one with a number follows.
    `topic` is what a ranking ranks, and `period` the time of its first sentence: both hold until the next topic.
    """

    section: str | None = None
    measure: str | None = None
    direction: Direction | None = None
    topic: str | None = None
    period: Period | None = None
    unread: tuple[str, ...] = ()


def prose_figures(document: Document, context: DateContext, taken: set[int]) -> Iterator[Figure]:
    """The figures of running text; blocks that a broken table took are passed over."""
    story = _Story()
    for clause in clauses(document):
        if clause.block.start in taken:
            continue
        if clause.block.section_id != story.section:
            story = _Story(clause.block.section_id)
        numbers = find_numbers(clause.text)
        if numbers:
            story = yield from _sentence(document, context, clause, numbers, story)
        else:
            story = story._replace(unread=(*story.unread[-2:], clause.text))


def _caught_up(story: _Story) -> _Story:
    for text in story.unread:
        topic = topic_of(text)
        if topic:
            story = story._replace(measure=topic, direction=_topic_direction(text))
    return story._replace(unread=())


def _topic_direction(text: str) -> Direction | None:
    lowered = text.casefold()
    return "increase" if "growth" in lowered or "increase" in lowered else None


class _Sentence(NamedTuple):
    """A sentence with what was read from it."""

    document: Document
    context: DateContext
    clause: Context
    numbers: list[NumberMatch]
    dates: list[DateMatch]
    ranking: bool
    cut: str


def _sentence(
    document: Document, context: DateContext, clause: Context, numbers: list[NumberMatch], story: _Story
) -> Generator[Figure, None, _Story]:
    """The figures of one sentence; returns the story as it stands after it."""
    story = _caught_up(story)
    dates, ranking = find_dates(clause.text, context), is_ranking(clause.text, numbers)
    sentence = _Sentence(document, context, clause, numbers, dates, ranking, struck_out(clause.text, dates))
    default = not (context.planning or _binds(document, clause))
    if ranking:
        story = _ranked(clause.text, story)
    way: Direction | None = None
    own: str | None = None
    for number in numbers:
        if not is_reported(clause.text, number, default=default):
            continue
        own = measure = _measure(sentence, number, story, own)
        way = _direction(sentence, number, story, way)
        when = _when(sentence, number) or _of_topic(measure, story)
        if when and lies_ahead(document, when[0]) and status_of(clause.text, number) == "reported":
            continue
        yield _figure(sentence, number, measure, way, when)
        story = _told(story, measure, when, ranking=ranking)
    return story


def _measure(sentence: _Sentence, number: NumberMatch, story: _Story, own: str | None) -> str | None:
    """The topic of a ranking; else the measure of the number before it in the sentence, or what the words name."""
    if sentence.ranking:
        return story.topic or sentence.document.section(sentence.clause.block.section_id).heading
    return measure_of(sentence.cut, number, story.measure, own)


def _ranked(text: str, story: _Story) -> _Story:
    topic = topic_of(text) or story.measure
    if topic is None or (story.topic and "growth" not in topic):
        return story
    return story._replace(topic=story.measure if story.measure and topic in story.measure else topic)


def _told(story: _Story, measure: str | None, when: tuple[Period, Span | None] | None, *, ranking: bool) -> _Story:
    if measure and " share of " not in measure:
        story = story._replace(measure=measure)
    if ranking and when is not None and when[0].end is not None:
        story = story._replace(period=when[0])
    return story


def _direction(sentence: _Sentence, number: NumberMatch, story: _Story, last: Direction | None) -> Direction:
    text, before = sentence.clause.text, _before(number, sentence.numbers)
    own = moved_from(text, number, before) or direction_of(text, number)
    if own is None and last is not None and carried(text, number, before):
        own = last
    return own or (story.direction if sentence.ranking else None) or "level"


def _of_topic(measure: str | None, story: _Story) -> tuple[Period, None] | None:
    """The time of the ranking that the sentence goes on with, inferred."""
    if (
        story.period is None
        or story.topic is None
        or measure is None
        or story.topic not in (measure, f"{measure} growth")
    ):
        return None
    return Period(start=story.period.start, end=story.period.end), None


def _before(number: NumberMatch, numbers: Sequence[NumberMatch]) -> NumberMatch | None:
    """The last number of the same unit before this one."""
    earlier = [n for n in numbers if n.end <= number.start and n.unit == number.unit]
    return earlier[-1] if earlier else None


def _binds(document: Document, clause: Context) -> bool:
    """Whether the stem of the list that the clause hangs on sets things to be done."""
    return clause.lead_in is not None and bool(find_obligations(document.quote(clause.lead_in)))


def _when(sentence: _Sentence, number: NumberMatch) -> tuple[Period, Span | None] | None:
    """The period and where it stands: in the sentence, or else (without its words) in the sentence before."""
    clause = sentence.clause
    own = period_of(clause.text, number, sentence.dates, sentence.numbers)
    if own is not None:
        place = Span(start=clause.start + own.start, end=clause.start + own.end)
        return Period(text=own.text, start=own.earliest, end=own.latest), place
    if is_to_date(clause.text, number) and sentence.context.published:
        return Period(end=sentence.context.published), None
    if clause.previous is None:
        return None
    before = sentence.document.text[clause.previous.start : clause.previous.end]
    known = [
        d for d in find_dates(before, sentence.context) if speaks_of_time(before, d) and _is_past(d, sentence.context)
    ]
    if not known:
        return None
    last = known[-1]
    place = Span(start=clause.previous.start + last.start, end=clause.previous.start + last.end)
    return Period(start=last.earliest, end=last.latest), place


def _is_past(date: DateMatch, context: DateContext) -> bool:
    """Whether a later sentence may lean on the date: it is no deadline, and the document has lived to see it."""
    begun = date.earliest or date.latest
    return date.hint != "by" and not (begun and context.published and begun > context.published)


def _figure(
    sentence: _Sentence,
    number: NumberMatch,
    measure: str | None,
    direction: Direction,
    when: tuple[Period, Span | None] | None,
) -> Figure:
    """The fact; where nothing names what is measured, the section's heading does."""
    document, clause = sentence.document, sentence.clause
    named = measure or number.counted or topic_of(clause.text) or document.section(clause.block.section_id).heading
    start, end = clause.start + number.start, clause.start + number.end
    rule = "ranking" if sentence.ranking else "money" if number.unit == "GBP" else "clause"
    body = organisation_of(clause.text, number, sentence.numbers)
    if body is not None and not sentence.ranking and body[2] == clause.text[body[0] : body[1]]:
        body = None  # capitals alone make no organisation outside a ranking
    evidence = {"period": (when[1],)} if when and when[1] else {}
    if body is not None:
        evidence["body"] = (Span(start=clause.start + body[0], end=clause.start + body[1]),)
    return Figure(
        id=content_id("fig", document.id, start, end, number.unit),
        document_id=document.id,
        start=start,
        end=end,
        evidence=evidence,
        rule=f"figure.{rule}",
        confidence=CONFIDENCE[rule],
        measure=named,
        value=number.value,
        high=number.high,
        unit=number.unit,
        counted=number.counted,
        qualifier=number.qualifier,
        direction=direction,
        period=when[0] if when else None,
        body=body[2] if body else None,
        status=status_of(clause.text, number),
    )
