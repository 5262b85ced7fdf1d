"""Tables of words whose cells run over several lines: columns that all lines leave free, rows that start together."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.readers.lists import BULLETS
from pipeline.readers.pdf.tables.blocks import ends_table, whole_rules
from pipeline.readers.pdf.tables.cells import GridCell
from pipeline.readers.pdf.tables.columns import Column, column_at
from pipeline.readers.pdf.tables.judging import is_contents, is_led
from pipeline.readers.pdf.tables.rules import Rule
from pipeline.readers.pdf.tables.text import Row
from pipeline.readers.pdf.tables.words import Word

LEAST_PIECES = 3  # of a row that starts a table
MOST_HEAD_WORDS = 6  # in a header's line
LABEL = 3.5  # words of a line in the first column, at most, on average: more, and text runs
SPACE = 0.5  # of the size: columns stand so far apart, at least
LONGEST = 60  # words of a line of a table
APART = 2.2  # of a line's height: lines of one table stand nearer
LEAST_STARTS = 3  # rows, the head among them
FILLED = 0.6  # share of the columns that have words in the first line of a row, at least
MOST_STARTS = 0.8  # share of the lines that start a row, at most: with more, it is a list, or text in columns
SIGNS = frozenset(BULLETS) | {"-", "*", "o", "–"}


def wrapped_tables(rows: Sequence[Row], rules: Sequence[Rule]) -> list[list[GridCell]]:
    """Tables among the rows of a page that hold hardly any values."""
    tables: list[list[GridCell]] = []
    at = 0
    while at < len(rows):
        if not _may_be_head(rows[at]):
            at += 1
            continue
        lines = _grown(rows[at:])
        cells = _cells(lines, rules)
        if cells:
            tables.append(cells)
        at += len(lines) if cells else 1
    return tables


def _may_be_head(row: Row) -> bool:
    """Whether a row holds several short pieces that start as headers do."""
    starts = [piece.text[0] for piece in row.pieces]
    short = all(len(piece.words) <= MOST_HEAD_WORDS for piece in row.pieces)
    return len(starts) >= LEAST_PIECES and short and not any(c.islower() for c in starts)


def _grown(rows: Sequence[Row]) -> list[Row]:
    """The first row and those under it that leave its columns free."""
    lines = [rows[0]]
    strips = _joined(_stretches(rows[0]))
    columns = len(strips)
    for before, row in pairwise(rows):
        wider = _joined([*strips, *_stretches(row)])
        if row.top - before.bottom > APART * row.height or ends_table(row, longest=LONGEST) or len(wider) < columns:
            break
        lines.append(row)
        strips = wider
    return lines


def _stretches(row: Row) -> list[tuple[float, float]]:
    return [(word.x0, word.x1 + SPACE * word.size) for word in row.words]


def _joined(stretches: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches from left to right, those that meet as one."""
    joined: list[tuple[float, float]] = []
    for x0, x1 in sorted(stretches):
        if joined and x0 <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(x1, joined[-1][1])
        else:
            joined.append((x0, x1))
    return joined


def _cells(lines: Sequence[Row], rules: Sequence[Rule]) -> list[GridCell]:
    """The cells of lines that are a table; none where they are not."""
    strips = _joined([stretch for row in lines for stretch in _stretches(row)])
    if len(strips) != len(_joined(_stretches(lines[0]))):
        return []
    sides = [strips[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(strips)), strips[-1][1]]
    columns = [Column(a, b, (a + b) / 2) for a, b in pairwise(sides)]
    parts = [_by_column(row, columns) for row in lines]
    starts = [i for i, part in enumerate(parts) if 0 in part and len(part) >= FILLED * len(columns)]
    if not (LEAST_STARTS <= len(starts) <= MOST_STARTS * len(lines)) or starts[0]:
        return []
    if is_led(lines) or is_contents([lines[i] for i in starts]) or is_contents([lines[i] for i in starts[1:]]):
        return []
    texts = _texts_by_column(parts, len(columns))
    labels = sum(len(text.split()) for text in texts[0]) / len(texts[0])
    if labels > LABEL or not _is_headed(lines, starts, rules) or not all(map(_holds_words, texts)):
        return []
    rows: dict[tuple[int, int], list[Word]] = {}
    for i, part in enumerate(parts):
        for column, words in part.items():
            rows.setdefault((sum(start <= i for start in starts) - 1, column), []).extend(words)
    return [GridCell(r, r + 1, c, c + 1, words, header=not r) for (r, c), words in rows.items()]


def _by_column(row: Row, columns: Sequence[Column]) -> dict[int, list[Word]]:
    found: dict[int, list[Word]] = {}
    for word in row.words:
        found.setdefault(column_at(word.centre, columns), []).append(word)
    return found


def _is_headed(lines: Sequence[Row], starts: Sequence[int], rules: Sequence[Rule]) -> bool:
    """Whether the first row is a head: bold over words that are not, or a rule stands under it."""
    first, rest = lines[: starts[1]], lines[starts[1] :]
    if all(w.bold for row in first for w in row.words) and not all(w.bold for row in rest for w in row.words):
        return True
    left, right = min(row.x0 for row in lines), max(row.x1 for row in lines)
    return any(first[-1].middle < y < rest[0].middle for y in whole_rules(rules, left, right))


def _texts_by_column(parts: Sequence[dict[int, list[Word]]], count: int) -> list[list[str]]:
    return [[" ".join(w.text for w in part[c]) for part in parts if c in part] for c in range(count)]


def _holds_words(texts: Sequence[str]) -> bool:
    """Whether a column holds more than the signs of a list."""
    return any(text not in SIGNS for text in texts[1:])
