"""Objectives by year: one row a metric, one column a financial year, and what changed from one year to the next."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from index import Store
from index.wanted import Wanted
from pipeline.browse.metrics import NOT_NAMED, Subject, subject_of, subjects_of
from pipeline.browse.rows import BrowsedRow, browsed_rows
from pipeline.wording import day, level, who

SIZE = 25  # metrics of a page
MOST_ROWS = 12  # objectives of one name in one year that are looked at
LEAST_YEARS = 2
_NEVER = "9999"  # what has no day comes last
_BEFORE = {"by": "by", "at": "on", "from": "from"}


class Target(NamedTuple):
    """One level of a metric in one year: where several documents set it, their places together.

    Attributes:
        level: in words.
        when: in words, empty where nothing is said.
        whos: who must deliver it, each once.
        rows: the objectives, in the order of documents.
        change: how it differs from the year before ("changed from at least 75%"), empty in the first year.
        changed: whether it does.
    """

    level: str
    when: str
    whos: tuple[str, ...]
    rows: tuple[BrowsedRow, ...]
    change: str
    changed: bool


class Line(NamedTuple):
    """A metric with its targets by year."""

    subject: Subject
    cells: Mapping[str, tuple[Target, ...]]


class Comparison(NamedTuple):
    """A page of the comparison: its years and metrics, how many metrics there are in all, which page it is of how many.

    `cut` says that some metric has more objectives in a year than are looked at.
    """

    years: tuple[str, ...]
    lines: tuple[Line, ...]
    total: int
    number: int
    pages: int
    cut: bool


def compare(store: Store, wanted: Wanted, *, every: bool = False, number: int = 1) -> Comparison:
    """The objectives of a listing by metric and year.

    Args:
        store: that holds them.
        wanted: which objectives; `planned` says whether those of guidance for a year only.
        every: metrics of one year too.
        number: which page.
    """
    with store.snapshot():
        years: dict[str, set[str]] = defaultdict(set)
        names: dict[str, set[str]] = defaultdict(set)
        many: set[str] = set()
        for name, year, rows in store.listing.years(wanted):
            key = subject_of(name)
            years[key].add(year)
            names[key].add(name)
            many.update([key] if rows > MOST_ROWS else [])
        least = 1 if every else LEAST_YEARS
        subjects = [s for s in subjects_of(store).values() if len(years[s.slug]) >= least and s.slug != NOT_NAMED]
        pages = max(1, -(-len(subjects) // SIZE))
        number = min(max(1, number), pages)
        shown = subjects[(number - 1) * SIZE : number * SIZE]
        of_page = wanted.model_copy(update={"names": tuple(name for s in shown for name in sorted(names[s.slug]))})
        found = browsed_rows(store, store.listing.first_keys(of_page, each=MOST_ROWS)) if shown else []
    cut = any(subject.slug in many for subject in shown)
    columns = tuple(sorted({year for s in shown for year in years[s.slug]}))
    return Comparison(columns, tuple(_lines(shown, found)), len(subjects), number, pages, cut)


def _lines(subjects: Sequence[Subject], rows: Iterable[BrowsedRow]) -> Iterable[Line]:
    found: dict[str, dict[str, list[BrowsedRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row["year"]:
            found[subject_of(row["metric"])][row["year"]].append(row)
    for subject in subjects:
        cells: dict[str, tuple[Target, ...]] = {}
        before: Sequence[BrowsedRow] = ()
        for year, here in sorted(found[subject.slug].items()):
            cells[year] = tuple(_targets(here, before, bool(cells)))
            before = here
        yield Line(subject, cells)


def _targets(rows: Sequence[BrowsedRow], before: Sequence[BrowsedRow], later: bool) -> Iterable[Target]:
    for words, group in _together(rows):
        change, changed = _change(group[0], before) if later else ("", False)
        whos = tuple(dict.fromkeys(name for row in group if (name := _short_who(row))))
        yield Target(words, due(_plainest(group)), whos, tuple(group), change, changed)


def _plainest(group: Sequence[BrowsedRow]) -> BrowsedRow:
    """The row that says best when a target is due: with a date, and "by" it."""
    return min(group, key=lambda row: (not _date(row), not row["deadline"] or row["deadline"]["kind"] != "by"))


def _date(row: BrowsedRow) -> str:
    return str((row["deadline"] or {}).get("date") or "")


def _together(rows: Sequence[BrowsedRow]) -> Iterable[tuple[str, list[BrowsedRow]]]:
    """Rows of the same level and day, what is due first first; one without a day goes with the first that has one."""
    by_level: dict[str, dict[str, list[BrowsedRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_level[level(row)][_date(row)].append(row)
    found: list[tuple[str, str, list[BrowsedRow]]] = []
    for words, days in by_level.items():
        undated = days.pop("", [])
        for at, (when, group) in enumerate(sorted(days.items()) or [(_NEVER, [])]):
            found.append((when, words, [*group, *(undated if at == 0 else [])]))
    return [(words, group) for _, words, group in sorted(found, key=lambda one: one[:2])]


def due(row: BrowsedRow) -> str:
    """A deadline in few words: "by 31 March 2025", "March 2025"; empty where none is given."""
    deadline = row["deadline"]
    if not deadline:
        return ""
    if deadline["date"] and deadline["kind"] in ("by", "at", "from"):
        return f"{_BEFORE[deadline['kind']]} {day(deadline['date'])}"
    return str(deadline["text"])


def _short_who(row: BrowsedRow) -> str:
    return str(row["body"]["name"]) if row["body"] else who(row)


def _change(row: BrowsedRow, before: Sequence[BrowsedRow]) -> tuple[str, bool]:
    """How a target differs from those of the year before that set a level of the same kind."""
    comparable = [other for other in before if _basis(other) == _basis(row)]
    levels = list(dict.fromkeys(map(level, comparable)))
    if not levels:
        return "new", True
    if level(row) in levels:
        return "as before", False
    return f"changed from {' and '.join(levels[:3])}", True


def _basis(row: BrowsedRow) -> tuple[object, ...]:
    """What makes two targets comparable: the unit, what is counted, and whether it is a level or a change."""
    change = row["comparator"] if row["comparator"] in ("increase_by", "decrease_by") else "level"
    return row["unit"], row["counted"], change, row["value"] is None
