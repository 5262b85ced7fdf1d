"""Contents pages of a DOCX: they repeat the headings, so they are left out with the heading that they stand under."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.readers.outline import is_contents
from pipeline.readers.word.drafts import Draft

LEAST_LINES = 4  # lines that were typed with page numbers at their ends
MOST_WORDS, MOST_CHARS = 20, 300  # of such a line
_LEADER = re.compile(r"[^\W\d_].*(?:\t|\.{3,}|…)[\s.…]*\d{1,3}\s*\Z", re.DOTALL)
_PAGE = re.compile(r"(\d{1,3})\s*\Z")
_NUMBER = re.compile(r"[^\W\d_].*\s\d{1,3}\s*\Z", re.DOTALL)


def without_contents(drafts: Sequence[Draft]) -> list[Draft]:
    """The blocks without contents pages: those of Word, and those that were typed with tabs and page numbers."""
    kept: list[Draft] = []
    i = 0
    while i < len(drafts):
        end, is_contents_page = _run(drafts, i)
        if not is_contents_page:
            kept += drafts[i:end]
        elif kept and is_contents(kept[-1].text):
            kept.pop()
        i = end
    return kept


def _run(drafts: Sequence[Draft], start: int) -> tuple[int, bool]:
    """Where the blocks end that look like the one at `start`, and whether they are a contents page."""
    if drafts[start].kind == "contents":
        end = start
        while end < len(drafts) and drafts[end].kind == "contents":
            end += 1
        return end, True
    if not _is_entry(drafts[start], _LEADER):
        return start + 1, False
    end, pages = start + 1, [_page(drafts[start])]
    while end < len(drafts):
        if _is_entry(drafts[end], _NUMBER):
            pages.append(_page(drafts[end]))
        elif end + 1 >= len(drafts) or not _is_entry(drafts[end + 1], _LEADER):
            break
        end += 1
    goes_up = all(before <= after for before, after in pairwise(pages))  # figures set with tabs do not
    return end, goes_up and len(pages) >= LEAST_LINES


def _page(entry: Draft) -> int:
    """The page number that an entry ends in."""
    found = _PAGE.search(entry.raw)
    return int(found[1]) if found else 0


def _is_entry(draft: Draft, form: re.Pattern[str]) -> bool:
    is_text = draft.kind in ("paragraph", "list_item", "heading", "contents")
    short = len(draft.raw) <= MOST_CHARS and len(draft.text.split()) <= MOST_WORDS
    return is_text and short and bool(form.search(draft.raw))
