"""A page of a PDF as a picture, with places marked as a highlighter would. To be called in a process of its own.

pdfium is not thread-safe, and a file may make it crash or run for ever: `pipeline.pictures` sees to both.
"""

from collections.abc import Sequence
from io import BytesIO
from math import isfinite
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageStat

from corpus.errors import FileDamaged
from pipeline.readers.pdf.opening import opened

VERSION = 1  # goes up when the same page would be drawn in another way: pictures are kept by it
SHORT_SIDE = 1100  # pixels: print of 9 points reads well at half of that on a screen of two pixels a point
LONG_SIDE = 2200
LARGEST_SCALE = 8.0  # pixels a point: a page of the size of a stamp is not blown up without end
COLOURS = 96  # hold a page of text and charts, its smoothed letters included, in a third of the bytes
MOST_DIFFERENT = 4.0  # mean of 255: more, and the page holds photographs, which need their colours
PAINTS: dict["Strength", tuple[int, int, int]] = {"passage": (255, 226, 92), "evidence": (255, 241, 178)}
AROUND = 1.0  # point that a mark is larger than its words, on each side
Strength = Literal["passage", "evidence"]


class Mark(NamedTuple):
    """A rectangle to highlight, in points from the page's top left, and how strongly."""

    x0: float
    top: float
    x1: float
    bottom: float
    strength: Strength = "passage"


def page_picture(path: Path, number: int, marks: Sequence[Mark] = ()) -> bytes:
    """A page as PNG, upright and cut to its crop box as a reader of PDFs shows it.

    The shorter side has `SHORT_SIDE` pixels, where that makes the longer no more than `LONG_SIDE`.

    Args:
        path: the file.
        number: the page's, from 1.
        marks: what is highlighted; of two that overlap, the later is seen.

    Raises:
        InputError: the file cannot be opened, or the page cannot be drawn.
    """
    with opened(path) as document:
        document.init_forms()  # what was typed into its fields is drawn too
        image, scale = _drawn(path, document, number)
    return _png(_marked(image, marks, scale) if marks else image)


def _drawn(path: Path, document: Any, number: int) -> tuple[Image.Image, float]:
    try:
        page = document[number - 1]
        width, height = page.get_size()
        if not (isfinite(width * height) and width > 0 and height > 0):
            raise FileDamaged(path, f"has no size for page {number}")
        scale = _scale(width, height)
        return page.render(scale=scale, rev_byteorder=True, limit_image_cache=True).to_pil().convert("RGB"), scale
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        raise FileDamaged(path, f"does not let page {number} be drawn ({error})") from error


def _scale(width: float, height: float) -> float:
    """Pixels a point."""
    return min(SHORT_SIDE / min(width, height), LONG_SIDE / max(width, height), LARGEST_SCALE)


def _marked(image: Image.Image, marks: Sequence[Mark], scale: float) -> Image.Image:
    """The picture under a layer of paint, which leaves what is dark as dark as it was."""
    layer = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(layer)
    for mark in marks:
        left, top = (mark.x0 - AROUND) * scale, (mark.top - AROUND) * scale
        right, bottom = (mark.x1 + AROUND) * scale, (mark.bottom + AROUND) * scale
        if isfinite(left + top + right + bottom) and left < right and top < bottom:
            draw.rectangle((left, top, right, bottom), fill=PAINTS[mark.strength])
    return ImageChops.multiply(image, layer)


def _png(image: Image.Image) -> bytes:
    few = image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    difference = ImageChops.difference(few.convert("RGB").reduce(4), image.reduce(4))
    if max(ImageStat.Stat(difference).mean) > MOST_DIFFERENT:
        few = image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG)
    file = BytesIO()
    few.save(file, "PNG", compress_level=6)
    return file.getvalue()
