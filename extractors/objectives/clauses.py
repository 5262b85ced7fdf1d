"""Where a clause begins and ends within a sentence."""

import re
from functools import lru_cache

REACH = 600  # code points of a clause on either side of what it binds
CLAUSE_END = re.compile(r"[;:]\s|\.\s+(?=[A-Z(])|\s[–—]\s|\n\s*\n(?=\s*[•A-Z])")


def clause_start(text: str, at: int) -> int:
    """Where the clause around an offset begins: after the last stop, colon or dash before it, at most 600 back."""
    opened = max(0, at - REACH)
    if not _has_clauses(text):
        return opened
    return max((mark.end() for mark in CLAUSE_END.finditer(text, opened, at)), default=opened)


@lru_cache(maxsize=64)  # asked for each number and verb of a sentence
def _has_clauses(text: str) -> bool:
    """Whether any clause ends in a text."""
    return CLAUSE_END.search(text) is not None
