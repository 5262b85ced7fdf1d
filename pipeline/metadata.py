"""Who published a document, when, what kind it is, and for which year: read from its first lines and its properties.

What is given wins over what is read; what the document does not say stays null. The cues are data: `metadata.toml`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import get_args

from pydantic import Field

from corpus.document import Block, DocumentKind, Record, Section
from pipeline.cues import any_found, cues
from pipeline.dates import (
    closing_date,
    date_after,
    date_line,
    financial_year_of,
    financial_years,
    only_year,
    property_date,
    whole_date,
)
from pipeline.face import face_fields, labelled_dates
from pipeline.publishers import by_voice, is_body_name, on_cover, published_by, publisher_name
from pipeline.titles import described, is_opaque, opening_words, property_title, shared_name

HEAD = 2500  # characters of the first lines
TAIL = 600
NAME_LINES = 12
EDGES = 6000  # characters at each end of the text, where a document says whose it is


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
        fallback_title: the title where neither the text nor the properties have one (the file's name); where it
            names nothing, the document is described, or called by its opening words.
    """
    face = face_fields(evidence.text[:HEAD])
    named = given.title or _title(evidence) or next(iter(face.get("title", ())), None) or shared_name(evidence.sections)
    kind = given.kind or _labelled_kind(face.get("kind", ())) or _kind(evidence, named or "")
    published = given.published or _published(evidence)
    planning_year = given.planning_year
    if planning_year is None and kind == "planning_guidance":
        planning_year = _planning_year(evidence, named or "")
    labelled = only_year(" ".join(face.get("financial_year", ())))
    year = given.financial_year or planning_year or labelled or only_year(named or "")
    url = given.source_url or evidence.source_url
    publisher = given.publisher or next(iter(face.get("publisher", ())), None) or _publisher(evidence, named or "", url)
    if publisher is None and kind != "news":
        publisher = by_voice(_edges(evidence.text))
    return Metadata(
        title=named or _stand_in(evidence, kind, year, fallback_title),
        publisher=publisher,
        published=published,
        kind=kind,
        financial_year=year or (financial_year_of(published) if published else None),
        planning_year=planning_year,
        source_url=url,
        licence=given.licence or evidence.licence or _licence(_edges(evidence.text)),
    )


def _stand_in(evidence: Evidence, kind: DocumentKind, year: str | None, fallback_title: str) -> str:
    """What a document is called that has no title of its own."""
    if not is_opaque(fallback_title):
        return fallback_title
    return described(kind, year) or opening_words(evidence.text, evidence.blocks) or fallback_title


def _title(evidence: Evidence) -> str | None:
    """The text's own title; a property instead of it where the text is headed with nothing but its publisher."""
    shown = evidence.sections[0].heading if evidence.has_title else None
    if shown and not is_body_name(shown):
        return shown
    return property_title(evidence.title) or shown


def _published(evidence: Evidence) -> date | None:
    if evidence.published and (found := property_date(evidence.published)):
        return found
    head = evidence.text[:HEAD]
    for text in (head, evidence.text[-TAIL:]):
        for value in labelled_dates(text):
            if found := whole_date(value):
                return found
    stated = _version_date(evidence.blocks) or _date_line(head.splitlines()) or _meeting_date(head)
    return stated or _face_date(head) or _updated(head, evidence.text[-TAIL:])


def _face_date(head: str) -> date | None:
    """The date that ends one of the first lines, such as "Version 1.1, 29 March 2031"."""
    return closing_date(head.splitlines(), barred=cues()["published"]["barred"])


def _updated(*texts: str) -> date | None:
    """Where nothing says when it was published: the day it was last changed."""
    found = (date_after(text, cues()["published"]["updated"]) for text in texts)
    return next((day for day in found if day), None)


def _date_line(lines: Sequence[str]) -> date | None:
    """A line that is a date and nothing else but the time, a weekday or a word such as "posted"."""
    beside = frozenset(cues()["published"]["beside"])
    return next((found for line in lines if (found := date_line(line, beside=beside))), None)


def _meeting_date(text: str) -> date | None:
    """The day of "minutes of the meeting held on 6 March 2031"."""
    for match in re.finditer(r"\bheld(?: on)?\b", text):
        if found := whole_date(text[match.end() : match.end() + 60].split("\n\n")[0]):
            return found
    return None


def _version_date(blocks: Sequence[Block]) -> date | None:
    """From a version history: the first date of the latest major version."""
    wanted = cues()["published"]["version_headers"]
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
    for kind, patterns in cues()["labelled_kind"].items():
        if any(any_found(patterns, value) for value in values):
            return next(k for k in get_args(DocumentKind) if k == kind)
    return None


def _kind(evidence: Evidence, title: str) -> DocumentKind:
    places = {
        "title": title,
        "head": evidence.text[:HEAD],
        "heading": "\n".join(s.heading for s in evidence.sections if s.level <= 3),
        "any": _edges(evidence.text),
    }
    for rule in cues()["kind"]:
        if any(any_found(rule.get(place, ()), words) for place, words in places.items()):
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
    head = evidence.text[:HEAD]
    places = {"any": _edges(evidence.text), "head": head, "url": url or ""}
    for rule in cues()["publisher"]:
        if any_found(rule["patterns"], places[rule["where"]]):
            return str(rule["name"])
    lines = (title, *head.splitlines()[:NAME_LINES])
    cover = on_cover([line for line in lines if line.strip()])
    return cover or next((name for line in lines if (name := publisher_name(line))), None) or published_by(head)


def _licence(text: str) -> str | None:
    for name, patterns in cues()["licence"].items():
        if any_found(patterns, text):
            return str(name)
    return None


def _edges(text: str) -> str:
    """The start and the end of a text."""
    return text if len(text) <= 2 * EDGES else f"{text[:EDGES]}\n{text[-EDGES:]}"
