"""Entries of action logs and rows of tables of actions: what is to be done, and, beside or behind it, its day."""

import re
from functools import cache

from corpus.document import Span
from corpus.facts import Comparator, Deadline, Obligation
from extractors.comparators import MOVES, change_verbs
from extractors.dates import find_dates
from extractors.lexicon import lexicon, one_of
from extractors.numbers import find_numbers
from extractors.objectives.binding import Binding
from extractors.objectives.deadlines import Timing, deadline_of, deadlines
from extractors.objectives.deed import Deed, trimmed, without_particle
from extractors.objectives.grid import is_date
from extractors.objectives.nouns import tidy
from extractors.objectives.phrases import deed_verbs
from extractors.objectives.units import Unit, once
from extractors.obligations import of_header

FEWEST = 3  # words of an item that says what is to be done
AHEAD = 200  # code points behind an action in which its day is looked for
LONGEST = 400  # code points of an action's row
# "Action 4: ", "24/31  ", "(a) " before what is to be done.
_NUMBERED = re.compile(
    r"(?i:(?:action|recommendation|milestone|item)\s*)?\(?(?:[A-Z]{0,3}\d[\w./-]*|[a-z]\))?\s*[:.)–-]?\s*(?=[A-Z])"
)
_OWNER = (
    r"(?:(?:action\s+)?owner|lead(?:\s+officer|\s+director)?|responsible(?:\s+officer)?|by\s+whom|who|sro|action\s+by|accountable)"
    r"\s*[:–-]\s*[^.;|:\n]{2,70}[.;,|\n]?\s*"
)
_DAY = (
    r"(?:due(?:\s+date|\s+by)?|deadline|target\s+date|completion\s+date|date\s+due|complete\s+by|to\s+be\s+completed\s+by|by\s+when|timescale|when)"
    r"\s*[:–-]?\s+"
)
DUE = re.compile(
    rf"(?i)(?:[.;,(|\n–-]|\s{{2,}})\s*(?:{_OWNER})*(?P<due>{_DAY})(?=(?:by\s+|end\s+|the\s+|early\s+|late\s+|mid[\s-])*[\dA-Z])"
)
_DUE_CUES = ("due", "deadline", "date", "complete", "timescale", "when")  # one of them is in all that says a day is due
_OWNED = re.compile(rf"(?i)(?:[.;,(|\n–-]|\s{{2,}})\s*{_OWNER}")
FINITE = re.compile(
    r"(?i)\b(?:is|are|was|were|has|have|had|will|would|must|should|shall|can|could|may|might|does|do|did)\b"
)


def deed_of(
    unit: Unit, start: int, end: int, metric: str, timing: Timing, bound: Binding, comparator: Comparator = "deliver"
) -> Deed | None:
    """A deed by its place and metric; None where its metric is too short to say anything."""
    if len(metric) < 4:
        return None
    return Deed(start, trimmed(unit.text, end), comparator, metric, None, None, None, None, bound, timing)


def of_log(unit: Unit) -> Deed | None:
    """An entry of an action log: "Bring the plan to the Board. Owner: COO. Due 25 September 2024"."""
    found = _day_after(unit)
    if found is None:
        return None
    timing, named_by, stop = found
    opened = _NUMBERED.match(unit.text)
    start = opened.end() if opened else 0
    words = unit.text[start:stop].strip()
    moves = next((v for v in change_verbs(words) if v.start == 0 and v.way in MOVES), None)
    if moves and unit.numbers:
        return None  # a level
    is_label = _OWNED.match("." + unit.text) or DUE.match("." + unit.text)
    if len(words.split()) < FEWEST or FINITE.search(words) or not words[:1].isupper() or is_label:
        return None
    bound = Binding("must", named_by, inherited=True, noun=False)
    return deed_of(unit, start, stop, tidy(without_verb(words)), timing, bound)


@once
def due_behind(unit: Unit) -> re.Match[str] | None:
    """The words that say when an action is due, in the words of a unit or right behind it."""
    words = _behind(unit)
    low = words.lower()
    return DUE.search(words) if any(map(low.__contains__, _DUE_CUES)) else None


def _behind(unit: Unit) -> str:
    """The words of a unit and, where it ends its paragraph's part, a few that follow it there."""
    text = unit.setting.document.text
    behind = text[unit.end : unit.end + AHEAD].split("\n\n")[0]
    return unit.text + behind


