"""Documents for the extractors' tests, written as an outline: headings, paragraphs, bullets and tables."""

import datetime
import hashlib
from collections.abc import Iterator

from corpus.document import Block, Cell, Document, Section, Span, Table, content_id

GUIDANCE = {
    "title": "2024/25 planning guidance",
    "publisher": "NHS England",
    "published": datetime.date(2024, 3, 27),
    "kind": "planning_guidance",
    "financial_year": "2024/25",
    "planning_year": "2024/25",
}


def outline(words: str, **fields: object) -> Document:
    """A document from an outline; without fields it is planning guidance for 2024/25 of NHS England.

    "# " opens a section, "- " an item that hangs on the last line that ended with a colon, "| a | b |" a row of a
    table whose first row holds its headers; every other line is a paragraph.
    """
    given = {**GUIDANCE, **fields}
    lines = [line.strip() for line in words.strip().splitlines() if line.strip()]
    plain = [line.removeprefix("# ").removeprefix("- ") for line in lines]
    title = str(given["title"])
    text = "\n".join([title, *plain])
    root = Section(id="s0", parent_id=None, level=1, heading=title, path=(title,), start=0, end=len(text))
    sections = [root, *_sections(lines, plain, root)]
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        **{  # type: ignore[arg-type]
            "id": content_id("doc", sha256),
            "sha256": sha256,
            "file": "outline.txt",
            "media_type": "text/plain",
            "text": text,
            "sections": tuple(sections),
            "blocks": tuple(_blocks(lines, plain, sections)),
            **given,
        }
    )


def _starts(plain: list[str], root: Section) -> Iterator[int]:
    at = len(root.heading) + 1
    for line in plain:
        yield at
        at += len(line) + 1


def _sections(lines: list[str], plain: list[str], root: Section) -> Iterator[Section]:
    heads = [
        (start, words) for line, words, start in zip(lines, plain, _starts(plain, root), strict=False) if line[0] == "#"
    ]
    for i, (start, words) in enumerate(heads):
        end = heads[i + 1][0] if i + 1 < len(heads) else root.end
        path = (root.heading, words)
        yield Section(id=f"s{i + 1}", parent_id="s0", level=2, heading=words, path=path, start=start, end=end)


def _blocks(lines: list[str], plain: list[str], sections: list[Section]) -> Iterator[Block]:
    stem: Span | None = None
    rows: list[tuple[int, str]] = []
    for line, words, start in [
        *zip(lines, plain, _starts(plain, sections[0]), strict=False),
        ("", "", sections[0].end),
    ]:
        section = [s for s in sections if s.start <= start][-1].id
        if line.startswith("|"):
            rows.append((start, words))
            continue
        if rows:
            yield _table(rows, section)
            rows = []
        if not line:
            continue
        kind = "heading" if line[0] == "#" else "list_item" if line.startswith("- ") else "paragraph"
        lead_in = stem if kind == "list_item" else None
        yield Block(kind=kind, start=start, end=start + len(words), section_id=section, lead_in=lead_in)  # type: ignore[arg-type]
        if words.endswith(":"):
            stem = Span(start=start, end=start + len(words))


def _table(rows: list[tuple[int, str]], section: str) -> Block:
    cells = []
    for r, (start, words) in enumerate(rows):
        at = start + 1
        for c, part in enumerate(words.strip("|").split("|")):
            left = at + len(part) - len(part.lstrip())
            header = r == 0 or c == 0
            cells.append(
                Cell(row=r, column=c, header=header, text=part.strip(), start=left, end=left + len(part.strip()))
            )
            at += len(part) + 1
    width = max(cell.column for cell in cells) + 1
    table = Table(rows=len(rows), columns=width, cells=tuple(cells))
    return Block(kind="table", start=rows[0][0], end=rows[-1][0] + len(rows[-1][1]), section_id=section, table=table)
