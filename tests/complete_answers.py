"""How complete the answers to "all targets for X" are: rows that `ask` gives, against `gold/search/complete.toml`.

    python -m tests.complete_answers        # a line a question, then the totals

A row answers a label when it overlaps its clause and has its value and unit. Where the clause has no level, the row has
none either and its comparator is right; so where waits are to be ended and the row leaves out how long they are. Each
row serves one label.
"""

import re
import tempfile
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.document import Document
from index import Index
from pipeline.enquiry import ask
from tests.completeness.labels import read_labels

COMPLETE = Path(__file__).parent / "gold" / "search" / "complete.toml"
LIMIT = 60  # answers asked for: more than any question has labels


@dataclass(frozen=True)
class Wanted:
    """A row that belongs to a question; places are in code points of `Document.text` or, for `shared`, of the file."""

    file: str
    quote: str | None = None
    start: int = 0
    end: int = 0
    value: float | None = None
    unit: str | None = None
    comparator: str | list[str] | None = None
    optional: bool = False


@dataclass(frozen=True)
class Question:
    query: str
    labels: tuple[Wanted, ...]


@dataclass(frozen=True)
class Corpus:
    """One part of the gold: its questions, and which of its documents are in force."""

    questions: tuple[Question, ...]
    guidance: frozenset[str]
    superseded: frozenset[str]
    floors: Mapping[str, float]


@dataclass(frozen=True)
class Scored:
    """A question and what came: labels found and missed, rows that do not belong, and the order of guidance.

    `in_force_first` is null where rows of only one of current and superseded guidance came.
    """

    query: str
    found: tuple[Wanted, ...]
    missed: tuple[Wanted, ...]
    extra: tuple[Mapping[str, Any], ...]
    in_force_first: bool | None
    superseded: int
    said_superseded: int


def load_corpus(name: str) -> Corpus:
    """`bundled` or `shared`."""
    given = tomllib.loads(COMPLETE.read_text(encoding="utf-8"))[name]
    questions = [
        Question(
            each["query"], (*_by_metric(each.get("metrics", ())), *(Wanted(**one) for one in each.get("labels", ())))
        )
        for each in given["questions"]
    ]
    return Corpus(tuple(questions), frozenset(given["guidance"]), frozenset(given["superseded"]), given["floors"])


def slack() -> float:
    """By how much a score may pass its floor before the floor has to be raised."""
    return float(tomllib.loads(COMPLETE.read_text(encoding="utf-8"))["slack"])


def _by_metric(metrics: Collection[str]) -> Iterator[Wanted]:
    for label in read_labels()[1]:
        folder, _, file = label.file.rpartition("/")
        if label.metric in metrics and folder == "documents":
            yield Wanted(
                file=file,
                start=label.start,
                end=label.end,
                value=label.value,
                unit=label.unit,
                comparator=label.comparator,
            )


def score(corpus: Corpus, index: Index) -> list[Scored]:
    """What `ask` gives for each question, against the labels."""
    documents = {each.file: index.store.document(each.id) for each in index.store.documents()}
    return [_score(question, corpus, index, documents) for question in corpus.questions]


def _score(question: Question, corpus: Corpus, index: Index, documents: Mapping[str, Document]) -> Scored:
    answers = ask(index, question.query, limit=LIMIT).answers
    rows = [row for row in answers if row["kind"] == "objective"]
    left = list(rows)
    found: list[Wanted] = []
    missed: list[Wanted] = []
    for label in question.labels:
        fitting = [row for row in left if not label.optional and _fits(row, label, documents)]
        if fitting:
            left.remove(max(fitting, key=lambda row: (_overlap(row, label, documents), row["start"] - row["end"])))
            found.append(label)
        elif not label.optional:
            missed.append(label)
    extra = [row for row in left if not _allowed(row, question.labels, documents)]
    past = [row for row in rows if row["document"] in corpus.superseded]
    return Scored(
        query=question.query,
        found=tuple(found),
        missed=tuple(missed),
        extra=tuple(extra),
        in_force_first=_in_force_first(rows, corpus),
        superseded=len(past),
        said_superseded=sum(row["document_status"] == "superseded" for row in past),
    )


