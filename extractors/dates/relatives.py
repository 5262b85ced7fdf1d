"""Times that need an anchor: "last year", "the next 5 years", "since the pandemic", "the end of the year"."""

import re
from collections.abc import Callable, Sequence
from functools import cache

from extractors.dates.atoms import NOWHERE, Atom, atoms
from extractors.dates.context import DateContext, ahead, season_near
from extractors.dates.patterns import NUMBER
from extractors.dates.periods import (
    Stretch,
    add_months,
    calendar_year,
    financial_quarter,
    financial_year,
    financial_year_of,
    months,
    shift_years,
)
from extractors.lexicon import lexicon, lowered, one_of

Past = list[Atom]
_FINENESS = {
    "month": ("day", "month"),
    "quarter": ("day", "month", "quarter"),
    "year": ("day", "month", "quarter", "half", "season", "year"),
}
Reader = Callable[[str, re.Match[str], DateContext, Past], Atom | None]


def relatives(text: str, context: DateContext, past: Past) -> list[Atom]:
    """Relative expressions, resolved against the document's time or the dates before them where they can be.

    Args:
        text: a sentence or a paragraph.
        context: the document's time.
        past: the dated atoms of the text, which "the previous year" and "the same period last year" lean on.
    """
    found: list[Atom] = []
    low = lowered(text)
    if not _is_triggered(low):
        return found
    for pattern, reader, needs in _rules():
        if not all(any(map(low.__contains__, words)) for words in needs):
            continue
        for match in pattern.finditer(text):
            earlier = [a for a in past if a.end <= match.start()]
            atom = reader(text, match, context, earlier)
            if atom is not None:
                found.append(atom)
    return found


def _is_triggered(low: str) -> bool:
    words, patterns = _cues()
    return any(map(low.__contains__, words)) or bool(patterns and patterns.search(low))


