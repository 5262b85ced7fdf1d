"""What is said around an answer, in the terminal and on the page: why there is none, what else was searched."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from index import Filters, Store
from pipeline.enquiry import Answer
from pipeline.wording import day, kind_words

_FIGURES = {"reported": "reported figure", "forecast": "forecast figure", "money": "amount of money"}
BINDING = {
    "must": "must",
    "asked": "asked to",
    "expected": "expected to",
    "should": "should",
    "will": "will",
    "ambition": "ambition",
}  # obligations in words
_LIKELY = ((0.95, "very likely right"), (0.85, "likely right"), (0.7, "probably right"), (0.0, "may well be wrong"))


def refusal(answer: Answer, store: Store, filters: Filters) -> str:
    """Why a question has no answer, in a sentence.

    Args:
        answer: that says so.
        store: whose documents were asked.
        filters: that they had to pass.
    """
    headline, reasons = refusal_parts(answer, store, filters)
    return f"{headline}: {'; '.join(reasons)}." if reasons else f"{headline}."


def refusal_parts(answer: Answer, store: Store, filters: Filters) -> tuple[str, tuple[str, ...]]:
    """Why a question has no answer: a headline, and the reasons, the weightiest first; as `refusal`."""
    if not has_words(answer.query):
        return "Type a question: there is no word in this one", ()
    if filters and not answer.hits and not store.documents(filters):
        return f"No document passes the filters ({filters_in_words(filters)})", ()
    return "Nothing in the documents here answers this", answer.reasons


def notes(answer: Answer) -> list[str]:
    """What speaks against an answer that is given all the same."""
    return [] if answer.no_answer else [f"note: {reason}" for reason in answer.reasons]


def also_searched(answer: Answer) -> str:
    """The other names that were searched for, each with the words that it stands for; empty where there are none."""
    return "; ".join(
        f"{', '.join(expansion.name for expansion in same)} (for {said})"
        for said, same in groupby(answer.expansions, key=lambda expansion: expansion.said)
    )


def row_kind(row: Mapping[str, Any]) -> str:
    """What an objective states, or which figure a row is: "target", "action", "reported figure"."""
    return row["statement"] if row["kind"] == "objective" else _FIGURES[row["status"]]


def binding(row: Mapping[str, Any]) -> str:
    """How binding an objective is, in words: "asked to"; empty where the text leaves it open."""
    return BINDING.get(row.get("obligation") or "", "")


def sure(row: Mapping[str, Any]) -> str:
    """How likely a row is to be right, by its calibrated confidence (docs/confidence.md): "likely right, 88%"."""
    confidence = row["confidence"]
    words = next(words for least, words in _LIKELY if confidence >= least)
    return f"{words}, {confidence:.0%}"


def place_words(row: Mapping[str, Any]) -> str:
    """The page of a row or a passage, as it is printed where it has a label: "page 5"; empty without pages."""
    page = row.get("page_label") or row.get("page")
    return f"page {page}" if page else ""


def citation(row: Mapping[str, Any], base: str) -> str:
    """A row or a passage to be quoted elsewhere: its words, publisher, title, date, page and permalink.

    Args:
        row: with its words (`quote`, or a passage's `text`), `publisher`, `title`, `published` and `href`.
        base: the address of the pages, put in front of `href`.
    """
    words = " ".join(str(row.get("quote") or row["text"]).split())
    dated = day(row["published"]) if row["published"] else "no date"
    source = ", ".join(part for part in (row["publisher"], row["title"], dated, place_words(row)) if part)
    return f"“{words}” {source}. {base}{row['href']}"


def why_matched(hit: Mapping[str, Any]) -> str:
    """How a passage was found, in a sentence: by its words, by its meaning, or by both, and how far up."""
    lexical, dense = hit["why"]["lexical"], hit["why"]["dense"]
    by_words = f"{_ordinal(lexical)} by its words" if lexical else ""
    by_meaning = f"{_ordinal(dense)} by its meaning" if dense else ""
    found = " and ".join(part for part in (by_words, by_meaning) if part)
    return f"Of all passages, this one came {found}." if found else "It stands beside a passage that was found."


def _ordinal(rank: int) -> str:
    ending = "th" if rank % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}"


def filters_in_words(filters: Filters) -> str:
    """Filters as a person gave them: "year 2031/32; kind board paper"."""
    named = {
        "year": filters.years,
        "kind": tuple(map(kind_words, filters.kinds)),
        "publisher": filters.publishers,
        "body": filters.bodies,
        "document": filters.documents,
    }
    return "; ".join(f"{name} {' or '.join(dict.fromkeys(values))}" for name, values in named.items() if values)


def has_words(query: str) -> bool:
    """Whether there is anything to search for."""
    return any(map(str.isalnum, query))
