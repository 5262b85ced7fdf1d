"""The words of a DOCX by a simpler way than the reader's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.readers.office.equations import M
from pipeline.readers.office.graphics import GRAPHICS, Graphics
from pipeline.readers.office.packages import open_package
from pipeline.readers.word.numbers import written
from pipeline.readers.word.parts import MAIN, W, is_on, word_parts

_NO_LIMIT = 2**40
_FORMS = {f"{W}footnoteReference": "decimal", f"{W}endnoteReference": "lowerRoman"}
_TEXTS = (f"{W}t", f"{M}t")
_SPACES = (f"{W}tab", f"{W}br", f"{W}cr")
_GONE = (f"{W}del", f"{W}moveFrom")


def bare_words(path: Path) -> str:
    """All words of the document and its notes, a paragraph a line; tracked deletions and hidden words are left out."""
    with open_package(path, max_bytes=_NO_LIMIT, kind="DOCX") as package:
        parts = word_parts(package)
        graphics = Graphics(package, package.relations(package.main(MAIN)))
        lines: list[str] = []
        for root in (parts.body, parts.footnotes, parts.endnotes):
            if root is not None:
                lines += _paragraphs(root)
        for element in parts.body.iter(*GRAPHICS):
            lines += graphics.read(element).lines
    return "\n".join(lines)


def _paragraphs(root: Any) -> Iterator[str]:
    counts = dict.fromkeys(_FORMS, 0)
    for paragraph in root.iter(f"{W}p"):
        words: list[str] = []
        for element in paragraph.iter(*_TEXTS, *_SPACES, *_FORMS):
            if next(element.iterancestors(f"{W}p"), None) is not paragraph or _is_gone(element):
                continue  # of a text box, which has paragraphs of its own
            if element.tag in _FORMS:
                counts[element.tag] += 1
                words.append(written(counts[element.tag], _FORMS[element.tag]))
            else:
                words.append((element.text or "") if element.tag in _TEXTS else " ")
        yield "".join(words)


def _is_gone(element: Any) -> bool:
    run = element.getparent()
    return next(element.iterancestors(*_GONE), None) is not None or is_on(run, f"{W}rPr/{W}vanish")
