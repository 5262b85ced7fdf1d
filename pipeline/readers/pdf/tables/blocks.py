"""Where tables without rules stand on a page: rows of values under each other, running text set aside."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.readers.outline import is_caption
from pipeline.readers.pdf.tables.rules import Rule
from pipeline.readers.pdf.tables.text import TIME_OR_UNIT, Piece, Row, rows_of
from pipeline.readers.pdf.tables.words import Word

PROSE_LINES = 4
FILLED = 0.55  # share of a column's lines that reach its right side, at least, where text runs
SAME_LEFT = 4.0  # points
INDENT = 24.0  # points that a line of a paragraph may stand to the right or left of the one above
APART = 3.4  # of a row's height: rows of one table stand nearer
MANY = 4  # pieces of a row of which one may be prose
LISTED, SHORT = 3, 6  # pieces of a row without values, at least, and the words of each, at most
LONGEST_LINE = 12  # words of a piece; a longer one is running text
BETWEEN = 4  # rows without values between rows with
NOTES = ("note", "source", "notes:", "sources", "key:", "abbreviations")
MOST_HEAD_ROWS = 9
STUB, WHOLE = 12.0, 0.7  # a rule across a table starts within so many points of its left side, and is so long
LEAST_BODY = 3  # rows under a head
MOST_TAIL, NEAR = 4, 0.6  # lines that end a row, and how near they stand, of a line's height
HEAD_APART = 2.3  # of a row's height
_NAME = re.compile(r"(?:table|figure|fig|chart|exhibit|box|annex|appendix)\.?\s+(?:[A-Z]{1,2}[-.]?)?\d", re.IGNORECASE)


class Block(NamedTuple):
    """Rows of a table: those of its head, those under it."""

    head: list[Row]
    body: list[Row]


def is_data(row: Row) -> bool:
    """Whether a row holds a value that stands apart from what is left of it."""
    if len(row.pieces) < 2 or sum(piece.is_prose for piece in row.pieces[1:]) > (len(row.pieces) >= MANY):
        return False
    return any(piece.is_quantity for piece in row.pieces[1:])


def is_listed(row: Row) -> bool:
    """Whether a row holds several short pieces."""
    return len(row.pieces) >= LISTED and all(len(p.words) <= SHORT for p in row.pieces)


def without_prose(words: Sequence[Word]) -> list[Word]:
    """Words outside columns of running text, which would else stand in the rows of a table beside them."""
    rows = rows_of(words)
    gone: set[int] = set()
    for aligned in _aligned([(row, piece) for row in rows for piece in row.pieces if piece.is_prose]):
        right = max(p.x1 for _, p in aligned)
        group = [(row, piece) for row, piece in aligned if not _labels_values(row, piece, right)]
        if len(group) < PROSE_LINES:
            continue
        rights = sorted(p.x1 for _, p in group)
        left, right = min(p.x0 for _, p in group), rights[int(0.9 * (len(rights) - 1))]
        if sum(x >= right - 0.15 * (right - left) for x in rights) < FILLED * len(group):
            continue
        top, bottom = group[0][0].top, group[-1][0].bottom + 2 * group[-1][0].height
        for row in rows:
            if top - 1 <= row.top and row.bottom <= bottom:
                gone |= {id(w) for p in row.pieces if _inside(p, left, right) for w in p.words}
    return [word for word in words if id(word) not in gone]


def _labels_values(row: Row, label: Piece, right: float) -> bool:
    """Whether all that stands beside a piece in its column are values: it is no prose but the longest of the labels."""
    beside = [p for p in row.pieces if label.x1 < p.x0 and p.x1 <= right]
    return bool(beside) and all(p.is_value for p in beside)


def _inside(piece: Piece, left: float, right: float) -> bool:
    return piece.x0 >= left - SAME_LEFT and piece.x1 <= right + SAME_LEFT


def _aligned(found: Sequence[tuple[Row, Piece]]) -> list[list[tuple[Row, Piece]]]:
    """Prose pieces that start at one place and follow each other down the page."""
    groups: list[list[tuple[Row, Piece]]] = []
    for row, piece in found:
        for group in groups:
            last_row, last = group[-1]
            if abs(last.x0 - piece.x0) <= INDENT and row.top - last_row.bottom <= 1.5 * row.height:
                group.append((row, piece))
                break
        else:
            groups.append([(row, piece)])
    return groups


def blocks_of(rows: Sequence[Row], rules: Sequence[Rule], belongs: Callable[[Row], bool]) -> list[Block]:
    """Blocks of rows that may be tables, from the top down.

    Args:
        rows: those of the page.
        rules: those that it draws.
        belongs: whether a row alone looks like one of a table.
    """
    blocks = []
    top = float("-inf")
    for first, last in _stretches(rows, belongs):
        inner, body = _split_head(rows[first : last + 1], rules)
        head = _head(rows[:first], inner + body, rules, top)
        blocks.append(Block(head + inner, body + _tail(rows[last + 1 :], body)))
        top = body[-1].bottom
    return blocks


def _stretches(rows: Sequence[Row], belongs: Callable[[Row], bool]) -> list[tuple[int, int]]:
    """First and last row, by index, of each stretch that starts and ends with a row that belongs to a table."""
    found: list[tuple[int, int]] = []
    first = last = -1
    for i, row in enumerate(rows):
        data = belongs(row)
        if first >= 0 and (_is_apart(rows[i - 1], row) or i - last > BETWEEN or (not data and ends_table(row))):
            found.append((first, last))
            first = -1
        if data:
            first, last = (i if first < 0 else first), i
    if first >= 0:
        found.append((first, last))
    return found


def _is_apart(above: Row, row: Row) -> bool:
    return row.top - above.bottom > APART * max(row.height, 6.0)


def ends_table(row: Row, *, longest: int = LONGEST_LINE) -> bool:
    """Whether a row is the caption of the next table, a note, or running text: a piece of so many words."""
    if is_name(row) or row.text.casefold().startswith(NOTES):
        return True
    return any(len(p.words) >= longest for p in row.pieces)


def is_name(row: Row) -> bool:
    """Whether a row starts the caption of a table or figure."""
    return is_caption(row.text) or bool(_NAME.match(row.text))


def _split_head(rows: Sequence[Row], rules: Sequence[Rule]) -> tuple[list[Row], list[Row]]:
    """Headers that hold years or amounts, down to the first rule across the table, and the rows under them."""
    left, right = min(r.x0 for r in rows), max(r.x1 for r in rows)
    inner = sorted(y for y in whole_rules(rules, left, right) if rows[0].middle < y < rows[-1].middle)
    if not inner or len(inner) > len(rows) / 3:
        return [], list(rows)
    count = sum(row.middle < inner[0] for row in rows)
    if count > min(MOST_HEAD_ROWS, len(rows) - LEAST_BODY) or not all(map(_may_be_head, rows[:count])):
        return [], list(rows)
    return list(rows[:count]), list(rows[count:])


def _may_be_head(row: Row) -> bool:
    """Whether at most half of a row's pieces are plain values."""
    values = [p for p in row.pieces if p.is_value and not TIME_OR_UNIT.fullmatch(p.text)]
    return 2 * len(values) <= len(row.pieces)


