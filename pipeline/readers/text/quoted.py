"""Lines of an e-mail that quotes another: each starts with ">", and one of nothing else is a blank line."""

import re
from collections.abc import Sequence

from pipeline.readers.text.lines import TextLine

_MARK = re.compile(r"(?:>\s?)+")


def parted_quotes(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines without these marks; one below a mark alone, or where a quotation starts or ends, opens a block."""
    kept: list[TextLine] = []
    before, apart = 0, False
    for line in lines:
        mark = _MARK.match(line.text)
        depth = mark.group().count(">") if mark else 0
        if mark and mark.end() == len(line.text):
            apart = True
            continue
        skip = mark.end() if mark else 0
        blank = line.after_blank or apart or depth != before
        kept.append(line._replace(text=line.text[skip:], start=line.start + skip, after_blank=blank))
        before, apart = depth, False
    return kept
