"""Lines that are set off as headings are, and are none: what a service is rated, who said what is quoted."""

from collections import Counter
from collections.abc import Sequence

from pipeline.readers.pdf.candidates import Candidate
from pipeline.readers.pdf.layout import INDENT
from pipeline.readers.pdf.looks import Look

LEAST_RATINGS = 3  # of one wording, each between two headings
SHARE = 0.5  # of the lines of that wording


def without_ratings(found: Sequence[Candidate]) -> list[Candidate]:
    """Headings without words that stand under heading after heading with no text of their own: what each is rated."""
    blocks = {id(c.block) for c in found}
    between: Counter[tuple[Look | None, str]] = Counter()
    for c in found:
        between[c.look, c.words] += all(near is not None and id(near) in blocks for near in (c.before, c.after))
    counts = Counter((c.look, c.words) for c in found)
    ratings = {key for key, n in between.items() if n >= LEAST_RATINGS and n > SHARE * counts[key]}
    return [c for c in found if c.named or c.numbering.length or (c.look, c.words) not in ratings]


def is_source(candidate: Candidate) -> bool:
    """Whether a block is set in like the one above it, and not like the one below: who said what is quoted."""
    before, after, left = candidate.before, candidate.after, candidate.block.lines[0].x0
    if before is None or after is None or before.cells or after.cells or len(before.lines) < 2 or candidate.named:
        return False
    set_in = left > after.lines[0].x0 + INDENT and candidate.look is not None and not candidate.look.bold
    return set_in and abs(before.lines[-1].x0 - left) < INDENT