def _allowed(row: Mapping[str, Any], labels: Iterable[Wanted], documents: Mapping[str, Document]) -> bool:
    return any(label.optional and _overlap(row, label, documents) > 0 for label in labels)


def _fits(row: Mapping[str, Any], label: Wanted, documents: Mapping[str, Document]) -> bool:
    if _overlap(row, label, documents) <= 0:
        return False
    accepted = [label.comparator] if isinstance(label.comparator, str) else label.comparator or []
    if label.value is not None and not (row["value"] is None and "eliminate" in accepted):
        return bool(row["value"] == label.value and row["unit"] == label.unit)
    return row["value"] is None and (not accepted or row["comparator"] in accepted)


def _overlap(row: Mapping[str, Any], label: Wanted, documents: Mapping[str, Document]) -> int:
    if row["document"] != label.file:
        return 0
    document = documents[label.file]
    if label.quote is None:
        span, start, end = document.source_span(row["start"], row["end"]), label.start, label.end
    else:
        span, (start, end) = (row["start"], row["end"]), place(label.quote, document.text)
    return min(end, span[1]) - max(start, span[0])


def place(quote: str, text: str) -> tuple[int, int]:
    """Where a quotation stands, white space apart.

    Raises:
        ValueError: nowhere, or more than once.
    """
    found = list(re.finditer(r"\s+".join(re.escape(word) for word in quote.split()), text))
    if len(found) != 1:
        raise ValueError(f"{quote!r} stands {len(found)} times in the document")
    return found[0].span()


def _in_force_first(rows: Iterable[Mapping[str, Any]], corpus: Corpus) -> bool | None:
    ranks = [
        row["document"] in corpus.superseded for row in rows if row["document"] in corpus.guidance | corpus.superseded
    ]
    return None if len(set(ranks)) < 2 else ranks == sorted(ranks)


def totals(scored: Collection[Scored]) -> dict[str, float]:
    """Precision and recall of rows over all questions, and how guidance in force is treated; 0 to 1 each."""
    found = sum(len(one.found) for one in scored)
    both = [one.in_force_first for one in scored if one.in_force_first is not None]
    return {
        "precision": found / max(1, found + sum(len(one.extra) for one in scored)),
        "recall": found / max(1, found + sum(len(one.missed) for one in scored)),
        "in_force_first": sum(both) / max(1, len(both)),
        "said_superseded": sum(one.said_superseded for one in scored) / max(1, sum(one.superseded for one in scored)),
    }


def report(scored: Collection[Scored]) -> Iterator[str]:
    """A line a question with what it lacks and what does not belong, then the totals."""
    for one in scored:
        wanted = len(one.found) + len(one.missed)
        order = {None: "", True: ", in force first", False: ", in force NOT first"}[one.in_force_first]
        yield f"{len(one.found)} of {wanted}, {len(one.extra)} too many{order}: {one.query}"
        yield from (f"    lacks {each.file} {each.quote or (each.start, each.end)} {each.value}" for each in one.missed)
        yield from (
            f"    extra {row['document']} {row['metric']} {row['value']}: {row['quote'][:60]!r}" for row in one.extra
        )
    yield ", ".join(f"{name} {value:.3f}" for name, value in totals(scored).items())


def main() -> None:
    """Print the report for the bundled documents and, where they stand, the shared ones."""
    from tests.conftest import SHARED
    from tests.search_indexes import BUNDLED, build, open_index

    for name, files in (("bundled", BUNDLED), ("shared", sorted((SHARED / "documents").glob("*.*")))):
        if not files:
            continue
        with tempfile.TemporaryDirectory() as folder:
            build(Path(folder), files)
            with open_index(Path(folder)) as index:
                print(f"## {name}", *report(score(load_corpus(name), index)), sep="\n")


if __name__ == "__main__":
    main()
