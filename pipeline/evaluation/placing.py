"""Where claims stand in the text that was annotated."""

from collections.abc import Iterable, Mapping

from corpus.document import Record
from pipeline.evaluation.claims import Claim
from pipeline.evaluation.folding import FoldedText, Place, Surroundings

Texts = Mapping[str, FoldedText]
Covered = Mapping[str, tuple[tuple[int, int], ...]]


class Placed(Record):
    """A claim, the words it quotes and their place; the place is null where those words are not in the text."""

    claim: Claim
    quote: str
    place: Place | None


def place_gold(claim: Claim, texts: Texts) -> Placed:
    """A gold row in its place; where it has no quotation, its offsets are read off."""
    text = texts.get(claim.document)
    if text is None:
        return Placed(claim=claim, quote=claim.quote or "", place=None)
    quote = claim.quote if claim.quote is not None else text.raw[claim.start or 0 : claim.end or 0]
    share = text.share_of(claim.start) if claim.start is not None else None
    return Placed(claim=claim, quote=quote, place=text.find(quote, Surroundings(share=share)))


def place_found(claim: Claim, texts: Texts) -> Placed:
    """An extracted row in its place.

    Its offsets are into remit's own text: they hold where that is the annotated one, and else tell only how far in the
    text to look.
    """
    text = texts[claim.document]
    quote, start, end = claim.quote or "", claim.start, claim.end
    if start is not None and end is not None and text.holds_at(start, end, quote):
        return Placed(claim=claim, quote=quote, place=text.place_of(start, end))
    share = min(1.0, start / max(1, claim.length or len(text.raw))) if start is not None else None
    around = Surroundings(prefix=claim.prefix, suffix=claim.suffix, share=share)
    return Placed(claim=claim, quote=quote, place=text.find(quote, around))


def covered_rows(rows: Iterable[Placed], texts: Texts, covered: Covered) -> list[Placed]:
    """The rows that begin inside the ranges that were annotated.

    Args:
        rows: extracted rows of documents that have a text.
        texts: of the documents.
        covered: for a document, its annotated ranges of the raw text; a document that it does not name is annotated
            whole. A row that stands nowhere is kept: it is wrong wherever it claims to stand.
    """
    return [row for row in rows if _is_covered(row, texts, covered)]


def _is_covered(row: Placed, texts: Texts, covered: Covered) -> bool:
    ranges = covered.get(row.claim.document)
    if ranges is None or row.place is None:
        return True
    begins, _ = texts[row.claim.document].range_of(row.place)
    return any(start <= begins < end for start, end in ranges)
