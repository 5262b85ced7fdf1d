"""Runs of text on a PDF page, read in one walk over its objects: words, place, effective size, weight, mark."""

import ctypes
import re
import struct
from collections.abc import Container, Iterator, Sequence
from math import isfinite
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.readers.pdf import calls
from pipeline.readers.pdf.objects import object_texts

BOLD_WEIGHT = 600
BOLD_NAMES = ("bold", "black", "heavy", "semib", "demi")
DEEPEST_FORM = 8  # forms within forms
MOST_OBJECTS = 200_000  # on one page
RULE_THICKNESS = 3.0  # points: a path this thin is a rule
RULE_LENGTH = 10.0
MOST_SPECKS = 400  # on one page: more are a chart or a map
_FOUR = struct.Struct("4f")
_NAMELESS = re.compile(r"(?:cid|type|tt)?(?:font)?[-_ ]?[a-z]{0,3}\d*")  # "CIDFont+F1": it names no family
TEXT, PATH, FORM = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM


class Run(NamedTuple):
    """Text of one object; its rectangle in points from the page's top left, its marked-content id (-1 for none).

    `face` stands for the font's name and the colour: equal numbers, equal looks, in the whole document.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    mark: int
    face: int = 0


Speck = tuple[float, float, float, float]


class PageRuns(NamedTuple):
    """The runs of a page in the order of its content, and how many rules it draws; `cut` where it holds too much.

    `specks` are the rectangles, as of runs, of drawn shapes so small that they may be bullets.
    """

    runs: list[Run]
    width: float
    height: float
    horizontal: int
    vertical: int
    cut: bool = False
    specks: Sequence[Speck] = ()


class _Frame(NamedTuple):
    """The page's rectangle in its own coordinates, and its rotation in quarter turns clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    def place(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        if not self.turns:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        if self.turns == 1:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if self.turns == 2:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        return self.top - y1, self.right - x1, self.top - y0, self.right - x0


