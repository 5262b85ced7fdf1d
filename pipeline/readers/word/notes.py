"""Footnotes and endnotes of a DOCX: their marks as printed, their words below the paragraph that names them."""

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.readers.word.drafts import Draft
from pipeline.readers.word.numbers import written
from pipeline.readers.word.parts import Parts, W, contents, value
from pipeline.readers.word.styles import Styles
from pipeline.readers.word.words import Marks, NoteMark, Story

USUAL_FORMS = {"footnotes": "decimal", "endnotes": "lowerRoman"}


class Notes:
    """The notes of a document.

    Args:
        parts: the parts of the file.
        styles: its styles.
    """

    def __init__(self, parts: Parts, styles: Styles) -> None:
        self._styles = styles
        roots = {"footnotes": parts.footnotes, "endnotes": parts.endnotes}
        self._notes = {kind: _by_id(root) for kind, root in roots.items()}
        known = {kind: set(notes) for kind, notes in self._notes.items()}
        self.marks = Marks(known, _forms(parts.settings), written)

    def of(self, marks: Sequence[NoteMark]) -> Iterator[Draft]:
        """The notes that a paragraph names, each with its mark."""
        for mark in marks:
            element = self._notes[mark.kind].get(mark.id)
            if element is None:
                continue
            story = Story(self._styles, self.marks, self.marks.of(mark) or "")
            text = " ".join(filter(None, (story.words(p).text for p in _paragraphs(element))))
            if any(char.isalpha() for char in text):
                yield Draft("footnote", text)


def _paragraphs(element: Any) -> Iterator[Any]:
    return (child for child in contents(element) if child.tag == f"{W}p")


def _by_id(root: Any) -> dict[str, Any]:
    """Notes by their ids, without Word's separators."""
    notes = (n for n in root if n.get(f"{W}type", "normal") == "normal") if root is not None else ()
    return {note.get(f"{W}id", ""): note for note in notes}


def _forms(settings: Any) -> dict[str, str]:
    """The forms of the numbers of notes."""
    stated = {
        "footnotes": value(settings, f"{W}footnotePr/{W}numFmt") if settings is not None else None,
        "endnotes": value(settings, f"{W}endnotePr/{W}numFmt") if settings is not None else None,
    }
    return {kind: form or USUAL_FORMS[kind] for kind, form in stated.items()}
