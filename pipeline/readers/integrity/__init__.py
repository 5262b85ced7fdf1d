"""The integrity report: what a reader had to repair or could not read, and what does not add up."""

from collections.abc import Sequence

from corpus.document import Integrity
from corpus.integrity import PageRange
from pipeline.builder import Built
from pipeline.readers.integrity.counts import mismatches
from pipeline.readers.integrity.numbering import number_gaps
from pipeline.readers.integrity.repairs import lost_examples, with_examples
from pipeline.readers.integrity.sentences import broken_sentences
from pipeline.readers.integrity.tables import empty_cells, empty_columns
from pipeline.readers.reading import Reading


def integrity_of(reading: Reading, built: Built) -> Integrity:
    """The report of a document.

    Args:
        reading: what its reader handed over.
        built: the text, the blocks and the sections that were made of it.
    """
    text, blocks = built.text, built.blocks
    return Integrity(
        reader=reading.reader,
        signals=reading.signals,
        pages=page_ranges(reading.page_signals),
        repairs=with_examples(built.repaired.repairs, built),
        unrepaired=built.repaired.unrepaired,
        unrepaired_share=round(min(1.0, built.repaired.unrepaired / max(1, len(text))), 4),
        unrepaired_examples=lost_examples(built),
        empty_cells=empty_cells(blocks),
        empty_columns=empty_columns(blocks),
        broken_sentences=broken_sentences(text, blocks),
        mismatches=mismatches(text, blocks, built.sections),
        number_gaps=number_gaps(text, built.sections),
        pages_without_text=reading.pages_without_text,
        recognised=reading.recognised,
    )


def page_ranges(signals: Sequence[str]) -> tuple[PageRange, ...]:
    """Neighbouring pages of one signal as one range; the signals stand in the order of the pages."""
    ranges: list[PageRange] = []
    for number, signal in enumerate(signals, start=1):
        if ranges and ranges[-1].signal == signal:
            ranges[-1] = ranges[-1].model_copy(update={"last": number})
        else:
            ranges.append(PageRange(first=number, last=number, signal=signal))
    return tuple(ranges)


__all__ = ["integrity_of", "page_ranges"]