@cache
def _cues() -> tuple[tuple[str, ...], re.Pattern[str] | None]:
    """What a text in lower case holds that speaks of a relative time: plain words, and patterns."""
    cues = [*lexicon("dates")["seasons"]["names"], *lexicon("dates")["cues"]["relative"]]
    patterns = [cue for cue in cues if not cue.replace(" ", "").isalpha()]
    words = tuple(cue for cue in cues if cue not in patterns)
    return words, re.compile("|".join(patterns)) if patterns else None


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Reader, tuple[Sequence[str], ...]], ...]:
    """Patterns, each with its reader and with lists of words in lower case, of each of which it needs one."""
    words = lexicon("dates")
    shift, season = one_of(words["shifts"]), one_of(words["seasons"]["names"])
    event, lead = one_of(words["events"]["names"]), one_of(words["events"]["leads"])
    edge = rf"(?P<edge>{one_of(words['edges']['words'])})\s+"
    kind = r"(?:(?P<kind>financial|calendar|fiscal|planning)\s+)?"
    same = (
        rf"(?P<same>the\s+(?:same|equivalent|corresponding)\s+{one_of(words['points']['words'])}\s+(?:(?:in|of)\s+)?)"
    )
    counted = rf"(?:{NUMBER}|few|several|couple\s+of)"
    units, one = one_of(words["units"]["many"]), one_of(words["units"]["one"])
    of_plan = rf"(?:pandemic\b|(?:[\w-]+\s+){{0,6}}?{one_of(words['plans']['words'])}\b)"
    no_name = r"(?!\s+(?:\d|Budget|Statement|of\b))"
    ordinal = r"(?:first|second|third|fourth|fifth|final|last|opening)"
    near = r"(?:last|past|previous|preceding|next|coming|following|first|final)"
    spans, several = [*words["units"]["one"], *words["seasons"]["names"]], words["units"]["many"]
    edges, events, horizons = (
        [word.lower().split()[-1] for word in words[table][key]]
        for table, key in (("edges", "words"), ("events", "names"), ("horizons", "words"))
    )
    shifts, year = tuple(words["shifts"]), ("year",)
    rules: tuple[tuple[str, Reader, tuple[Sequence[str], ...]], ...] = (
        (
            rf"(?:{same}|{edge})?(?:(?:the|their|our|its)\s+)?(?P<shift>{shift})\s+{kind}(?P<unit>{one}|{season})(?![\w-])",
            _shifted,
            (spans, shifts),
        ),
        (
            rf"{edge}(?:the|each|every)\s+{kind}(?P<unit>year|month|quarter|{season})(?![\w-])(?!\s+(?:of|to|end))",
            _edge,
            (edges, spans, ("the", "each", "every")),
        ),
        (rf"(?<=by |at )(?:the\s+)?{kind}year[-\s]end\b", _year_end, (year, ("end",))),
        (rf"(?:the\s+)?{near}\s+{counted}\s+(?:\w+\s+)?{units}\b", _several, (several,)),
        (rf"every\s+(?:{NUMBER}(?:\s?[-–]\s?|\s+to\s+))?{counted}\s+{units}\b", _every, (("every",),)),
        (
            rf"(?:(?:{NUMBER}|a|few)\s+(?:{one}|day|{units})|the\s+(?:year|month|week))\s+(?:ago|earlier|before|ahead)\b",
            _ago,
            (("ago", "earlier", "before", "ahead"),),
        ),
        (rf"{lead}(?:\s+and\s+{lead})?\s+{event}", _plain, (events,)),
        (rf"(?:the\s+)?{ordinal}\s+year\s+of\s+(?:the\s+)?{of_plan}", _plain, (year, ("of",))),
        (r"(?<!-)year\s+(?:one|two|three|four|five|[1-9])\b(?![-\s]+(?:olds?|pupils?|children|plan))", _plain, (year,)),
        (rf"(?<=in |by )(?:the\s+)?(?P<season>{season})\b{no_name}", _season, (words["seasons"]["names"],)),
        (rf"(?:the\s+)?{ordinal}\s+{counted}\s+months\s+of\s+(?:the|this)\s+{kind}year\b", _plain, (year, ("months",))),
        (
            rf"(?:the\s+)?(?P<which>{ordinal})\s+(?P<size>half|quarter)\s+of\s+(?:the|this|next)\s+{kind}year\b",
            _half_of_year,
            (year, ("half", "quarter")),
        ),
        (r"(?:(?:the|this)\s+)?(?:financial\s+)?year[\s-]to[\s-]date\b|(?:FY)?YTD\b", _to_date, (("date", "ytd"),)),
        (rf"{edge}(?:this|the|the\s+next)\s+{one_of(words['horizons']['words'])}\b", _plain, (edges, horizons)),
        (r"(?:since\s+)?the\s+(?:19|20)\d0s\b", _plain, (("0s",),)),
    )
    return tuple((re.compile(rf"(?i)(?<![\w-]){p}"), reader, needs) for p, reader, needs in rules)


def _relative(match: re.Match[str], stretch: Stretch = NOWHERE) -> Atom:
    return Atom(match.start(), match.end(), "relative", "relative", stretch)


