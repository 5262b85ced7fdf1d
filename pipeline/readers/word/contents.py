"""Contents pages of a DOCX: they repeat the headings, so they are left out with the heading that they stand under."""

import re
from collections.abc import Sequence

from pipeline.readers.outline import is_contents
from pipeline.readers.word.drafts import Draft

LEAST_LINES = 4  # lines that were typed with page numbers at their ends
MOST_WORDS, MOST_CHARS = 20, 300  # of such a line
_LEADER = re.compile(r"[^\W\d_].*(?:\t|\.{3,}|…)[\s.…]*\d{1,3}\s*\Z", re.DOTALL)
_NUMBER = re.compile(r"[^\W\d_].*\s\d{1,3}\s*\Z", re.DOTALL)


def without_contents(drafts: Sequence[Draft]) -> list[Draft]:
    """The blocks without contents pages: those of Word, and those that were typed with tabs and page numbers."""
    kept: list[Draft] = []
    i = 0
    while i < len(drafts):
        end = _end(drafts, i)
        if end == i:
            kept.append(drafts[i])
            i += 1
            continue
        if kept and is_contents(kept[-1].text):
            kept.pop()
        i = end
    return kept


def _end(drafts: Sequence[Draft], start: int) -> int:
    """Where the contents page ends that starts here; `start` where none does."""
    if drafts[start].kind == "contents":
        end = start
        while end < len(drafts) and drafts[end].kind == "contents":
            end += 1
        return end
    if not _is_entry(drafts[start], _LEADER):
        return start
    end, lines = start + 1, 1
    while end < len(drafts):
        if _is_entry(drafts[end], _NUMBER):
            lines += 1
        elif end + 1 >= len(drafts) or not _is_entry(drafts[end + 1], _LEADER):
            break
        end += 1
    return end if lines >= LEAST_LINES else start


def _is_entry(draft: Draft, form: re.Pattern[str]) -> bool:
    is_text = draft.kind in ("paragraph", "list_item", "heading", "contents")
    short = len(draft.raw) <= MOST_CHARS and len(draft.text.split()) <= MOST_WORDS
    return is_text and short and bool(form.search(draft.raw))
