"""An answer as a person reads it in a terminal: the rows first, then the passages."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from api.notes import also_searched, notes, refusal, row_kind
from index import Filters, Store
from pipeline.enquiry import Answer
from pipeline.wording import by_when, kind_words, level, topic, who

SNIPPET, LEAD = 320, 60  # characters


def show(answer: Answer, console: Console, store: Store, *, filters: Filters, limit: int) -> None:
    """Print an answer.

    Args:
        answer: with more rows than are printed, where there are, so that it can be said how many are left out.
        console: where to.
        store: that was asked.
        filters: that its documents had to pass.
        limit: the most rows, and the most passages.
    """
    if answer.read_as:
        console.print(f"[dim]read as:[/dim] {escape(answer.read_as)} [dim](--no-expand searches what was typed)[/dim]")
    for words in searched_too(answer):
        console.print(f"[dim]{escape(words)}[/dim]")
    if answer.no_answer:
        console.print(f"[bold]{escape(refusal(answer, store, filters))}[/bold]")
    for row in answer.answers[:limit]:
        _show_row(row, console)
    if len(answer.answers) > limit:
        console.print(f"\n[dim]{len(answer.answers) - limit} more: --limit {len(answer.answers)}[/dim]")
    if answer.hits:
        console.print("\n[bold]Nearest passages[/bold]" if answer.no_answer else "\n[bold]Passages[/bold]")
    for number, hit in enumerate(answer.hits[:limit], start=1):
        _show_hit(number, hit, console)


def searched_too(answer: Answer) -> list[str]:
    """What else was searched for, what is preferred, and what speaks against the answer, in words."""
    lines = []
    if answer.expansions:
        lines.append(f"also searched: {also_searched(answer)}")
    preferred = answer.preferred
    if preferred:
        names = (*preferred.years, *preferred.bodies, *map(kind_words, preferred.kinds))
        lines.append(f"preferred: {', '.join(names)}")
    return lines + notes(answer)


def _show_row(row: Mapping[str, Any], console: Console) -> None:
    console.print()
    console.print(
        f"[bold cyan]{escape(topic(row))}[/bold cyan]  [bold]{escape(level(row))}[/bold]  [dim]{row_kind(row)}[/dim]"
    )
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for label, text in _facts(row):
        grid.add_row(label, escape(text))
    console.print(Padding(grid, (0, 0, 0, 2)))


def _facts(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    facts = [("by when" if row["kind"] == "objective" else "period", by_when(row)), ("who", who(row))]
    if row["kind"] == "objective":
        facts.append(("how binding", row["obligation"]))
    return [(label, text) for label, text in facts if text] + [
        ("quotation", f"“{row['quote']}”"),
        ("source", source(row)),
    ]


def _show_hit(number: int, hit: Mapping[str, Any], console: Console) -> None:
    console.print(f"{number}. {escape(snippet(hit))}")
    console.print(f"   [dim]{escape(source(hit))}[/dim]")


def source(row: Mapping[str, Any]) -> str:
    """Where a row or a hit stands: title, section, page, and whether the document has been superseded."""
    path = row["section"]
    parts = [row.get("title") or row["document"]]
    if path[1:]:
        parts.append(path[-1])
    if row.get("page"):
        parts.append(f"page {row.get('page_label') or row['page']}")
    if row.get("document_status") == "superseded":
        parts.append("superseded")
    return " · ".join(parts)


def snippet(hit: Mapping[str, Any]) -> str:
    """The part of a passage that a terminal has room for, around the first words that match."""
    text = hit["text"]
    first = next((start - hit["start"] for start, _ in hit["highlights"]), 0)
    begin = max(0, min(first - LEAD, len(text) - SNIPPET))
    begin = text.rfind(" ", 0, begin) + 1 if begin else 0
    end = begin + SNIPPET
    words = " ".join(text[begin:end].split())
    return ("… " if begin else "") + words + (" …" if end < len(text) else "")
