"""What the sentences so far were about, for those that leave it unsaid."""

import re
from typing import NamedTuple

from corpus.document import Span
from corpus.facts import Direction, Period, Unit
from extractors.figures.measures import topic_of
from extractors.figures.subjects import opening_subject
from extractors.numbers import NumberMatch


class Story(NamedTuple):
    """What the sentences so far were about, for those that leave it unsaid; it ends with the section.

    `unread` are the last sentences without a number, read for their topic only when one with a number follows.
    `topic` is what a ranking ranks, and `period` the time of its first sentence: both hold until the next topic.
    `named` holds the last measure in each unit, and `past` the last time that a report named.
    """

    section: str | None = None
    measure: str | None = None
    direction: Direction | None = None
    topic: str | None = None
    period: Period | None = None
    unread: tuple[str, ...] = ()
    named: tuple[tuple[Unit, str], ...] = ()
    past: Period | None = None


def caught_up(story: Story, text: str) -> Story:
    """The story with its unread sentences read, for a sentence that follows; "they" in it stand for their subject."""
    if story.unread and re.match(r"(?:They|It|These|This|That)\s", text):
        subject = opening_subject(story.unread[-1])
        return story._replace(measure=subject, named=(), unread=()) if subject else _topics(story)
    return _topics(story)


def _topics(story: Story) -> Story:
    for text in story.unread:
        topic = topic_of(text)
        if topic:
            story = story._replace(measure=topic, direction=_topic_direction(text))
    return story._replace(unread=())


def _topic_direction(text: str) -> Direction | None:
    lowered = text.casefold()
    return "increase" if "growth" in lowered or "increase" in lowered else None


def ranked(text: str, story: Story) -> Story:
    """The story with what a ranking ranks as its topic."""
    topic = topic_of(text) or story.measure
    if topic is None or (story.topic and "growth" not in topic):
        return story
    return story._replace(topic=story.measure if story.measure and topic in story.measure else topic)


def told(
    story: Story,
    number: NumberMatch,
    measure: str | None,
    when: tuple[Period, Span | None] | None,
    *,
    ranking: bool,
) -> Story:
    """The story after a figure: what it measured, and the time it spoke of."""
    if measure and " share of " not in measure:
        story = story._replace(measure=measure)
    if measure:
        story = naming(story, number.unit, measure)
    if when is not None and when[0].text and when[0].start and when[0].end and when[0].start != when[0].end:
        story = story._replace(past=Period(start=when[0].start, end=when[0].end))
    if ranking and when is not None and when[0].end is not None:
        story = story._replace(period=when[0])
    return story


def naming(story: Story, unit: Unit, measure: str) -> Story:
    """The story with the last measure in a unit."""
    return story._replace(named=(*(n for n in story.named if n[0] != unit), (unit, measure)))
