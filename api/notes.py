"""What is said around an answer, in the terminal and on the page: why there is none, what else was searched."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from index import Filters, Store
from pipeline.enquiry import Answer
from pipeline.wording import kind_words

_FIGURES = {"reported": "reported figure", "forecast": "forecast figure", "money": "amount of money"}


def refusal(answer: Answer, store: Store, filters: Filters) -> str:
    """Why a question has no answer, in a sentence.

    Args:
        answer: that says so.
        store: whose documents were asked.
        filters: that they had to pass.
    """
    if not has_words(answer.query):
        return "Type a question: there is no word in this one."
    if filters and not answer.hits and not store.documents(filters):
        return f"No document passes the filters ({filters_in_words(filters)})."
    why = "; ".join(answer.reasons)
    return f"Nothing in the index answers this: {why}." if why else "Nothing in the index answers this."


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
    """Whether a row is a target, or a figure and which: "target", "reported figure"."""
    return "target" if row["kind"] == "objective" else _FIGURES[row["status"]]


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