@once
def _day_after(unit: Unit) -> tuple[Timing, Span, int] | None:
    """When an action is due by the words behind it, the words that say so, and where the action ends in the unit."""
    mark = due_behind(unit)
    if mark is None:
        return None
    words = mark.string
    owned = _OWNED.search(words)
    stop = min(mark.start(), owned.start() if owned else mark.start())
    between = words[stop : mark.start("due")]
    if stop > len(unit.text) or (owned is None and mark.start() > len(unit.text)) or len(between) > AHEAD:
        return None
    dates = [d for d in find_dates(words[mark.end() : mark.end() + 40], unit.setting.dates) if d.role == "time"]
    if not dates or dates[0].start > 12 or dates[0].latest is None:
        return None
    at = unit.start + mark.end()
    deadline = Deadline(text=dates[0].text, date=dates[0].latest, kind="by")
    span = Span(start=at + dates[0].start, end=at + dates[0].end)
    return Timing(deadline, span), Span(start=unit.start + mark.start("due"), end=at), stop


def of_table(unit: Unit) -> Deed | None:
    """A row of a table of actions or milestones: what is to be done in one cell, its day in another."""
    over = [span for span in unit.headers if span != unit.row_header]
    for span in over if unit.first and unit.headers else ():
        words = unit.setting.document.quote(span)
        if any_of_headers("day_headers").fullmatch(words.strip(" *:")) and is_date(unit.text):
            return _of_day(unit)
        if any_of_headers("action_headers").fullmatch(words.strip(" *:")) and not deadlines(unit):
            timing = deadline_of(unit, 0, len(unit.text))
            bound = Binding(_obligation(words), span, inherited=True, noun=False)
            wordy = len(unit.text.split()) >= FEWEST
            return deed_of(unit, 0, len(unit.text), _done(unit.text), timing, bound) if timing and wordy else None
    return None


def _of_day(unit: Unit) -> Deed | None:
    """The deed of a row whose day stands in this cell and whose name says what is to be done."""
    label, document = unit.row_header, unit.setting.document
    dates = [d for d in find_dates(unit.text, unit.setting.dates) if d.role == "time" and d.latest]
    if label is None or not dates or unit.end - label.start > LONGEST or len(unit.row_name.split()) < 2:
        return None
    table = document.block_at(label.start)
    cells = table.table.cells if table and table.table else ()
    column = next((c.column for c in cells if c.start == label.start), None)
    heads = [
        c
        for c in cells
        if c.header and c.column == column and any_of_headers("action_headers").fullmatch(c.text.strip(" *:"))
    ]
    spoken = unit.setting.spoken
    between = unit.setting.document.text[label.end : unit.start]
    if (
        find_numbers(between)
        or (not heads)
        or (spoken is not None and dates[0].latest is not None and dates[0].latest < spoken)
    ):
        return None
    bound = Binding(
        _obligation(heads[0].text), Span(start=heads[0].start, end=heads[0].end), inherited=True, noun=False
    )
    deadline = Deadline(text=dates[0].text, date=dates[0].latest, kind="by")
    timing = Timing(deadline, Span(start=unit.start + dates[0].start, end=unit.start + dates[0].end))
    return deed_of(unit, label.start - unit.start, len(unit.text), _done(unit.row_name), timing, bound)


def _obligation(header: str) -> Obligation:
    found = of_header(header)
    return "ambition" if found and found.obligation == "ambition" else "must"


def _done(words: str) -> str:
    return tidy(without_verb(words.strip()))


def without_verb(words: str) -> str:
    """The words behind the verb that opens them; words that no known verb opens stay as they are."""
    mark = deed_verbs().match(words) or any_of_headers("actions").match(words)
    if mark is None or words[mark.end() : mark.end() + 1] not in (" ", ","):
        return words
    return without_particle(words[mark.end() :].lstrip(" ,"))


@cache
def any_of_headers(table: str) -> re.Pattern[str]:
    """Any phrase of a table of lexicons/deeds.toml, as a whole word."""
    return re.compile(rf"(?i)(?<![\w-]){one_of(lexicon('deeds')[table])}(?![\w-])")
