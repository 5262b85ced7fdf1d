"""Tables that go on over a page break: the rows of the next page, counted on, without the headers that it repeats."""

from collections.abc import Sequence

from pipeline.readers.pdf.blocks import PdfBlock, PdfCell

AGREEING = 0.8  # share of the columns that must stand where they stood
SHIFT = 12.0  # points that facing pages may be set apart by


def rest_of_table(before: PdfBlock, after: PdfBlock) -> list[PdfCell] | None:
    """The cells by which the first table of a page goes on with the last one of the page before; None where it is new.

    It goes on where it repeats the headers, or has none of its own and the same columns in the same places.

    Args:
        before: the table so far.
        after: the table at the top of the next page.
    """
    if not before.cells or not after.cells or _width(before.cells) != _width(after.cells):
        return None
    head, repeated = _head(before.cells), _head(after.cells)
    if repeated and _texts(repeated) == _texts(head):
        dropped = _height(repeated)
    elif (repeated and _is_meant(before.cells, head, repeated)) or not _columns_agree(before.cells, after.cells):
        return None
    else:
        dropped = 0
    labels = any(c.header for c in before.cells if c.row >= _height(head))
    guessed = 0 if labels else _height(repeated)
    rest = [
        c._replace(row=c.row - dropped, header=c.header and c.row >= guessed) for c in after.cells if c.row >= dropped
    ]
    below = _first_below(before.cells, rest)
    return [c._replace(row=c.row + below) for c in rest] or None


def _first_below(cells: Sequence[PdfCell], rest: Sequence[PdfCell]) -> int:
    """The row at which a table goes on: under its last one where that leaves room for cells that reach further down."""
    last = max(c.row for c in cells) + 1
    reached = {
        (row - last, column)
        for c in cells
        for row in range(last, c.row + c.row_span)
        for column in range(c.column, c.column + c.column_span)
    }
    taken = {(c.row, c.column + i) for c in rest for i in range(c.column_span)}
    return _height(cells) if reached & taken else last


def _height(cells: Sequence[PdfCell]) -> int:
    return max((c.row + c.row_span for c in cells), default=0)


def _width(cells: Sequence[PdfCell]) -> int:
    return max(c.column + c.column_span for c in cells)


def _head(cells: Sequence[PdfCell]) -> list[PdfCell]:
    """The cells of the rows at the top that hold headers and nothing else."""
    plain = min((c.row for c in cells if c.lines and not c.header), default=len(cells))
    return [c for c in cells if c.header and c.row < plain]


def _texts(cells: Sequence[PdfCell]) -> list[str]:
    return ["".join(line.text for line in c.lines).replace(" ", "") for c in cells if c.lines]


def _is_meant(cells: Sequence[PdfCell], head: Sequence[PdfCell], repeated: Sequence[PdfCell]) -> bool:
    """Whether a first row is a head of its own: it looks like the other table's head, and unlike its rows."""
    body = [c for c in cells if c.row >= _height(head) and c.lines]
    bold = _is_bold(repeated)
    return not head or (bold == _is_bold(head) and bold != _is_bold(body)) or not body


def _is_bold(cells: Sequence[PdfCell]) -> bool:
    return all(line.bold for c in cells for line in c.lines)


def _columns_agree(before: Sequence[PdfCell], after: Sequence[PdfCell]) -> bool:
    places, others = _places(before), _places(after)
    shared = places.keys() & others.keys()
    near = sum(
        places[c][0] - SHIFT <= others[c][1] and others[c][0] <= places[c][1] + SHIFT
        and abs(places[c][0] - others[c][0]) < SHIFT + (places[c][1] - places[c][0]) / 2
        for c in shared
    )  # fmt: skip
    return len(shared) > 1 and near >= AGREEING * len(shared)


def _places(cells: Sequence[PdfCell]) -> dict[int, tuple[float, float]]:
    found: dict[int, tuple[float, float]] = {}
    for cell in cells:
        for line in cell.lines if cell.column_span == 1 else ():
            left, right = found.get(cell.column, (line.x0, line.x1))
            found[cell.column] = min(left, line.x0), max(right, line.x1)
    return found
