"""Who published a document, when, what kind it is, and for which year: read from its first lines and its properties.

What is given wins over what is read; what the document does not say stays null. The cues are data: `metadata.toml`.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args

from pydantic import Field

from corpus.document import Block, DocumentKind, Record, Section
from pipeline.face import face_fields, labelled_dates

HEAD = 2500  # characters of the first lines
TAIL = 600
LONGEST_TITLE = 300  # characters
NAME_LINES = 12
LONGEST_NAME = 12  # words before the ending
EDGES = 6000  # characters at each end of the text, where a document says whose it is
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

_MONTH = "|".join(f"{m}|{m[:3]}" for m in MONTHS)
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{_MONTH})\.?,?\s+(?P<year>(?:19|20)\d\d)\b"
    rf"|\b(?P<month2>{_MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,\s+(?P<year2>(?:19|20)\d\d)\b"
    r"|\b(?P<year3>(?:19|20)\d\d)-(?P<month3>\d\d)-(?P<day3>\d\d)"
    r"|\b(?P<day4>\d{1,2})[/.](?P<month4>\d{1,2})[/.](?P<year4>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_FINANCIAL_YEAR = re.compile(r"\b(20\d\d)\s?[/–-]\s?((?:20)?\d\d)\b(?![/-]\d)")
_PROGRAM_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint) - .*|untitled.*|\(?(?:anonymous|unspecified|no title)\)?|.*\btemplate"
    r"|document\d*|.*\.(?:docx?|pdf|pptx?|indd))$",
    re.IGNORECASE,
)


class GivenMetadata(Record):
    """What is known of a document before it is read (catalogue, command line); it wins over what is read."""

    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    kind: DocumentKind | None = None
    financial_year: str | None = Field(default=None, pattern=r"^\d{4}/\d{2}$")
    planning_year: str | None = Field(default=None, pattern=r"^\d{4}/\d{2}$")
    source_url: str | None = None
    licence: str | None = None


class Metadata(Record):
    """What a document says about itself, and what was given."""

    title: str
    publisher: str | None = None
    published: date | None = None
    kind: DocumentKind = "other"
    financial_year: str | None = None
    planning_year: str | None = None
    source_url: str | None = None
    licence: str | None = None


class Evidence(Record):
    """Where metadata is read from: the text, its outline, and the properties of the file (unchecked)."""

    text: str
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    has_title: bool
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    source_url: str | None = None
    licence: str | None = None
    article: bool = False


def document_metadata(evidence: Evidence, given: GivenMetadata, *, fallback_title: str) -> Metadata:
    """The metadata of a document.

    Args:
        evidence: what there is to read from.
        given: what is known already.
        fallback_title: the title where neither the text nor the properties have one (the file's name).
    """
    face = face_fields(evidence.text[:HEAD])
    title = given.title or _title(evidence) or next(iter(face.get("title", ())), None) or fallback_title
    named = title if title != fallback_title else ""
    kind = given.kind or _labelled_kind(face.get("kind", ())) or _kind(evidence, named)
    published = given.published or _published(evidence)
    planning_year = given.planning_year
    if planning_year is None and kind == "planning_guidance":
        planning_year = _planning_year(evidence, named)
    year = (
        given.financial_year or planning_year or only_year(" ".join(face.get("financial_year", ()))) or only_year(named)
    )
    url = given.source_url or evidence.source_url
    return Metadata(
        title=title,
        publisher=given.publisher or next(iter(face.get("publisher", ())), None) or _publisher(evidence, named, url),
        published=published,
        kind=kind,
        financial_year=year or (financial_year_of(published) if published else None),
        planning_year=planning_year,
        source_url=url,
        licence=given.licence or evidence.licence or _licence(_edges(evidence.text)),
    )


def property_title(title: str | None) -> str | None:
    """A title from a file's properties, unless a program made it up ("Microsoft Word - draft 3.docx")."""
    words = " ".join((title or "").split())
    return words if 3 < len(words) <= LONGEST_TITLE and not _PROGRAM_TITLE.match(words) else None


def whole_date(text: str) -> date | None:
    """The first whole date in a text (27 March 2024, March 27, 2024, 2024-03-27, 27/03/2024), or None."""
    for match in _DATE.finditer(text):
        if found := _as_date(match):
            return found
    return None


def financial_years(text: str) -> list[str]:
    """Financial years in a text, in its order, as "2024/25"; pairs that are no two years in a row are passed over."""
    found = []
    for match in _FINANCIAL_YEAR.finditer(text):
        first, second = int(match[1]), int(match[2][-2:])
        if (first + 1) % 100 == second:
            found.append(f"{first}/{second:02d}")
    return found


def only_year(text: str) -> str | None:
    """The one financial year that a text names, or None where it names none or several."""
    years = set(financial_years(text))
    return years.pop() if len(years) == 1 else None


def financial_year_of(day: date) -> str:
    """The financial year that holds a day: 1 April to 31 March."""
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def _as_date(match: re.Match[str]) -> date | None:
    for suffix in ("", "2", "3", "4"):
        if match[f"day{suffix}"]:
            month = match[f"month{suffix}"].lower()
            number = int(month) if month.isdigit() else 1 + next(i for i, m in enumerate(MONTHS) if m[:3] == month[:3])
            try:
                return date(int(match[f"year{suffix}"]), number, int(match[f"day{suffix}"]))
            except ValueError:
                return None
    return None


def _title(evidence: Evidence) -> str | None:
    if evidence.has_title:
        return evidence.sections[0].heading
    return property_title(evidence.title)


def _published(evidence: Evidence) -> date | None:
    if evidence.published and (found := whole_date(evidence.published)):
        return found
    for text in (evidence.text[:HEAD], evidence.text[-TAIL:]):
        for value in labelled_dates(text):
            if found := whole_date(value):
                return found
    return _version_date(evidence.blocks) or _date_line(evidence.text[:HEAD].splitlines())


def _date_line(lines: Sequence[str]) -> date | None:
    """A line that is a date and nothing else."""
    for line in lines:
        match = _DATE.fullmatch(line.strip(" .|"))
        if match and (found := _as_date(match)):
            return found
    return None


def _version_date(blocks: Sequence[Block]) -> date | None:
    """From a version history: the first date of the latest major version."""
    wanted = _cues()["published"]["version_headers"]
    for block in blocks:
        cells = block.table.cells if block.table else ()
        columns = {c.text.strip().lower(): c.column for c in cells if c.row == 0}
        if not all(name in columns for name in wanted):
            continue
        rows: dict[int, dict[int, str]] = {}
        for cell in cells:
            rows.setdefault(cell.row, {})[cell.column] = cell.text
        dated = [
            (_major(row.get(columns["version"], "")), found)
            for r, row in sorted(rows.items())
            if r and (found := whole_date(row.get(columns["date"], "")))
        ]
        if dated:
            latest = max(major for major, _ in dated)
            return min(day for major, day in dated if major == latest)
    return None


def _major(version: str) -> int:
    match = re.search(r"\d+", version)
    return int(match.group()) if match else 0


def _labelled_kind(values: Sequence[str]) -> DocumentKind | None:
    for kind, patterns in _cues()["labelled_kind"].items():
        if any(_found(patterns, value) for value in values):
            return next(k for k in get_args(DocumentKind) if k == kind)
    return None


def _kind(evidence: Evidence, title: str) -> DocumentKind:
    places = {
        "title": title,
        "head": evidence.text[:HEAD],
        "heading": "\n".join(s.heading for s in evidence.sections if s.level <= 3),
        "any": _edges(evidence.text),
    }
    for rule in _cues()["kind"]:
        if any(_found(rule.get(place, ()), words) for place, words in places.items()):
            return next(k for k in get_args(DocumentKind) if k == rule["kind"])
    return "news" if evidence.article else "other"


def _planning_year(evidence: Evidence, title: str) -> str | None:
    """The year of the title, else the one that most headings name."""
    if year := only_year(title):
        return year
    counts = Counter(y for s in evidence.sections for y in financial_years(s.heading)).most_common(2)
    if not counts or (len(counts) > 1 and counts[0][1] == counts[1][1]):
        return None
    return counts[0][0]


def _publisher(evidence: Evidence, title: str, url: str | None) -> str | None:
    if evidence.publisher:
        return evidence.publisher
    places = {"any": _edges(evidence.text), "head": evidence.text[:HEAD], "url": url or ""}
    for rule in _cues()["publisher"]:
        if _found(rule["patterns"], places[rule["where"]]):
            return str(rule["name"])
    lines = (title, *evidence.text[:HEAD].splitlines()[:NAME_LINES])
    return next((name for line in lines if (name := publisher_name(line))), None)


def publisher_name(line: str) -> str | None:
    """The name of a trust, board or other body in a line: the capitalised words that end as such names do."""
    cues = _cues()["publisher_name"]
    if line.strip() in cues["whole"]:
        return line.strip()
    for ending in cues["endings"]:
        before, found, _ = line.partition(ending)
        if found:
            name: list[str] = []
            for word in reversed(before.split()[-LONGEST_NAME:]):
                if not (word[0].isupper() or word in cues["joining"]):
                    break
                name.insert(0, word)
            while name and name[0] in cues["joining"]:
                name.pop(0)
            return " ".join([*name, ending]) if name else None
    return None


def _licence(text: str) -> str | None:
    for name, patterns in _cues()["licence"].items():
        if _found(patterns, text):
            return str(name)
    return None


def _edges(text: str) -> str:
    """The start and the end of a text."""
    return text if len(text) <= 2 * EDGES else f"{text[:EDGES]}\n{text[-EDGES:]}"


def _found(patterns: Sequence[str], text: str) -> bool:
    return any(_pattern(p).search(text) for p in patterns)


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


@cache
def _cues() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("metadata.toml").read_text(encoding="utf-8"))