def _plain(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    return _relative(match)


def _every(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    return Atom(match.start(), match.end(), "relative", "duration", role="frequency")


def _several(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    """As in "the last 3 years", whose days are known where the years are listed in brackets after it."""
    listed = re.match(r"\s*\(([^()]{4,80})\)", text[match.end() : match.end() + 90])
    found = [a.stretch for a in atoms(listed[1]) if a.type == "financial_year"] if listed else []
    if len(found) < 2:
        return _relative(match)
    return _relative(match, Stretch(min(s.earliest for s in found if s.earliest), found[-1].latest, "range"))


def _ago(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    if match[0].lower() in ("a year earlier", "the year before") and past and past[-1].stretch.latest:
        return _relative(match, shift_years(past[-1].stretch, -1))
    if match[0].lower() == "the year ahead" and context.planning and context.year_start is not None:
        return _relative(match, financial_year(context.year_start))
    return _relative(match)


def _season(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    name = match["season"].lower()
    by = text[: match.start()].endswith("by ")
    return _relative(match, season_near(name, context, future=by or ahead(text, match.start())) or NOWHERE)


def _year_end(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    whole = _year(context, 0, "financial")
    return _relative(match, Stretch(whole.latest, whole.latest, "day") if whole.latest else NOWHERE)


def _edge(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    """An edge of "the year": the document's own year; a stretch within it is not pinned down."""
    if match["unit"].lower() != "year":
        return _relative(match)
    return _relative(match, _cut(_year(context, 0, match["kind"]), match["edge"], whole=False))


def _to_date(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    """As in "year to date" with no year beside it: the document's financial year, open at its end."""
    return _relative(match, Stretch(_year(context, 0, "financial").earliest, None, "range"))


def _half_of_year(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    start = _year(context, 1 if "next" in match[0].lower() and not context.planning else 0, match["kind"]).earliest
    if start is None:
        return _relative(match)
    size = 6 if match["size"].lower() == "half" else 3
    places = {"first": 0, "opening": 0, "second": size, "third": 2 * size}
    first = min(places.get(match["which"].lower(), 12 - size), 12 - size)
    return _relative(match, months(start.year, start.month + first, size, "half" if size == 6 else "quarter"))


def _shifted(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    shift, unit = lexicon("dates")["shifts"][match["shift"].lower()], match["unit"].lower()
    if match["shift"].lower() == "same":
        same = _same(unit, past)
        return _relative(match, _cut(same, match["edge"], whole=True) if match["edge"] else same)
    if match["same"]:
        known = past[-1].stretch if past else NOWHERE
        moved = shift_years(known, shift) if unit == "year" and known.precision != "day" else NOWHERE
        return _relative(match, moved)
    if match["shift"].lower() in ("previous", "preceding", "following", "prior") and unit == "year" and past:
        known = past[-1].stretch
        if known.precision == "year" and known.latest:
            return _relative(match, shift_years(known, shift))
    whole = _whole(unit, shift, match["kind"], context)
    return _relative(match, _cut(whole, match["edge"], whole=True) if match["edge"] else whole)


def _same(unit: str, past: Past) -> Stretch:
    """The month, quarter or year of the date named last before; nowhere without one as fine."""
    dated = [a.stretch for a in past if a.stretch.precision in _FINENESS.get(unit, ())]
    last = dated[-1] if dated else NOWHERE
    known = last.latest
    if known is None:
        return NOWHERE
    if unit == "month":
        return months(known.year, known.month, 1)
    if unit == "quarter":
        return financial_quarter(financial_year_of(known), (known.month - 4) % 12 // 3 + 1)
    return last if last.precision == "year" else calendar_year(known.year)


def _whole(unit: str, shift: int, kind: str | None, context: DateContext) -> Stretch:
    if unit == "year":
        return _year(context, min(shift, 0) if context.planning else shift, kind)
    if context.published is None or unit in ("week", "decade", "half", "day"):
        return NOWHERE
    if unit == "month":
        moved = add_months(context.published, shift)
        return months(moved.year, moved.month, 1)
    if unit == "quarter":
        moved = add_months(context.published, 3 * shift)
        return financial_quarter(financial_year_of(moved), (moved.month - 4) % 12 // 3 + 1)
    return season_near(unit, context, future=shift >= 0) or NOWHERE


def _year(context: DateContext, shift: int, kind: str | None) -> Stretch:
    """The document's year, moved: financial where the words or the document say so."""
    financial = (kind or "").lower() in ("financial", "fiscal", "planning") or (context.financial and not kind)
    if financial:
        return financial_year(context.year_start + shift) if context.year_start is not None else NOWHERE
    return calendar_year(context.published.year + shift) if context.published else NOWHERE


def _cut(stretch: Stretch, edge: str, *, whole: bool) -> Stretch:
    """The end or the start of a stretch; "later" and "the rest of" keep its last day; else all of it or nothing."""
    word = re.sub(r"^the\s+|\s+of$", "", edge.strip().lower())
    if word in ("end", "close") and stretch.latest:
        return Stretch(stretch.latest, stretch.latest, "day")
    if word in ("start", "beginning") and stretch.earliest:
        return Stretch(stretch.earliest, stretch.earliest, "day")
    if word in ("later", "remainder", "rest", "late"):
        return Stretch(None, stretch.latest, "range")
    return stretch if whole else NOWHERE
