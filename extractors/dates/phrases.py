"""Composition: two atoms make a range, and the words around an atom move, cut or open it.

"the 6 weeks to the end of May 2023" is read from the inside: May 2023, its end, the 6 weeks before it.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import NamedTuple

from corpus.facts import Precision
from extractors.dates.atoms import Atom
from extractors.dates.patterns import ENDS, NUMBER
from extractors.dates.periods import (
    Stretch,
    back_from,
    financial_year,
    financial_year_of,
    part,
    shift_years,
)
from extractors.lexicon import lexicon, one_of
from extractors.wordnumbers import small_number

Past = list[Atom]  # the dated atoms that stand earlier in the text
SIZES: dict[str, tuple[int, Precision]] = {"half": (6, "half"), "quarter": (3, "quarter"), "month": (1, "month")}
REACH = 64  # characters: no phrase that leads into a date is longer


class Phrase(NamedTuple):
    """A rule: a pattern that must end where the date starts (or begin where it ends), and what it does to the date."""

    name: str
    pattern: re.Pattern[str]
    apply: Callable[[re.Match[str], Atom, Past], Atom | None]
    ends: tuple[str, ...] = ()  # what its words before a date end with, one of these, in lower case


def joined(text: str, found: list[Atom]) -> list[Atom]:
    """Neighbours such as "April to June 2024" and "2024/25–2026/27" made one."""
    out: list[Atom] = []
    for atom in found:
        whole = _range(text, out[-1], atom) if out else None
        if whole is not None:
            out[-1] = whole
        else:
            out.append(atom)
    return out


def _range(text: str, first: Atom, last: Atom) -> Atom | None:
    between = text[first.end : last.start]
    if len(between) > 24 or "duration" in (first.type, last.type):
        return None
    link = _links().fullmatch(between)
    start, end = first.stretch.earliest, last.stretch.latest
    if link is None or start is None or end is None or start >= end:
        return None
    if link["and"] and not (
        _between().search(text[max(0, first.start - 12) : first.start]) or _months_of_one_year(text, first)
    ):
        return None
    return last._replace(start=first.start, form="range", type="period", stretch=Stretch(start, end, "range"))


def _months_of_one_year(text: str, first: Atom) -> bool:
    """As in "June and July 2024": the first month borrows the year of the second."""
    return first.form == "month" and not re.search(r"\d{2}$", text[first.start : first.end])


@cache
def _links() -> re.Pattern[str]:
    return re.compile(r"\s?[-–—]\s?|\s+(?:to|until|till|through|(?P<and>and|&))\s+(?:the\s+end\s+of\s+)?")


@cache
def _between() -> re.Pattern[str]:
    return re.compile(r"(?i)\bbetween\s+$")


def extended(text: str, atom: Atom, past: Past) -> Atom:
    """The atom with the words that lead into it and follow it, as far as a rule knows them."""
    for rule in _following():
        found = rule.pattern.match(text, atom.end)
        if found:
            atom = rule.apply(found, atom, past) or atom
            break
    widened = True
    while widened:
        widened = False
        window = max(0, atom.start - REACH)
        lead = text[window : atom.start]
        last = lead.rstrip().rstrip("-:,").rstrip().lower()
        for rule in _leading():
            if not last.endswith(rule.ends):
                continue
            found = rule.pattern.search(lead)
            changed = rule.apply(found, atom, past) if found else None
            if found and changed is not None:
                atom = changed._replace(start=window + found.start("lead"))
                widened = True
                break
    return atom


@cache
def _leading() -> tuple[Phrase, ...]:
    """Rules over the words before a date; each pattern ends where the date begins, and its group `lead` is kept."""
    ordinal = one_of(lexicon("dates")["ordinals"])
    of_the = r"\s+(?:(?:of|in)\s+)?(?:the\s+)?(?:(?:financial|calendar)\s+year\s+)?"
    rules: tuple[tuple[str, str, Callable[[re.Match[str], Atom, Past], Atom | None]], ...] = (
        (
            "edge",
            r"(?:the\s+)?(?P<edge>end|close|start|beginning|middle)(?:\s+of\s+(?:the\s+)?|\s+|-)"
            r"(?:(?:month|financial\s+year)\s+(?:of\s+)?)?",
            _edge,
        ),
        ("vague", r"(?:early|mid|late)(?:\s+in\s+|\s+|-)", _vaguely),
        ("week", r"(?:the\s+)?(?:week\s+(?:commencing|beginning)|w/c)\s+(?:on\s+)?", _week),
        (
            "length",
            rf"(?:the\s+)?(?:(?:full|whole|rolling)\s+)?(?:(?P<n>{NUMBER})[\s-]+)?(?P<unit>half[\s-]year|year|quarter|months?|weeks?)"
            r"(?:'s)?\s+(?:up\s+)?(?:to|ending|ended)\s+(?:on\s+|in\s+|at\s+)?",
            _length,
        ),
        (
            "part",
            rf"(?:the\s+)?(?P<which>{ordinal})\s+(?:(?P<n>{NUMBER})\s+)?(?P<unit>half|quarter|months?|weeks?){of_the}",
            _part,
        ),
        (
            "to date",
            r"(?:YTD|FYTD|(?:financial\s+)?year[\s-]to[\s-]date)\s*[:,]?\s*(?:(?:in|for|to|at|as at)\s+)?(?:the\s+)?",
            _to_date,
        ),
        (
            "same",
            r"the\s+(?:same|equivalent|corresponding|comparable)\s+"
            r"(?:period|point|time|months?|quarter|date|stage)\s+(?:in|of)\s+",
            _same,
        ),
        ("financial year", r"(?:the\s+)?(?:financial|fiscal|planning)\s+years?\s+(?:of\s+)?", _keep),
        ("since", r"(?:(?:each|every)\s+(?:year|month)\s+|ever\s+)?since\s+(?:the\s+)?", _since),
        ("before", r"(?:before|prior\s+to|ahead\s+of)\s+(?:the\s+)?|pre-", _before),
        ("after", r"(?:after|beyond|following)\s+|post-", _after),
        ("until", r"(?:up\s+to|up\s+until|until|till)\s+(?:and\s+including\s+)?", _until),
    )
    return tuple(Phrase(n, re.compile(rf"(?i)(?<![\w/])(?P<lead>{p})$"), f, ENDS[n]) for n, p, f in rules)


@cache
def _following() -> tuple[Phrase, ...]:
    rules: tuple[tuple[str, str, Callable[[re.Match[str], Atom, Past], Atom | None]], ...] = (
        ("open", r"\s+(?:and\s+beyond|onwards?|and\s+onwards|or\s+later)\b", _opened),
        ("to date", r"\s+(?:YTD|year[\s-]to[\s-]date|to\s+date|so\s+far)\b", _to_date_after),
        ("financial year", r"\s+financial\s+years?\b", _financial),
    )
    return tuple(Phrase(n, re.compile(rf"(?i){p}"), f) for n, p, f in rules)


def _edge(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    stretch = atom.stretch
    if atom.type == "duration" or stretch.precision == "day":
        return None
    if found["edge"].lower() in ("end", "close") and stretch.latest:
        return atom._replace(type="period", stretch=Stretch(stretch.latest, stretch.latest, "day"))
    if found["edge"].lower() in ("start", "beginning") and stretch.earliest:
        return atom._replace(type="period", stretch=Stretch(stretch.earliest, stretch.earliest, "day"))
    return atom


def _vaguely(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """Such as "late 2024", whose last day is known, and "early 2024", whose first is; of "mid-2024" neither."""
    if atom.stretch.precision not in ("year", "month", "season"):
        return None
    word = found["lead"][:3].lower()
    first = atom.stretch.earliest if word == "ear" else None
    last = atom.stretch.latest if word == "lat" else None
    return atom._replace(type="period", stretch=Stretch(first, last, "range"))


def _week(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    first = atom.stretch.earliest
    if first is None or atom.stretch.precision != "day":
        return None
    return atom._replace(type="period", stretch=Stretch(first, first + timedelta(days=6), "range"))


def _length(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    if atom.stretch.latest is None or atom.type == "duration":
        return None
    count = small_number(found["n"]) if found["n"] else 1
    unit = found["unit"].lower().rstrip("s")
    if unit == "week":
        start = atom.stretch.latest - timedelta(days=int(7 * count) - 1)
        return atom._replace(type="period", stretch=Stretch(start, atom.stretch.latest, "range"))
    size = {"year": 12, "half-year": 6, "half year": 6, "quarter": 3, "month": 1}[unit]
    if unit == "month" and not found["n"]:
        return None
    return atom._replace(type="period", form="range", stretch=back_from(atom.stretch.latest, int(size * count)))


def _part(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
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


def _to_date(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    stretch = atom.stretch
    if stretch.earliest is None or atom.type == "duration":
        return None
    if stretch.precision == "year":
        return atom._replace(type="period", stretch=Stretch(stretch.earliest, None, "range"))
    start = financial_year(financial_year_of(stretch.earliest)).earliest
    return atom._replace(type="period", stretch=Stretch(start, stretch.latest, "range"))


def _to_date_after(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    changed = _to_date(found, atom, past)
    return changed and changed._replace(end=found.end())


def _same(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
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


def _keep(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    return atom if atom.form == "financial_year" else _financial(found, atom, past)


def _financial(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    """Such as "2024/25 financial year", and "2024 to 2025 financial year" in the style of GOV.UK."""
    end = max(atom.end, found.end()) if found.start() >= atom.end else atom.end
    first, last = atom.stretch.earliest, atom.stretch.latest
    if atom.form == "financial_year":
        return atom._replace(end=end)
    if atom.form == "range" and first and last and last.year == first.year + 1 and first.month == 1:
        return atom._replace(end=end, type="financial_year", stretch=financial_year(first.year))
    return None


def _opened(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    if atom.stretch.earliest is None:
        return None
    return atom._replace(end=found.end(), type="period", stretch=Stretch(atom.stretch.earliest, None, "range"))


def _since(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    if atom.stretch.earliest is None or atom.type == "duration":
        return None
    return atom._replace(type="period", stretch=Stretch(atom.stretch.earliest, None, "range"))


def _before(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    if atom.stretch.earliest is None or atom.type == "duration":
        return None
    return atom._replace(type="period", stretch=Stretch(None, atom.stretch.earliest - timedelta(days=1), "range"))


def _after(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    if atom.stretch.latest is None or atom.type == "duration":
        return None
    return atom._replace(type="period", stretch=Stretch(atom.stretch.latest + timedelta(days=1), None, "range"))


def _until(found: re.Match[str], atom: Atom, past: Past) -> Atom | None:
    if atom.stretch.latest is None or atom.type == "duration":
        return None
    return atom._replace(type="period", stretch=Stretch(None, atom.stretch.latest, "range"))
