"""The words of a paragraph: tracked changes resolved, fields shown, hidden text left out, marks of notes raised."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pipeline.readers.office.equations import M, equation
from pipeline.readers.office.raised import raised, raised_number
from pipeline.readers.word.parts import MC, W, alternative, control_content, rules, table
from pipeline.readers.word.styles import Look, Styles

LINE_BREAK = "\n"
_SPACES = re.compile(r"[ \t\r\n\u2028]+")
_PRIVATE = re.compile("[\uf020-\uf0ff]")
_LEFT_OUT = {f"{W}{name}" for name in ("pPr", "rPr", "del", "moveFrom", "rt", "sectPr")}
_DRAWN = {f"{W}{name}" for name in ("drawing", "pict", "object")}
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": LINE_BREAK, f"{W}cr": LINE_BREAK, f"{W}noBreakHyphen": "-"}
_REFERENCES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_OWN_MARKS = {f"{W}footnoteRef", f"{W}endnoteRef"}


class NoteMark(NamedTuple):
    """A reference to a note: which notes, and its id there."""

    kind: str
    id: str


@dataclass(slots=True)
class Words:
    """What stands in a paragraph: words with their looks, the notes they name, and what is drawn beside them."""

    runs: list[tuple[str, Look]] = field(default_factory=list)
    marks: list[tuple[str, Look]] = field(default_factory=list)
    notes: list[NoteMark] = field(default_factory=list)
    drawn: list[Any] = field(default_factory=list)
    silenced: bool = False  # words were left out that a field shows

    @property
    def raw(self) -> str:
        """The words with their tabs and line breaks."""
        return "".join(text for text, _ in self.runs)

    @property
    def text(self) -> str:
        """The words, with single spaces."""
        return squeezed(self.raw)

    @property
    def without_marks(self) -> str:
        """The words without the marks of notes."""
        return squeezed("".join(run[0] for run in self.runs if not any(run is mark for mark in self.marks)))

    def join(self, more: "Words") -> None:
        """Put the words of the next paragraph behind these."""
        for name in ("runs", "marks", "notes", "drawn"):
            getattr(self, name).extend(getattr(more, name))


def squeezed(text: str) -> str:
    """White space made single; a non-breaking space stays for the repair to count."""
    return _SPACES.sub(" ", text).strip()


class Fields:
    """Which words of a story are no words of the document: codes of fields, page numbers, tables of contents."""

    def __init__(self) -> None:
        self._open: list[list[Any]] = []  # for each open field its code, and whether its result has begun

    @property
    def silent(self) -> bool:
        """Whether words that stand here are left out."""
        return any(not begun or not is_shown(code) for code, begun in self._open)

    def turn(self, kind: str) -> None:
        """A field begins, its result begins, or it ends."""
        if kind == "begin":
            self._open.append(["", False])
        elif self._open and kind == "separate":
            self._open[-1][1] = True
        elif self._open and kind == "end":
            self._open.pop()

    def add_code(self, text: str) -> None:
        """A part of the code of the innermost field."""
        if self._open and not self._open[-1][1]:
            self._open[-1][0] += text

    def next_paragraph(self, *, is_heading: bool) -> None:
        """Close what a damaged file left open: only contents go on over paragraphs, and those hold no heading."""
        self._open = [] if is_heading else [f for f in self._open if _command(f[0]) in rules("long_fields")]


def is_shown(code: str) -> bool:
    """Whether the result of a field stands in the text."""
    return _command(code) not in rules("fields_left_out")


def _command(code: str) -> str:
    return (code.split() or [""])[0].lower()


class Story:
    """Reads the paragraphs of one story (the body, a note) in their order.

    Args:
        styles: the styles of the document.
        marks: for each note that was named, its printed mark; shared by all stories.
        mark: the mark of the note whose story this is.
    """

    def __init__(self, styles: Styles, marks: "Marks", mark: str = "") -> None:
        self._styles, self._marks, self._mark = styles, marks, mark
        self.fields = Fields()

    def words(self, paragraph: Any) -> Words:
        """The words of a paragraph."""
        found = Words()
        self._walk(paragraph, paragraph, found)
        return found

    def _walk(self, element: Any, paragraph: Any, found: Words) -> None:
        for child in element:
            tag = child.tag
            if tag in _LEFT_OUT:
                continue
            if tag == f"{W}r":
                self._run(child, child, paragraph, found)
            elif tag in (f"{M}oMath", f"{M}oMathPara"):
                self._add(found, equation(child), Look())
            elif tag == f"{W}fldSimple" and not is_shown(child.get(f"{W}instr", "")):
                continue
            else:
                inner = _inner(child)
                if inner is not None:
                    self._walk(inner, paragraph, found)

    def _run(self, run: Any, holder: Any, paragraph: Any, found: Words) -> None:
        look = self._styles.look(paragraph, run)
        for child in holder:
            tag = child.tag
            if tag == f"{W}fldChar":
                self.fields.turn(child.get(f"{W}fldCharType", ""))
            elif tag == f"{W}instrText":
                self.fields.add_code(child.text or "")
            elif tag == f"{MC}AlternateContent":
                chosen = alternative(child)
                if chosen is not None:
                    self._run(run, chosen, paragraph, found)
            elif tag in _DRAWN:
                found.drawn.append(child)
            elif self.fields.silent:
                found.silenced = True
            elif not look.hidden:
                self._printed(child, look, found)

    def _printed(self, child: Any, look: Look, found: Words) -> None:
        tag = child.tag
        if tag == f"{W}t":
            self._add(found, _signs(child.text or "", look.font), look)
        elif tag in _SIGNS:
            self._add(found, _SIGNS[tag], look)
        elif tag == f"{W}sym":
            self._add(found, _symbol(child.get(f"{W}char", ""), child.get(f"{W}font", "")), look)
        elif tag in _REFERENCES:
            note = NoteMark(_REFERENCES[tag], child.get(f"{W}id", ""))
            mark = self._marks.of(note, own=child.get(f"{W}customMarkFollows") in ("1", "true", "on"))
            if mark is not None:
                found.notes.append(note)
                found.marks.append((mark, look))
                found.runs.append(found.marks[-1])
        elif tag in _OWN_MARKS:
            found.runs.append((self._mark, look))

    def _add(self, found: Words, text: str, look: Look) -> None:
        if text and not self.fields.silent:
            found.runs.append((raised_number(text) if look.raised else text, look))


class Marks:
    """Printed marks of notes, counted in the order in which the text names them.

    Args:
        known: for each kind of notes, the ids of those that have words.
        forms: for each kind, the form of its numbers.
        written: a number in a form.
    """

    def __init__(self, known: dict[str, set[str]], forms: dict[str, str], written: Callable[[int, str], str]) -> None:
        self._known, self._forms, self._written = known, forms, written
        self._marks: dict[NoteMark, str] = {}
        self._counts: Counter[str] = Counter()

    def of(self, note: NoteMark, *, own: bool = False) -> str | None:
        """The raised mark of a note; "" where it brings a mark of its own, None where there is no such note."""
        if note.id not in self._known.get(note.kind, ()):
            return None
        if own:
            return self._marks.setdefault(note, "")
        if note not in self._marks:
            self._counts[note.kind] += 1
            number = self._written(self._counts[note.kind], self._forms.get(note.kind, "decimal"))
            self._marks[note] = raised(number)
        return self._marks[note]


def drawn_parts(drawn: Sequence[Any], names: Sequence[str]) -> Iterator[Any]:
    """Elements of these names in what is drawn, of alternatives in the first only; not those inside others found."""
    for element in drawn:
        chosen = alternative(element) if element.tag == f"{MC}AlternateContent" else element
        for child in chosen if chosen is not None else ():
            if child.tag in names:
                yield child
            else:
                yield from drawn_parts([child], names)


def _inner(element: Any) -> Any:
    """What an element of a paragraph holds that is no run."""
    if element.tag == f"{W}sdt":
        return control_content(element)
    return alternative(element) if element.tag == f"{MC}AlternateContent" else element


def _signs(text: str, font: str) -> str:
    """Words with the signs that a font draws in the place of characters of the private use area."""
    if not _PRIVATE.search(text):
        return text
    return _PRIVATE.sub(lambda match: _symbol(f"{ord(match.group()):04X}", font), text)


def _symbol(code: str, font: str) -> str:
    """The sign of a character in a font of signs; "" for one that is not known."""
    known = table("symbols").get(font.lower())
    shown = known.get(code.upper().removeprefix("F0").lstrip("0")) if known else None
    if shown is not None:
        return str(shown)
    number = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{2,5}", code) else 0
    return chr(number) if number >= 0x20 and not 0xE000 <= number <= 0xF8FF and not 0xD800 <= number < 0xE000 else ""
