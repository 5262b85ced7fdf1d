"""What the words around a date do to it: they cut it, open it, or move it."""

import re
from datetime import timedelta

from corpus.facts import Precision
from extractors.dates.periods import Stretch, back_from, financial_year, financial_year_of, part, shift_years
from extractors.dates.records import Atom
from extractors.lexicon import lexicon
from extractors.wordnumbers import small_number

Past = list[Atom]  # the dated atoms that stand earlier in the text

SIZES: dict[str, tuple[int, Precision]] = {"half": (6, "half"), "quarter": (3, "quarter"), "month": (1, "month")}


def edge(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """The end of March 2026 is its last day, the start of 2024/25 its first; the middle is no day."""
    stretch = atom.stretch
    if atom.type == "duration" or stretch.precision == "day":
        return None
    if found["edge"].lower() in ("end", "close") and stretch.latest:
        return atom._replace(type="period", stretch=Stretch(stretch.latest, stretch.latest, "day"))
    if found["edge"].lower() in ("start", "beginning") and stretch.earliest:
        return atom._replace(type="period", stretch=Stretch(stretch.earliest, stretch.earliest, "day"))
    return atom


def vaguely(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """Such as "late 2024", whose last day is known, and "early 2024", whose first is; of "mid-2024" neither."""
    if atom.stretch.precision not in ("year", "month", "season"):
        return None
    word = found["lead"][:3].lower()
    first = atom.stretch.earliest if word == "ear" else None
    last = atom.stretch.latest if word == "lat" else None
    return atom._replace(type="period", stretch=Stretch(first, last, "range"))


def week(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """The seven days from the day that a week begins on."""
    first = atom.stretch.earliest
    if first is None or atom.stretch.precision != "day":
        return None
    return atom._replace(type="period", stretch=Stretch(first, first + timedelta(days=6), "range"))


def length(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """As in "the 12 months to March 2025", "the quarter ending December 2024": so much time up to the last day."""
    if atom.stretch.latest is None or atom.type == "duration":
        return None
    count = small_number(found["n"]) if found["n"] else 1
    unit = found["unit"].lower().rstrip("s")
    if unit == "month" and not found["n"] and atom.stretch.precision != "day":
        return None
    if unit == "week":
        start = atom.stretch.latest - timedelta(days=int(7 * count) - 1)
        return atom._replace(type="period", stretch=Stretch(start, atom.stretch.latest, "range"))
    size = {"year": 12, "half-year": 6, "half year": 6, "quarter": 3, "month": 1}[unit]
    return atom._replace(type="period", form="range", stretch=back_from(atom.stretch.latest, int(size * count)))


def share(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """As in "the first half of 2026", "the last two months of 2024/25"."""
    unit = found["unit"].lower().rstrip("s")
    if atom.stretch.precision != "year" or unit == "week":
        return None
    number = lexicon("dates")["ordinals"][found["which"].lower()]
    count = int(small_number(found["n"])) if found["n"] else 1
    size = SIZES[unit][0]
    first = -size * count if number < 0 else size * (number - 1)
    precision = SIZES[unit][1] if unit != "month" or count == 1 else "range"
    stretch = part(atom.stretch, first, size * count, precision)
    return stretch and atom._replace(type="period", form=unit, stretch=stretch)


def to_date(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """As in "year to date August 2024": from the start of the financial year."""
    stretch = atom.stretch
    if stretch.earliest is None or atom.type == "duration":
        return None
    if stretch.precision == "year":
        return atom._replace(type="period", stretch=Stretch(stretch.earliest, None, "range"))
    start = financial_year(financial_year_of(stretch.earliest)).earliest
    return atom._replace(type="period", stretch=Stretch(start, stretch.latest, "range"))


def to_date_after(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """The same, where the words follow the date."""
    changed = to_date(found, atom, past)
    return changed and changed._replace(end=found.end())


def same(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """The part of the year last spoken of, moved into this one; without one, the year is known and the part is not."""
    target = atom.stretch.earliest
    if target is None or atom.stretch.precision != "year":
        return None
    for known in reversed(past):
        start = known.stretch.earliest
        if start is None or known.stretch.latest is None or known.stretch.precision == "year":
            continue
        financial = atom.form == "financial_year"
        moved = target.year - (financial_year_of(start) if financial else start.year)
        return atom._replace(type="relative", stretch=shift_years(known.stretch, moved))
    return atom._replace(type="relative", stretch=Stretch(None, None))


def keep(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """As in "the financial year 2024/25"."""
    return atom if atom.form == "financial_year" else financial(found, atom, past)


def financial(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """Such as "2024/25 financial year", and "2024 to 2025 financial year" in the style of GOV.UK."""
    end = max(atom.end, found.end()) if found.start() >= atom.end else atom.end
    first, last = atom.stretch.earliest, atom.stretch.latest
    if atom.form == "financial_year":
        return atom._replace(end=end)
    if atom.form == "range" and first and last and last.year == first.year + 1 and first.month == 1:
        return atom._replace(end=end, type="financial_year", stretch=financial_year(first.year))
    return None


def opened(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """As in "2027/28 and beyond"."""
    if atom.stretch.earliest is None:
        return None
    return atom._replace(end=found.end(), type="period", stretch=Stretch(atom.stretch.earliest, None, "range"))


def since(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """As in "since May 2024": open at its end."""
    if atom.stretch.earliest is None or atom.type == "duration":
        return None
    return atom._replace(type="period", stretch=Stretch(atom.stretch.earliest, None, "range"))


def before(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """As in "before April 2023": over on the day before; a feast and the end of a month are reached."""
    if atom.stretch.earliest is None or atom.type == "duration":
        return None
    last = atom.stretch.earliest
    edge_of_month = (atom.type, atom.stretch.precision) == ("period", "day") and (last + timedelta(days=1)).day == 1
    if atom.form != "feast" and not edge_of_month:
        last -= timedelta(days=1)
    return atom._replace(type="period", stretch=Stretch(None, last, "range"))


def after(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """As in "after June 2027": open at its end, from the next day on."""
    if atom.stretch.latest is None or atom.type == "duration":
        return None
    return atom._replace(type="period", stretch=Stretch(atom.stretch.latest + timedelta(days=1), None, "range"))


def until(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """As in "up to 2028": open at its start."""
    if atom.stretch.latest is None or atom.type == "duration":
        return None
    return atom._replace(type="period", stretch=Stretch(None, atom.stretch.latest, "range"))


def years_from(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """As in "the three years from 2024/25": as many years, the first of them the one named."""
    first = atom.stretch.earliest
    if first is None or atom.stretch.precision != "year":
        return None
    last = shift_years(atom.stretch, int(small_number(found["n"])) - 1).latest
    return atom._replace(type="period", form="range", stretch=Stretch(first, last, "range"))


def years_on(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """As in "2024/25 and the following 2 years": the year named and those that follow."""
    if atom.stretch.earliest is None or atom.stretch.precision != "year":
        return None
    last = shift_years(atom.stretch, int(small_number(found["n"]))).latest
    stretch = Stretch(atom.stretch.earliest, last, "range")
    return atom._replace(end=found.end(), type="period", form="range", stretch=stretch)


def calendar(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """As in "the calendar year 2025", "the 2025 calendar year"."""
    if atom.form != "year":
        return None
    return atom._replace(end=max(atom.end, found.end()) if found.start() >= atom.end else atom.end)
