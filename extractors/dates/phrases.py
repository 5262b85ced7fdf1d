"""Composition: two atoms make a range, and the words around an atom move, cut or open it.

"the 6 weeks to the end of May 2023" is read from the inside: May 2023, its end, the 6 weeks before it.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from extractors.dates import moves
from extractors.dates.moves import Past
from extractors.dates.patterns import ENDS, NUMBER
from extractors.dates.periods import Stretch, shift_years
from extractors.dates.records import Atom
from extractors.lexicon import lexicon, one_of

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
    if first.yearless and last.yearless and link and _runs_back(first.stretch, last.stretch):
        last = last._replace(stretch=shift_years(last.stretch, 1))
    start, end = first.stretch.earliest, last.stretch.latest
    if link is None or start is None or end is None or start >= end:
        return None
    if link["and"] and not (
        _between().search(text[max(0, first.start - 12) : first.start]) or _months_of_one_year(text, first)
    ):
        return None
    if link["and"] and _two_years(first, last):
        return None
    return last._replace(start=first.start, form="range", type="period", stretch=Stretch(start, end, "range"))


def _runs_back(first: Stretch, last: Stretch) -> bool:
    """Whether the last of two times that name no year was placed before the first."""
    return bool(first.earliest and last.earliest and last.earliest < first.earliest)


def _two_years(first: Atom, last: Atom) -> bool:
    """As in "growth between 2023/24 and 2024/25": of neighbours each is named, and nothing lies between them."""
    ends = first.stretch.latest, last.stretch.latest
    whole = first.type == last.type == "financial_year"
    return whole and ends[0] is not None and ends[1] is not None and ends[1].year - ends[0].year == 1


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
    for rule in _following() if _may_follow().match(text, atom.end) else ():
        found = rule.pattern.match(text, atom.end)
        if found:
            atom = rule.apply(found, atom, past) or atom
            break
    any_end, widened = _any_end(), True
    while widened:
        widened = False
        window = max(0, atom.start - REACH)
        lead = text[window : atom.start]
        last = lead.rstrip().rstrip("-:,").rstrip().lower()
        for rule in _leading() if last.endswith(any_end) else ():
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
def _any_end() -> tuple[str, ...]:
    """What the words that lead into a date end with, by one rule or another."""
    return tuple({end for rule in _leading() for end in rule.ends})


@cache
def _may_follow() -> re.Pattern[str]:
    """The first words of what follows a date by one rule or another."""
    return re.compile(r"(?i)\s+(?:and|onward|or|YTD|year|to|so|financial|calendar)")


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
            moves.edge,
        ),
        ("vague", r"(?:early|mid|late)(?:\s+in\s+|\s+|-)", moves.vaguely),
        ("week", r"(?:the\s+)?(?:week\s+(?:commencing|beginning)|w/c)\s+(?:on\s+)?", moves.week),
        (
            "length",
            rf"(?:the\s+)?(?:(?:full|whole|rolling)\s+)?(?:(?P<n>{NUMBER})[\s-]+)?(?P<unit>half[\s-]year|years?|quarter|months?|weeks?)"
            r"(?:'s)?\s+(?:up\s+)?(?:to|ending|ended)\s+(?:on\s+|in\s+|at\s+)?",
            moves.length,
        ),
        (
            "part",
            rf"(?:the\s+)?(?P<which>{ordinal})\s+(?:(?P<n>{NUMBER})\s+)?(?P<unit>half|quarter|months?|weeks?){of_the}",
            moves.share,
        ),
        (
            "to date",
            r"(?:YTD|FYTD|(?:financial\s+)?year[\s-]to[\s-]date)\s*[:,]?\s*(?:(?:in|for|to|at|as at)\s+)?(?:the\s+)?",
            moves.to_date,
        ),
        (
            "same",
            r"the\s+(?:same|equivalent|corresponding|comparable)\s+"
            r"(?:period|point|time|months?|quarter|date|stage)\s+(?:in|of)\s+",
            moves.same,
        ),
        (
            "years from",
            rf"(?:the\s+)?(?P<n>{NUMBER})[\s-]+(?:financial\s+)?years?\s+(?:from|starting|beginning)\s+(?:in\s+|with\s+)?",
            moves.years_from,
        ),
        ("calendar year", r"(?:the\s+)?calendar\s+year\s+(?:of\s+)?", moves.calendar),
        ("financial year", r"(?:the\s+)?(?:financial|fiscal|planning)\s+years?\s+(?:of\s+)?", moves.keep),
        ("since", r"(?:(?:each|every)\s+(?:year|month)\s+|ever\s+)?since\s+(?:the\s+)?", moves.since),
        ("before", r"(?:before|prior\s+to|ahead\s+of)\s+(?:the\s+)?|pre-", moves.before),
        ("after", r"(?:after|beyond|following)\s+|post-", moves.after),
        ("until", r"(?:up\s+to|up\s+until)\s+(?:and\s+including\s+)?", moves.until),
    )
    return tuple(Phrase(n, re.compile(rf"(?i)(?<![\w/])(?P<lead>{p})$"), f, ENDS[n]) for n, p, f in rules)


@cache
def _following() -> tuple[Phrase, ...]:
    rules: tuple[tuple[str, str, Callable[[re.Match[str], Atom, Past], Atom | None]], ...] = (
        ("open", r"\s+(?:and\s+beyond|onwards?|and\s+onwards|or\s+later)\b", moves.opened),
        ("to date", r"\s+(?:YTD|year[\s-]to[\s-]date|to\s+date|so\s+far)\b", moves.to_date_after),
        (
            "years on",
            rf"\s+and\s+(?:the|in\s+the)\s+(?:following|next|subsequent)\s+(?P<n>{NUMBER})\s+(?:financial\s+)?years?\b",
            moves.years_on,
        ),
        ("financial year", r"\s+financial\s+years?\b", moves.financial),
        ("calendar year", r"\s+calendar\s+year\b", moves.calendar),
    )
    return tuple(Phrase(n, re.compile(rf"(?i){p}"), f) for n, p, f in rules)
