"""Sentences that a conversion broke into lines, joined again."""

import re
from collections.abc import Iterable, Iterator

from corpus.document import Document
from extractors.text import Context

MERGED = 600  # code points: longer than any sentence that a table's conversion has broken into lines
_NUMBERED = re.compile(r"\(?\d{1,2}(?:\.\d{1,2})*[.)]?\s+[A-Z]")  # "2.3 Divisions must ..."
_OPEN_END = re.compile(r"[\w,%&’'\-–)]\s*$")


def joined(document: Document, contexts: Iterable[Context]) -> Iterator[list[Context]]:
    """Sentences, those joined that a conversion broke into lines: no stop before, a small letter or a digit after."""
    group: list[Context] = []
    for context in contexts:
        if group and _continues(document, group, context):
            group.append(context)
            continue
        if group:
            yield group
        group = [context]
    if group:
        yield group


def _continues(document: Document, group: list[Context], context: Context) -> bool:
    last = group[-1]
    if (
        last.block.kind == "list_item"
        or _NUMBERED.match(context.text)
        or last.block is context.block
        or context.block.kind != "paragraph"
        or last.block.section_id != context.block.section_id
    ):
        return False
    near = context.end - group[0].start < MERGED and "\n" in document.text[last.end : context.start]
    return (
        near
        and bool(_OPEN_END.search(last.text))
        and bool(re.match(r"[a-z0-9(]", context.text))
        and not last.text.endswith(":")
    )
