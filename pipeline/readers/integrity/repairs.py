"""The first places of each repair: the words as the file has them, and as they are read."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice, takewhile

from corpus.document import Edit, Repair
from corpus.integrity import RepairExample
from pipeline.builder import Built
from pipeline.repair import GBK_LOST

EXAMPLES = 3  # of each rule
WIDEST = 40  # characters that a word at an edit's side may have
_LOST_WORD = re.compile(rf"\S{{0,{WIDEST}}}\ufffd\S{{0,{WIDEST}}}")


def with_examples(repairs: Sequence[Repair], built: Built) -> tuple[Repair, ...]:
    """The repairs with their first places in the text; those in parts that were left out have none."""
    places: dict[str, list[RepairExample]] = {repair.rule: [] for repair in repairs}
    source = built.source_text
    for edit in built.edits if source is not None else ():
        kept = places.get(edit.rule, [])
        if source is not None and edit.rule in places and len(kept) < EXAMPLES:
            example = _example(built.text, source, edit)
            if example and all(example.source != other.source for other in kept):
                kept.append(example)
    return tuple(r.model_copy(update={"examples": tuple(places[r.rule])}) for r in repairs)


def lost_examples(built: Built) -> tuple[RepairExample, ...]:
    """The first places of characters that are lost for good."""
    source = built.source_text
    found = [
        example
        for edit in built.edits
        if source is not None and edit.rule == GBK_LOST and (example := _example(built.text, source, edit))
    ]
    lost = _LOST_WORD.finditer(built.text) if "\ufffd" in built.text else iter(())
    for match in islice(lost, EXAMPLES):
        found.append(RepairExample(start=match.start(), end=match.end(), source=match.group(), text=match.group()))
    return tuple(sorted(found, key=lambda example: example.start)[:EXAMPLES])


def _example(text: str, source: str, edit: Edit) -> RepairExample | None:
    """The whole words around an edit, as far as text and source agree there."""
    printed, read = source[edit.source_start : edit.source_end], text[edit.start : edit.end]
    if "\n" in printed or "\n" in read:
        return None  # the edit reaches from one block to the next
    before = _same(_backwards(text, edit.start), _backwards(source, edit.source_start))
    after = _same(text[edit.end : edit.end + WIDEST], source[edit.source_end : edit.source_end + WIDEST])
    return RepairExample(
        start=edit.start - before,
        end=edit.end + after,
        source=source[edit.source_start - before : edit.source_end + after],
        text=text[edit.start - before : edit.end + after],
    )


def _same(read: Iterable[str], printed: Iterable[str]) -> int:
    """How many characters agree, up to the next white space."""
    pairs = zip(read, printed, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1] and not pair[0].isspace(), pairs))


def _backwards(text: str, end: int) -> Iterable[str]:
    return reversed(text[max(0, end - WIDEST) : end])
