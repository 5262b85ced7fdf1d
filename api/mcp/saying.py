"""Results as short text, for people and for clients that do not read the structured content."""

from collections.abc import Iterable, Sequence

from api.mcp.results import DocumentList, Figure, FigureList, Listing, Objective, ObjectiveList, Passage, SearchResult
from api.notes import sure
from pipeline.wording import by_when, kind_words

AUTOMATIC = "Extracted automatically: check each quotation at its link before relying on it."
SNIPPET = 300  # characters of a passage in the text of a search


def said_search(found: SearchResult) -> str:
    """The answers, then the passages, or why nothing answers."""
    lines = [f"Read as: {found.read_as}"] if found.read_as else []
    lines += [f"Also searched: {names}" for names in found.also_searched]
    if found.no_answer:
        lines += ["NO ANSWER.", *found.reasons]
    else:
        lines += [*_numbered(map(_row, found.answers)), *(f"Note: {reason}" for reason in found.reasons), AUTOMATIC]
    if found.passages:
        lines.append("Nearest passages (they do not answer):" if found.no_answer else "Passages:")
        lines += _numbered(f"{_short(one.text)}\n   {one.citation}" for one in found.passages)
    return "\n".join(lines)


def said_objectives(found: ObjectiveList) -> str:
    """The rows of a list."""
    return _listed(found, found.objectives, "objectives")


def said_figures(found: FigureList) -> str:
    """The rows of a list."""
    return _listed(found, found.figures, "figures")


def said_documents(found: DocumentList) -> str:
    """A line a document."""
    lines = [
        f"{one.title} ({', '.join(filter(None, [kind_words(one.kind), one.publisher, one.planning_year, one.status]))})"
        f" {one.document_id}"
        for one in found.documents
    ]
    return "\n".join([_span(found, len(lines), "documents"), *_numbered(lines, found.offset)])


def said_passage(passage: Passage) -> str:
    """The words, then where they stand."""
    return f"{passage.text}\n\n{passage.citation}"


def _listed(found: Listing, rows: Sequence[Objective | Figure], noun: str) -> str:
    last = [AUTOMATIC] if rows else []
    return "\n".join([_span(found, len(rows), noun), *_numbered(map(_row, rows), found.offset), *last])


def _span(found: Listing, count: int, noun: str) -> str:
    if not found.total:
        return " ".join([f"No {noun}.", *found.reasons])
    if not count:
        return f"There are {found.total} {noun}; offset {found.offset} lies past the last of them."
    on = f" Go on with offset {found.next_offset}." if found.next_offset is not None else ""
    return f"{noun.capitalize()} {found.offset + 1} to {found.offset + count} of {found.total}.{on}"


def _row(row: Objective | Figure) -> str:
    topic = row.metric if isinstance(row, Objective) else row.measure
    facts = [f"{topic}: {row.level}", *filter(None, _said(row)), sure({"confidence": row.confidence})]
    facts += ["SUPERSEDED"] if row.source.status == "superseded" else []
    return f"{'; '.join(facts)}\n   {row.citation}"


def _said(row: Objective | Figure) -> list[str]:
    fields = row.model_dump(mode="json", include={"deadline", "planning_year", "period"})
    when = by_when(fields)
    if isinstance(row, Figure):
        return [row.status, when, row.body or ""]
    return [row.obligation, when, f"who: {row.body}" if row.body else "who: not said"]


def _numbered(lines: Iterable[str], offset: int = 0) -> list[str]:
    return [f"{number}. {line}" for number, line in enumerate(lines, start=offset + 1)]


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SNIPPET else f"{words[:SNIPPET].rpartition(' ')[0]} …"
