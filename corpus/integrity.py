"""What a reader had to repair, or could not read: the report of each document. `docs/integrity.md` explains it."""

from collections.abc import Iterable, Sequence

from pydantic import Field

from corpus.spans import Record, Span


class RepairExample(Span):
    """Words that were repaired: as the file has them, and as they are read now."""

    source: str
    text: str


class Repair(Record):
    """How often a repair rule changed the text, with its first places."""

    rule: str
    count: int = Field(ge=1)
    examples: tuple[RepairExample, ...] = ()


class Mismatch(Span):
    """A count that the text states and what was found ("32 objectives" against 0); the span is the count's."""

    stated: str
    found: int = Field(ge=0)


class EmptyColumn(Span):
    """A column of a table that has a header and nothing below it; the span is the table's."""

    header: str
    cells: int = Field(ge=1)
    page: int | None = None


class NumberGap(Span):
    """Headings whose numbers leave some out: `missing` stands nowhere; the span is the heading after the gap."""

    before: str
    after: str
    missing: tuple[str, ...]


class RecognisedPage(Record):
    """A page without text that was read by text recognition (OCR); `confidence` is the mean, 0 to 100."""

    page: int = Field(ge=1)
    confidence: int = Field(ge=0, le=100)


class PageRange(Record):
    """Pages that were read in the same way: `signal` is what their structure was taken from."""

    first: int = Field(ge=1)
    last: int = Field(ge=1)
    signal: str


class Integrity(Record):
    """What the reader had to repair, or could not read.

    `unrepaired` counts characters that are lost for good, `unrepaired_share` is their share of the text; where one was
    a mark of punctuation that its surroundings tell, that mark is read, and counted all the same.
    """

    reader: str = ""
    signals: tuple[str, ...] = ()
    pages: tuple[PageRange, ...] = ()
    repairs: tuple[Repair, ...] = ()
    unrepaired: int = 0
    unrepaired_share: float = Field(default=0.0, ge=0, le=1)
    unrepaired_examples: tuple[RepairExample, ...] = ()
    empty_cells: int = 0
    empty_columns: tuple[EmptyColumn, ...] = ()
    broken_sentences: tuple[Span, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()
    number_gaps: tuple[NumberGap, ...] = ()
    pages_without_text: tuple[int, ...] = ()
    recognised: tuple[RecognisedPage, ...] = ()

    @property
    def findings(self) -> list[str]:
        """One short sentence for each thing a reader of the document should know; none for a clean one."""
        found = [f"{r.count} × {r.rule}, repaired" for r in self.repairs if r.rule not in QUIET_REPAIRS]
        if self.unrepaired:
            share = f" ({self.unrepaired_share:.0%} of the text)" if self.unrepaired_share >= MUCH else ""
            found.append(_counted(self.unrepaired, "character is", "characters are") + f" lost for good{share}")
        found += [
            _counted(c.cells, f"cell under “{c.header}” is empty", f"cells under “{c.header}” are empty")
            for c in self.empty_columns
        ]
        if self.broken_sentences:
            found.append(_counted(len(self.broken_sentences), "sentence breaks off", "sentences break off"))
        found += [f"the text states “{m.stated}”, {m.found} found" for m in self.mismatches]
        found += [f"headings go from {g.before} to {g.after}" for g in self.number_gaps]
        return found + self._pages()

    def _pages(self) -> list[str]:
        found = []
        if self.pages_without_text:
            pages = page_list(self.pages_without_text)
            found.append(
                _counted(len(self.pages_without_text), "page without text", "pages without text") + f": {pages}"
            )
        if self.recognised:
            pages = page_list([r.page for r in self.recognised])
            sure = round(sum(r.confidence for r in self.recognised) / len(self.recognised))
            count = _counted(len(self.recognised), "page read", "pages read")
            found.append(f"{count} by text recognition, {sure}% sure: {pages}")
        return found


MUCH = 0.01  # of a text: where so much is lost, the rest is in doubt too

# Conversions and typography that damage nothing: they are in the report, and are no finding.
QUIET_REPAIRS = frozenset(
    {
        *("markup", "non-breaking space", "unusual space", "space inside a number", "soft hyphen"),
        *("non-breaking hyphen", "line-break hyphen", "zero-width character", "line separator"),
        *("form feed", "carriage return"),
        *("ligature ff", "ligature fi", "ligature fl", "ligature ffi", "ligature ffl", "ligature st"),
        *("control character", "private-use bullet", "private-use arrow", "private-use tick"),
        *("wrong quotation mark", "full-width form", "space after a ligature", "footnote mark glued to a word"),
    }
)


def page_list(numbers: Sequence[int]) -> str:
    """Page numbers in short: "1–3, 7"."""
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in _ranges(numbers))


def _ranges(numbers: Iterable[int]) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ranges


def _counted(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
