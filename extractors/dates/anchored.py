"""How relative expressions are resolved: against the document's own time, or the dates that stand before them."""

import re
from datetime import timedelta

from extractors.dates.atoms import atoms
from extractors.dates.patterns import NUMBER
from extractors.dates.periods import (
    Stretch,
    calendar_year,
    financial_year,
    financial_year_of,
    months,
    shift_years,
)
from extractors.dates.placing import DateContext, ahead, season_near, told
from extractors.dates.records import NOWHERE, Atom
from extractors.dates.spans import Past, beside, cut, decade, own_year, same, whole_unit
from extractors.lexicon import lexicon
from extractors.wordnumbers import small_number


def _relative(match: re.Match[str], stretch: Stretch = NOWHERE) -> Atom:
    return Atom(match.start(), match.end(), "relative", "relative", stretch)


def plain(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    """A time whose days nobody can know from here."""
    return _relative(match)


def every(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    """A frequency."""
    return Atom(match.start(), match.end(), "relative", "duration", role="frequency")


def several(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    """As in "the last 3 years", whose days are known where the years are listed in brackets after it."""
    listed = re.match(r"\s*\(([^()]{4,80})\)", text[match.end() : match.end() + 90])
    found = [a.stretch for a in atoms(listed[1]) if a.type == "financial_year"] if listed else []
    if len(found) < 2:
        return _relative(match)
    return _relative(match, Stretch(min(s.earliest for s in found if s.earliest), found[-1].latest, "range"))


def numbered_year(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    """As in "Year 2 (2025/26)": the year of a plan, known where the financial year stands beside it."""
    beside = re.match(r"\s*[(:,–-]?\s*", text[match.end() :])
    at = match.end() + (beside.end() if beside else 0)
    found = [a for a in atoms(text[at : at + 16]) if a.form == "financial_year" and a.start == 0]
    return _relative(match, found[0].stretch if found else NOWHERE)


def ago(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    """As in "a year earlier": so long before the date that stands before it."""
    words = " ".join(match[0].lower().split())
    if words == "the year ahead":
        known = context.planning and context.year_start is not None
        return _relative(match, financial_year(context.year_start or 0) if known else NOWHERE)
    years = _years_back(words)
    if years is None or not past or past[-1].stretch.latest is None:
        return _relative(match)
    return _relative(match, shift_years(past[-1].stretch, -years))


def _years_back(words: str) -> int | None:
    """How many years "a decade earlier" and "twelve months before" go back; None for what is counted from today."""
    if words == "the year before":
        return 1
    mark = re.fullmatch(rf"({NUMBER}|a)[\s-](years?|months|decades?) (?:earlier|before)", words)
    if mark is None:
        return None
    count = 1.0 if mark[1] == "a" else small_number(mark[1])
    years = count * {"y": 1, "d": 10, "m": 1 / 12}[mark[2][0]]
    return int(years) if years == int(years) else None


def near_season(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    """As in "by the autumn", "over the winter": the one to come where the words point forward."""
    due = re.search(r"(?i)\b(?:by|from|before|until)\s+$", text[max(0, match.start() - 8) : match.start()])
    planned = context.planning and not told(text, match.start())
    future = due is not None or planned or ahead(text, match.start())
    return _relative(match, season_near(match["season"].lower(), context, future=future) or NOWHERE)


def year_end(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    """The last day of the financial year that the document is in."""
    whole = own_year(context, 0, "financial")
    return _relative(match, Stretch(whole.latest, whole.latest, "day") if whole.latest else NOWHERE)


def edge(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    """An edge of "the year": the document's own year; a stretch within it is not pinned down."""
    if match["unit"].lower() != "year":
        return _relative(match)
    return _relative(match, cut(own_year(context, 0, match["kind"]), match["edge"], whole=False))


def horizon(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    """As in "the end of the decade", which has a last day, and "the end of the Parliament", which has none yet."""
    if not match[0].lower().endswith("decade") or "next" in match[0].lower():
        return _relative(match)
    return _relative(match, cut(decade(context, 0), match["edge"], whole=False))


def to_date(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    """As in "year to date" with no year beside it: the document's financial year, open at its end."""
    return _relative(match, Stretch(own_year(context, 0, "financial").earliest, None, "range"))


def half_of_year(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    """As in "the first half of the year"."""
    start = own_year(context, 1 if "next" in match[0].lower() and not context.planning else 0, match["kind"]).earliest
    if start is None:
        return _relative(match)
    size = 6 if match["size"].lower() == "half" else 3
    places = {"first": 0, "opening": 0, "second": size, "third": 2 * size}
    first = min(places.get(match["which"].lower(), 12 - size), 12 - size)
    return _relative(match, months(start.year, start.month + first, size, "half" if size == 6 else "quarter"))


def own_time(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    """As in "the target for the year" and "in the quarter" of a report: its year, its latest whole quarter."""
    if not re.search(r"(?i)\b(?:for|in|over|during|finish|end)\s+$", text[max(0, match.start() - 8) : match.start()]):
        return None
    if not context.financial:
        return _relative(match)
    quarter = match["unit"].lower() == "quarter"
    return _relative(match, whole_unit("quarter", -1, None, context) if quarter else own_year(context, 0, None))


def that_time(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    """As in "that year": the one named last before; without one, nothing."""
    known = same(match["unit"].lower(), past)
    return _relative(match, known) if known != NOWHERE else None


def shifted(text: str, match: re.Match[str], context: DateContext, past: Past) -> Atom | None:
    """As in "last month", "this financial year", "the same period last year", "the end of next year"."""
    word, unit = match["shift"].lower(), match["unit"].lower()
    shift = lexicon("dates")["shifts"][word]
    if word == "same":
        whole = same(unit, past)
    elif match["same"]:
        known = past[-1].stretch if past else NOWHERE
        return _relative(match, shift_years(known, shift) if unit == "year" and known.precision != "day" else NOWHERE)
    elif word == "new" and unit == "year" and not match["kind"]:
        whole = calendar_year(context.published.year + 1) if context.published else NOWHERE
    elif word == "this" and unit == "year" and not match["kind"] and _is_told(text, match, context):
        whole = financial_year(financial_year_of(context.published)) if context.published else NOWHERE
    else:
        next_to = beside(unit, shift, past, context) if word in _BESIDE else None
        whole = next_to or whole_unit(unit, shift, match["kind"], context)
    return _relative(match, cut(whole, match["edge"], whole=True) if match["edge"] else whole)


_BESIDE = ("previous", "preceding", "following", "prior")  # the one beside what the text has just spoken of


def _is_told(text: str, match: re.Match[str], context: DateContext) -> bool:
    """As in "this year the service has shown", said in guidance before the year that it plans for begins."""
    if not context.planning or context.published is None or context.year_start is None:
        return False
    before = financial_year_of(context.published) < context.year_start
    return (
        before and re.match(r"(?i),?\s+(?:[\w’']+\s+){0,2}(?:has|have|had|was|were)\b", text[match.end() :]) is not None
    )


def before(text: str, atom: Atom) -> Atom:
    """As in "before the end of the financial year": over when the time begins, or at its end."""
    lead = re.search(r"(?i)\bbefore\s+$", text[max(0, atom.start - 9) : atom.start])
    if lead is None or atom.stretch.earliest is None:
        return atom
    ends = re.match(r"(?i)(?:the\s+)?(?:end|close)\b", text[atom.start : atom.end])
    last = atom.stretch.latest if ends else atom.stretch.earliest - timedelta(days=1)
    start = max(0, atom.start - 9) + lead.start()
    return atom._replace(start=start, stretch=Stretch(None, last, "range"))
