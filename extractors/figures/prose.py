"""Figures in running text: each sentence is read with what the sentences before it were about."""

import re
from bisect import bisect_right
from collections.abc import Generator, Iterator, Sequence

from corpus.document import Document, Span, content_id
from corpus.facts import Direction, Figure, Period
from extractors.dates import DateContext, find_dates
from extractors.figures.directions import carried, direction_of, moved_from
from extractors.figures.measures import fuller, measure_of, struck_out, topic_of
from extractors.figures.rankings import is_ranking, organisation_of
from extractors.figures.reported import is_reported, is_start
from extractors.figures.sentence import Report, Sentence, of_topic, time_of
from extractors.figures.status import lies_ahead, status_of
from extractors.figures.story import Story, caught_up, naming, ranked, told
from extractors.figures.times import is_report, leans, report_period
from extractors.lexicon import lexicon, one_of
from extractors.numbers import NumberMatch, find_numbers
from extractors.obligations import find_obligations
from extractors.parts import Part, blocks_of
from extractors.text import Context, clauses

LONGEST_HEADING = 4  # words of a heading that may stand in a measure
CONFIDENCE = {"clause": 0.85, "money": 0.9, "ranking": 0.95}


def prose_figures(document: Document, part: Part | None, context: DateContext, taken: set[int]) -> Iterator[Figure]:
    """The figures of running text; blocks that a broken table took are passed over."""
    story = Story()
    report = Report(is_report(document), report_period(document, context))
    for clause in clauses(document, blocks_of(document, part)):
        if clause.block.start in taken:
            continue
        if clause.block.section_id != story.section:
            story = Story(clause.block.section_id)
        numbers = find_numbers(clause.text)
        if numbers:
            story = yield from _sentence(document, context, report, clause, numbers, story)
        else:
            story = story._replace(unread=(*story.unread[-2:], clause.text))


def _sentence(
    document: Document,
    context: DateContext,
    report: Report,
    clause: Context,
    numbers: list[NumberMatch],
    story: Story,
) -> Generator[Figure, None, Story]:
    """The figures of one sentence; returns the story as it stands after it."""
    story = caught_up(story, clause.text)
    dates, ranking = find_dates(clause.text, context), is_ranking(clause.text, numbers)
    sentence = Sentence(document, context, report, clause, numbers, dates, ranking, struck_out(clause.text, dates))
    default = not (context.planning or _binds(document, clause))
    if ranking:
        story = ranked(clause.text, story)
    way: Direction | None = None
    own: str | None = None
    for number in numbers:
        if not is_reported(clause.text, number, default=default):
            story, own = _spoken_of(sentence, number, story, own)
            continue
        own = measure = _measure(sentence, number, story, own)
        way = _direction(sentence, number, story, way)
        when = time_of(sentence, number, story) or of_topic(measure, story)
        if when and lies_ahead(document, when[0]) and status_of(clause.text, number) == "reported":
            if not leans(clause.text, number):
                continue
            when = None  # it has happened, so the time was misread
        yield _figure(sentence, number, measure, way, when)
        story = told(story, number, measure, when, ranking=ranking)
    return story


def _spoken_of(sentence: Sentence, number: NumberMatch, story: Story, own: str | None) -> tuple[Story, str | None]:
    """What a target is set for is spoken of too: "no more than 45 serious injuries. There were 83 in 2022"."""
    said = re.search(r"(?:\b(?:was|were|is|averaged)|:)\s+$", sentence.clause.text[: number.start][-12:])
    if sentence.ranking or not (number.kind in ("count", "percent") or (number.kind == "duration" and said)):
        return story, own
    named = measure_of(sentence.cut, number, None, own)
    if named is None or re.search(r"(?i)\b(?:plan|target|standard|budget)\b", named):
        return story, own
    return naming(story, number.unit, named), named


def _measure(sentence: Sentence, number: NumberMatch, story: Story, own: str | None) -> str | None:
    """The topic of a ranking; else the measure of the number before it in the sentence, or what the words name."""
    if sentence.ranking:
        named = dict(story.named).get(number.unit)
        heading = sentence.document.section(sentence.clause.block.section_id).heading
        return story.topic or measure_of(sentence.cut, number, named, own) or heading
    found = measure_of(sentence.cut, number, dict(story.named).get(number.unit) or story.measure, own)
    if found is None or found.casefold() not in lexicon("figures")["measures"]["generic"]:
        return found
    document, clause = sentence.document, sentence.clause
    before = document.text[clause.previous.start : clause.previous.end] if clause.previous else ""
    return fuller(found, before) or _with_heading(found, document.section(clause.block.section_id).heading)


def _direction(sentence: Sentence, number: NumberMatch, story: Story, last: Direction | None) -> Direction:
    text, before = sentence.clause.text, _before(number, sentence.numbers)
    if is_start(text, number):
        return "level"
    own = moved_from(text, number, before) or direction_of(text, number)
    if own is None and last is not None and carried(text, number, before):
        own = last
    return own or (story.direction if sentence.ranking else None) or "level"


def _before(number: NumberMatch, numbers: Sequence[NumberMatch]) -> NumberMatch | None:
    """The last number of the same unit before this one."""
    at = bisect_right(numbers, number.start, key=lambda n: n.end)
    return next((numbers[i] for i in range(at - 1, -1, -1) if numbers[i].unit == number.unit), None)


def _binds(document: Document, clause: Context) -> bool:
    """Whether the stem of the list that the clause hangs on sets things to be done."""
    return clause.lead_in is not None and bool(find_obligations(document.quote(clause.lead_in)))


def _with_heading(head: str, heading: str) -> str:
    """A head that names little by itself, with a short heading of its section ("Agency and bank spending")."""
    plain = re.sub(r"^[\d./]+\.?\s+", "", heading)
    empty = re.search(rf"(?i)\b{one_of(lexicon('figures')['measures']['plain_headings'])}\b", plain)
    short = plain and not empty and len(plain.split()) <= LONGEST_HEADING and head.casefold() not in plain.casefold()
    return f"{plain} {head.lower()}" if short else head


def _figure(
    sentence: Sentence,
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
