"""Bullets that are drawn as shapes, as browsers print them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.document import Document
from pipeline.readers import read

Shape = Callable[[Canvas, float, float], object]
ITEMS = ["open forty more beds", "agree one lead for each ward", "publish the waits each week"]
SHAPES: dict[str, Shape] = {
    "round": lambda canvas, x, y: canvas.circle(x + 2, y + 4, 2, stroke=0, fill=1),
    "square": lambda canvas, x, y: canvas.rect(x, y + 2, 4, 4, stroke=0, fill=1),
    "dash": lambda canvas, x, y: canvas.rect(x, y + 3.5, 5, 0.7, stroke=0, fill=1),
}


def page(path: Path, shape: Shape, *, items: list[str], x: float = 75, shapes: int | None = None) -> Document:
    """A page of a lead-in and items 14 points apart; a shape stands at `x` before each of the first items."""
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFont("Helvetica", 11)
    canvas.drawString(70, 700, "We ask each trust to do the following before the next winter, and to report on it:")
    for i, words in enumerate(items):
        canvas.drawString(90, 680 - 14 * i, words)
        if shapes is None or i < shapes:
            shape(canvas, x, 680 - 14 * i)
    canvas.save()
    return read(path)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_small_shape_left_of_a_line_is_its_bullet(tmp_path: Path, shape: str) -> None:
    document = page(tmp_path / "a.pdf", SHAPES[shape], items=ITEMS)
    assert [document.quote(b) for b in document.blocks if b.kind == "list_item"] == ITEMS


def test_an_item_goes_on_in_lines_without_a_shape(tmp_path: Path) -> None:
    lines = ["open forty more beds in the two wards that", "closed", "agree one lead"]

    def draws(canvas: Canvas, x: float, y: float) -> None:
        if y != 680 - 14:
            SHAPES["round"](canvas, x, y)

    document = page(tmp_path / "a.pdf", draws, items=lines)
    assert [document.quote(b) for b in document.blocks if b.kind == "list_item"] == [" ".join(lines[:2]), lines[2]]


@pytest.mark.parametrize(
    ("shape", "x", "shapes"),
    [
        (SHAPES["round"], 75, 1),
        (SHAPES["round"], 20, None),
        (SHAPES["round"], 100, None),
        (lambda canvas, x, y: canvas.rect(x, y, 9, 9), 75, None),
    ],
    ids=["alone", "far", "inside", "box"],
)
def test_another_shape_is_no_bullet(tmp_path: Path, shape: Shape, x: float, shapes: int | None) -> None:
    document = page(tmp_path / "a.pdf", shape, items=ITEMS, x=x, shapes=shapes)
    assert not [b for b in document.blocks if b.kind == "list_item"]
