"""Questions with the places that answer them, each set over an index of its own, to fit fusion and refusals on.

`dev` and `nhse` are asked of the annotated documents beside the checkout, and left out where these are absent; of
`nhse` only the half `mend` may be fitted on, `held` is for the score at the end. `intents` are asked of the bundled
documents.
"""

import json
import math
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from corpus.catalogue import bundled_documents
from index import Filters, Index, load_encoder
from pipeline.making import job_of, make_entry
from pipeline.settings import Settings
from tests import search_gold
from tests.intents import load_intents, places

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
SHOWN, LEAST = 10, 25  # hits that count; code points of a place that a hit must hold, or all of a shorter place
HALF = 0.5  # of the shorter of the two, hit and place


class Place(NamedTuple):
    """A stretch of a document that answers: offsets into its source, and how well (2: answers, 1: helps)."""

    file: str
    start: int
    end: int
    grade: int


class Asked(NamedTuple):
    """A question; `places` is empty where nothing answers."""

    set: str
    query: str
    places: tuple[Place, ...]
    filters: Filters = Filters()

    @property
    def answerable(self) -> bool:
        return any(place.grade == 2 for place in self.places)


class Group(NamedTuple):
    """An index and the questions that are asked of it."""

    index: Index
    questions: tuple[Asked, ...]


def groups(folder: Path, *, held: bool = False) -> Iterator[Group]:
    """The indexes, built in a folder, with the questions to fit on; with those to score on at the end instead."""
    if SHARED.is_dir():
        documents = SHARED / "documents"
        if not held:
            yield Group(_built(folder / "dev", sorted(documents.glob("00*.txt"))), tuple(_dev()))
        rows = search_gold.load("held" if held else "mend")
        nhse = _built(folder / "nhse", sorted(documents.glob("nhse_*")))
        yield Group(nhse, tuple(_asked("held" if held else "mend", row) for row in rows))
    if not held:
        bundled = _built(folder / "bundled", [entry.path for entry in bundled_documents()])
        yield Group(bundled, tuple(_intents(bundled)))


def ndcg(found: Sequence[tuple[str, int, int]], wanted: Sequence[Place]) -> float:
    """Normalised discounted gain of the first ten passages, as (file, start, end) of the source.

    A passage gains for the best of the places that it covers; the others that it covers are no longer owed.
    """
    taken: set[int] = set()
    owed: set[int] = set(range(len(wanted)))
    gained = 0.0
    for rank, passage in enumerate(found[:SHOWN]):
        new = {i for i, place in enumerate(wanted) if i not in taken and _covers(passage, place)}
        taken |= new
        if new:
            best = max(new, key=lambda i: wanted[i].grade)
            owed -= new - {best}
            gained += _gain(wanted[best].grade, rank)
    ideal = sorted((wanted[i].grade for i in owed), reverse=True)[:SHOWN]
    most = sum(_gain(grade, rank) for rank, grade in enumerate(ideal))
    return min(1.0, gained / most) if most else 0.0


def first_answers(found: Sequence[tuple[str, int, int]], wanted: Sequence[Place]) -> bool:
    """Whether the first passage covers a place that answers."""
    return bool(found) and any(place.grade == 2 and _covers(found[0], place) for place in wanted)


def _gain(grade: int, rank: int) -> float:
    return float((2**grade - 1) / math.log2(rank + 2))


def _covers(passage: tuple[str, int, int], place: Place) -> bool:
    file, start, end = passage
    if file != place.file:
        return False
    shared = min(end, place.end) - max(start, place.start)
    return shared >= HALF * min(end - start, place.end - place.start) and shared >= min(LEAST, place.end - place.start)


def _built(folder: Path, paths: Collection[Path]) -> Index:
    index = Index.open(folder, encoder=load_encoder(Settings().model, cache=folder.parent / "models"), create=True)
    for path in paths:
        made = make_entry(job_of(path))
        if not isinstance(made, tuple):
            raise TypeError(f"{path}: {made}")
        index.add([made[0]])
    index.refresh()
    return index


def _dev() -> Iterator[Asked]:
    lines = (SHARED / "gold" / "dev" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    yield from (_asked("dev", json.loads(line)) for line in lines)


def _asked(name: str, row: dict[str, object]) -> Asked:
    relevant: list[dict[str, object]] = row["relevant"]  # type: ignore[assignment]
    return Asked(name, str(row["query"]), tuple(Place(*(r[k] for k in Place._fields)) for r in relevant))  # type: ignore[arg-type]


def _intents(index: Index) -> Iterator[Asked]:
    documents = [index.store.document(summary.id) for summary in index.store.documents()]
    texts = {document.file: document.text for document in documents}
    by_file = {document.file: document for document in documents}
    for case in load_intents():
        wanted = case.first or case.top3
        if not wanted and not case.no_answer:
            continue
        found = {place for quotation in wanted for place in places(quotation, texts)}
        answers = (Place(file, *by_file[file].source_span(start, end), 2) for file, start, end in sorted(found))
        yield Asked("intents", case.query, tuple(answers), case.filters)