def _head(above: Sequence[Row], body: Sequence[Row], rules: Sequence[Rule], top: float) -> list[Row]:
    """Rows of headers over the first row of values."""
    left, right = min(r.x0 for r in body), max(r.x1 for r in body)
    wide = whole_rules(rules, left, right)
    head: list[Row] = []
    below, crossed = body[0], 0
    for row in reversed(above):
        if len(head) >= MOST_HEAD_ROWS or row.top < top or below.top - row.bottom > HEAD_APART * max(row.height, 6.0):
            break
        crossed += any(row.middle < y < below.middle for y in wide)
        if crossed > 1 or ends_table(row) or _is_title(row, body, left, right):
            return _without_caption(head, row)
        if row.x0 < left - 40 or row.x1 > right + 40:
            break
        head.insert(0, row)
        below = row
    return head


def _without_caption(head: list[Row], above: Row) -> list[Row]:
    """A head without the further lines of the caption above it."""
    while is_name(above) and head and len(head[0].pieces) == 1 and head[0].words[0].bold == above.words[0].bold:
        if head[0].top - above.bottom > 0.6 * above.height or head[0].x0 > (above.x0 + above.x1) / 2:
            break
        head = head[1:]
    return head


def whole_rules(rules: Sequence[Rule], left: float, right: float) -> list[float]:
    """Heights at which rules, alone or together, reach from a table's left side over most of it."""
    found: dict[int, tuple[float, float]] = {}
    for rule in rules:
        if rule.level:
            start, length = found.get(round(rule.top), (right, 0.0))
            length += max(0.0, _shared(rule.x0, rule.x1, left, right))
            found[round(rule.top)] = min(start, rule.x0), length
    return [float(y) for y, (start, n) in found.items() if start < left + STUB and n > WHOLE * (right - left)]


def _is_title(row: Row, body: Sequence[Row], left: float, right: float) -> bool:
    """One piece that starts at the table's left side and reaches over several columns."""
    first = min(r.pieces[0].x1 for r in body if len(r.pieces) > 1) if any(len(r.pieces) > 1 for r in body) else right
    return len(row.pieces) == 1 and row.x0 < left + 12 and row.x1 > max(first, left + 0.5 * (right - left))


def _tail(below: Sequence[Row], body: Sequence[Row]) -> list[Row]:
    """The further lines of the last row: of its label, or of cells beside it."""
    tail: list[Row] = []
    last, before = body[-1], body[-1]
    for row in below[:MOST_TAIL] if len(last.pieces) > 1 else ():
        label = len(row.pieces) == 1 and row.text[:1].islower() and row.x1 < last.pieces[1].x0
        beside = (
            row.x0 > last.pieces[1].x0 - SAME_LEFT and len(row.pieces) < len(last.pieces) and row.x1 < last.x1 + INDENT
        )
        if row.top - before.bottom > NEAR * row.height or ends_table(row) or not (label or beside):
            break
        tail.append(row)
        before = row
    return tail


def _shared(a0: float, a1: float, b0: float, b1: float) -> float:
    return min(a1, b1) - max(a0, b0)
