"""Search tests as intent: the cases of `search_intents.toml`, and what an answer has wrong of a case."""

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index import Filters
from pipeline.enquiry import Answer

INTENTS = Path(__file__).with_name("search_intents.toml")
LEAST = 25  # code points of a quotation that a hit must cover, or all of a shorter one
Spans = list[tuple[str, int, int]]  # file, start, end


@dataclass(frozen=True)
class Intent:
    """A question and what it should bring; the head of `search_intents.toml` says what each field is."""

    kind: str
    query: str
    first: tuple[str, ...] = ()
    top3: tuple[str, ...] = ()
    has: str | None = None
    not_first: tuple[str, ...] = ()
    row: Mapping[str, Any] = field(default_factory=dict)
    expanded: str | None = None
    read_as: str | None = None
    prefers: str | None = None
    expand: bool = True
    no_answer: bool = False
    filters: Filters = field(default_factory=Filters)
    only: str | None = None
    known_failure: str | None = None

    @property
    def quotations(self) -> tuple[str, ...]:
        return (*self.first, *self.top3, *self.not_first)


def load_intents() -> Iterator[Intent]:
    """The cases, in the order of the file."""
    for kind, cases in tomllib.loads(INTENTS.read_text(encoding="utf-8")).items():
        for case in cases:
            lists = {name: tuple(case.pop(name, ())) for name in ("first", "top3", "not_first")}
            filters = Filters(**case.pop("filters", {}))
            yield Intent(kind=kind, filters=filters, **lists, **case)


def places(quotation: str, texts: Mapping[str, str]) -> Spans:
    """Where a quotation stands in the texts, by file; white space and capitals do not matter."""
    words = r"\s+".join(re.escape(word) for word in quotation.split())
    return [(file, *m.span()) for file, text in texts.items() for m in re.finditer(words, text, re.IGNORECASE)]


def covers(hit: Mapping[str, Any], quotations: Iterable[str], texts: Mapping[str, str]) -> bool:
    """A hit holds half of the shorter of the two, itself and a quotation, and enough of the quotation to know it by."""
    for quotation in quotations:
        for file, start, end in places(quotation, texts):
            shared = min(end, hit["end"]) - max(start, hit["start"])
            shorter = min(end - start, hit["end"] - hit["start"])
            if file == hit["document"] and shared >= max(0.5 * shorter, min(LEAST, end - start)):
                return True
    return False


def wrong(case: Intent, answer: Answer, texts: Mapping[str, str]) -> list[str]:
    """What an answer has wrong, in words; empty where it is as it should be."""
    return [name for name, holds in _checks(case, answer, texts) if not holds()]


def shown(answer: Answer) -> str:
    """The first hits and answers in a few lines, for whoever reads why a case fails."""
    hits = [f"  {hit['document']}: {' '.join(hit['text'].split())[:100]}" for hit in answer.hits[:3]]
    rows = [
        f"  {row['document']}: {row.get('metric') or row.get('measure')} {row['value']}" for row in answer.answers[:3]
    ]
    return "\n".join(
        [
            f"no_answer={answer.no_answer} read_as={answer.read_as} expanded={answer.expanded}",
            "hits",
            *hits,
            "answers",
            *rows,
        ]
    )


def _checks(case: Intent, answer: Answer, texts: Mapping[str, str]) -> Iterator[tuple[str, Callable[[], bool]]]:
    hits = answer.hits
    yield ("answered" if case.no_answer else "refused"), lambda: answer.no_answer == case.no_answer
    if case.first:
        yield "first", lambda: any(covers(hit, case.first, texts) for hit in hits[:1])
    if case.top3:
        yield "top3", lambda: any(covers(hit, case.top3, texts) for hit in hits[:3])
    if case.has:
        yield "has", lambda: any(holds_number(hit["text"], case.has or "") for hit in hits[:1])
    if case.not_first:
        yield "not_first", lambda: not any(covers(hit, case.not_first, texts) for hit in hits[:1])
    if case.row:
        yield "row", lambda: any(_is_row(row, case.row) for row in answer.answers[: case.row.get("within", 1)])
    if case.expanded is not None:
        yield "expanded", lambda: _named(case.expanded, answer.expanded)
    if case.read_as is not None:
        yield "read_as", lambda: (answer.read_as or "").casefold() == case.read_as
    if case.prefers:
        yield "prefers", lambda: case.prefers in answer.preferred.years
    if case.only:
        given = [*answer.hits, *answer.answers]
        yield "only", lambda: bool(given) and all(one["document"] == case.only for one in given)


def _named(name: str | None, names: Collection[str]) -> bool:
    return any(name.casefold() in one.casefold() for one in names) if name else not names


def holds_number(text: str, number: str) -> bool:
    """The number stands in the text as a whole: neither "77.4%" nor "177%" holds "77%"."""
    ending = "" if number.endswith("%") else r"(?![\d%]|[.,]\d)"
    return re.search(rf"(?<![\d.,]){re.escape(number)}{ending}", text) is not None


def _is_row(row: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    for name, value in wanted.items():
        if name == "metric":
            if value.casefold() not in str(row.get("metric") or row.get("measure")).casefold():
                return False
        elif name == "deadline":
            if (row.get("deadline") or {}).get("date") != value:
                return False
        elif name != "within" and row.get(name) != value:
            return False
    return True