class RunReader:
    """Reads the runs of pages; keeps its buffers, and the faces that it has met."""

    def __init__(self) -> None:
        self._sides = (ctypes.c_float * 4)()
        self._side_references = [ctypes.byref(self._sides, _FOUR.size // 4 * i) for i in range(4)]
        self._size = ctypes.c_float()
        self._matrix = (ctypes.c_float * 6)()
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._colour_references = [ctypes.byref(part) for part in self._colour]
        self._fonts: dict[int, _Font] = {}
        self._faces: dict[tuple[str, int, int, int], int] = {}

    def read(self, page: Any, text_page: Any) -> PageRuns:
        """The runs of one page."""
        frame = frame_of(page)
        texts = object_texts(text_page)
        self._fonts.clear()
        runs: list[Run] = []
        rules = [0, 0]
        specks: list[Speck] = []
        look, size, bold, face = (0, -1), 0.0, False, 0
        count = 0
        for item, kind, scale in _objects(page, texts):
            count += 1
            if count > MOST_OBJECTS:
                break
            if kind == TEXT:
                text = texts.get(item.value)
                if text is None or text.isspace():
                    continue
                calls.object_bounds(item, *self._side_references)
                place = frame.place(*_FOUR.unpack_from(self._sides))
                mark, font = calls.object_mark(item), calls.text_font(item) or 0
                if mark < 0 or look != (font, mark):  # within one mark and font the look does not change
                    look = font, mark
                    size = round(self._size_of(item) * scale, 1)
                    bold, face = self._face_of(item, font)
                if isfinite(sum(place)):  # a matrix of huge numbers puts text nowhere
                    runs.append(Run(text, *place, size, bold, mark, face))
            elif kind == PATH:
                self._count_rules(item, rules, specks)
        width, height = frame.right - frame.left, frame.top - frame.bottom
        if frame.turns % 2:
            width, height = height, width
        bullets = [frame.place(*speck) for speck in specks] if len(specks) <= MOST_SPECKS else ()
        return PageRuns(runs, width, height, rules[0], rules[1], count > MOST_OBJECTS, bullets)

    def _size_of(self, item: calls.Handle) -> float:
        """The font's size times the scale of the text's matrix: the size alone is often 1."""
        calls.text_size(item, ctypes.byref(self._size))
        calls.object_matrix(item, self._matrix)
        return float(self._size.value) * max(abs(self._matrix[3]), abs(self._matrix[1]))

    def _face_of(self, item: calls.Handle, address: int) -> tuple[bool, int]:
        """Whether the font is bold, and the number of the face."""
        if address not in self._fonts:
            self._fonts[address] = _font(address)
        name, bold = self._fonts[address]
        calls.object_colour(item, *self._colour_references)
        red, green, blue, _ = self._colour
        return bold, self._faces.setdefault((name, red.value, green.value, blue.value), len(self._faces))

    def _count_rules(self, item: calls.Handle, rules: list[int], specks: list[Speck]) -> None:
        if not calls.object_bounds(item, *self._side_references):
            return
        left, bottom, right, top = self._sides
        width, height = right - left, top - bottom
        if width >= RULE_LENGTH and height >= RULE_LENGTH:  # a rectangle has sides of both directions
            rules[0] += 2
            rules[1] += 2
        elif width >= RULE_LENGTH and height <= RULE_THICKNESS:
            rules[0] += 1
        elif height >= RULE_LENGTH and width <= RULE_THICKNESS:
            rules[1] += 1
        elif width < RULE_LENGTH and height < RULE_LENGTH and len(specks) <= MOST_SPECKS:
            specks.append((left, bottom, right, top))


class _Font(NamedTuple):
    """A font's name without the tag of its subset, and whether it is bold."""

    name: str
    bold: bool


def _font(address: int) -> _Font:
    handle = ctypes.cast(address, pdfium.FPDF_FONT)
    buffer = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(handle, buffer, 256)
    name = family_of(buffer.value.decode("latin-1"))
    return _Font(name, is_bold(name, pdfium.FPDFFont_GetWeight(handle)))


def family_of(font: str) -> str:
    """A font's name in small letters, without the tag of its subset ("ABCDEF+")."""
    first, _, rest = font.lower().partition("+")
    return rest or first


def has_bold_name(name: str) -> bool:
    """Whether a font's name, as `family_of` gives it, says that it is bold."""
    return any(bold in name for bold in BOLD_NAMES)


def is_bold(name: str, weight: int) -> bool:
    """Whether a font is bold: by its name in small letters, or by its weight where it has none.

    The weight is made from the width of the stems, which many producers write alike, or far too high, for all fonts.
    """
    return weight >= BOLD_WEIGHT if _NAMELESS.fullmatch(name) else has_bold_name(name)


def _objects(page: Any, texts: Container[int | None]) -> Iterator[tuple[calls.Handle, int, float]]:
    """Objects of a page with their kind and the scale of the form they stand in; `texts` are known to be text."""
    for i in range(pdfium.FPDFPage_CountObjects(page)):
        item = calls.page_object(page, i)
        kind = TEXT if item.value in texts else calls.object_type(item)
        yield item, kind, 1.0
        if kind == FORM:
            yield from _form_objects(item, 1.0, DEEPEST_FORM)


def _form_objects(form: calls.Handle, scale: float, depth: int) -> Iterator[tuple[calls.Handle, int, float]]:
    matrix = (ctypes.c_float * 6)()
    if calls.object_matrix(form, matrix):
        scale *= max(abs(matrix[3]), abs(matrix[1])) or 1.0
    for i in range(calls.form_count(form)):
        item = calls.form_object(form, i)
        kind = calls.object_type(item)
        yield item, kind, scale
        if kind == FORM and depth:
            yield from _form_objects(item, scale, depth - 1)


def frame_of(page: Any) -> _Frame:
    """What turns a page's own coordinates to points from its top left."""
    rectangle = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, rectangle)
    turns = pdfium.FPDFPage_GetRotation(page)
    return _Frame(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top, turns)
