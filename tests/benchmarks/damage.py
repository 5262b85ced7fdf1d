"""Damaged files, made from whole ones: the same number always gives the same file."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus.catalogue import bundled_documents

PDFS = Path(__file__).parent.parent / "pdfs"
SUFFIXES = (".pdf", ".docx", ".pptx", ".html", ".md", ".txt")
ZIPPED = (".docx", ".pptx")
OBJECT = re.compile(rb"\d+ 0 obj\b(.*?)\bendobj", re.DOTALL)
NUMBER = re.compile(rb"\d+")
NAME = re.compile(rb"/[A-Z]\w*")
ELEMENT = re.compile(rb"<(\w[\w:]*)[^<>]*>")
ABSURD = (b"0", b"-1", b"1", b"255", b"65536", b"2147483648", b"99999999999999999999", b"1e30", b"NaN")
MARKS = (
    "\0",
    "\x0c",
    "\u200b",
    "\u202e",
    "\ufffd",
    "\ud7ff",
    "|",
    "#",
    "```",
    "- ",
    "1.",
    "[](",
    "<td>",
    "</p>",
    "&#0;",
    "<!--",
)


class Damaged(NamedTuple):
    """A damaged file: what it was made from, and by what kind of damage."""

    data: bytes
    suffix: str
    source: str
    kind: str


Change = Callable[[bytes, random.Random, bytes], bytes]


def cut(data: bytes, chance: random.Random, _: bytes) -> bytes:
    """The file ends early."""
    return data[: chance.randrange(1, len(data))]


def flip(data: bytes, chance: random.Random, _: bytes) -> bytes:
    """Some bits are wrong, few or many."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 5, 20, 100, 1000))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def delete(data: bytes, chance: random.Random, _: bytes) -> bytes:
    """A range is missing."""
    start, length = chance.randrange(len(data)), chance.choice((1, 10, 100, 1000, 10_000))
    return data[:start] + data[start + length :]


def repeat(data: bytes, chance: random.Random, _: bytes) -> bytes:
    """A range stands there many times."""
    start, length = chance.randrange(len(data)), chance.choice((1, 10, 100, 1000))
    times = chance.choice((2, 50, 1000))
    return data[:start] + data[start : start + length] * times + data[start + length :]


def swap(data: bytes, chance: random.Random, _: bytes) -> bytes:
    """Two ranges have changed places."""
    a, b, c, d = sorted(chance.randrange(len(data)) for _ in range(4))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def splice(data: bytes, chance: random.Random, other: bytes) -> bytes:
    """The rest is from another file of the kind."""
    return data[: chance.randrange(1, len(data))] + other[chance.randrange(len(other)) :]


def renumber(data: bytes, chance: random.Random, _: bytes) -> bytes:
    """Lengths, counts, offsets, references and spans are wrong."""
    return _replaced(data, NUMBER, chance, lambda: chance.choice((*ABSURD, b"%d" % chance.randrange(1000))))


def rename(data: bytes, chance: random.Random, _: bytes) -> bytes:
    """Names of a PDF stand for other ones."""
    names = NAME.findall(data) or [b"/X"]
    return _replaced(data, NAME, chance, lambda: chance.choice(names))


def swap_objects(data: bytes, chance: random.Random, _: bytes) -> bytes:
    """Objects of a PDF have changed places."""
    bodies = OBJECT.findall(data) or [b""]
    return _replaced(data, OBJECT, chance, lambda: b"1 0 obj" + chance.choice(bodies) + b"endobj")


def nest(data: bytes, chance: random.Random, _: bytes) -> bytes:
    """Brackets or elements are opened many times, and are closed or not."""
    at, times = chance.randrange(len(data)), chance.choice((10, 200, 5000))
    names = [*ELEMENT.findall(data)[:500], b"div", b"table", b"li"]
    name = chance.choice(names)
    pairs = ((b"[", b"]"), (b"<<", b">>"), (b"<%s>" % name, b"</%s>" % name), (b"(", b")"), (b"> ", b""))
    opening, closing = chance.choice(pairs)
    return data[:at] + opening * times + closing * chance.choice((0, times)) + data[at:]


def sprinkle(data: bytes, chance: random.Random, _: bytes) -> bytes:
    """Marks stand where they mean nothing, or something else."""
    text = data.decode("utf-8", "replace")
    for _ in range(chance.choice((1, 10, 100))):
        at, mark = chance.randrange(len(text) + 1), chance.choice(MARKS)
        text = text[:at] + mark * chance.choice((1, 1, 3, 300)) + text[at:]
    return text.encode("utf-8", chance.choice(("replace", "ignore")))


def recode(data: bytes, chance: random.Random, _: bytes) -> bytes:
    """The text is in another encoding, or has been through one."""
    text = data.decode("utf-8", "replace")
    encoding = chance.choice(("utf-16", "cp1252", "latin-1", "gbk", "utf-32"))
    encoded = text.encode(encoding, "replace")
    return encoded if chance.random() < 0.5 else encoded.decode("latin-1").encode()


EVERY: tuple[Change, ...] = (cut, flip, delete, repeat, swap, splice, renumber)
OF_PDF: tuple[Change, ...] = (*EVERY, swap_objects, rename, nest)
OF_TEXT: tuple[Change, ...] = (*EVERY, nest, sprinkle, recode)
OF_PART: tuple[Change, ...] = (cut, flip, delete, repeat, swap, renumber, nest)


def damaged(number: int) -> Damaged:
    """A damaged file, one of a row without end."""
    chance = random.Random(number)  # noqa: S311 - chance that can be had again, and no secret
    suffix = SUFFIXES[number % len(SUFFIXES)]
    sources = _sources()[suffix]
    (name, data), (_, other) = chance.choice(sources), chance.choice(sources)
    if suffix in ZIPPED and chance.random() < 0.75:
        changed, kind = _in_archive(data, chance, other)
    else:
        changes = OF_PDF if suffix == ".pdf" else EVERY if suffix in ZIPPED else OF_TEXT
        kinds = [chance.choice(changes) for _ in range(chance.choice((1, 1, 2, 3)))]
        changed, kind = data, "+".join(change.__name__ for change in kinds)
        for change in kinds:
            changed = change(changed, chance, other) or b"\0"
    return Damaged(changed, suffix, name, kind)


def _replaced(
    data: bytes, pattern: re.Pattern[bytes], chance: random.Random, replacement: Callable[[], bytes]
) -> bytes:
    found = list(pattern.finditer(data))
    chosen = sorted(chance.sample(range(len(found)), min(len(found), chance.choice((1, 3, 20)))))
    parts, at = [], 0
    for i in chosen:
        parts += [data[at : found[i].start()], replacement()]
        at = found[i].end()
    return b"".join([*parts, data[at:]])


def _in_archive(data: bytes, chance: random.Random, other: bytes) -> tuple[bytes, str]:
    """Damage inside of a zip archive that is whole itself: a part is changed, missing, or from another file."""
    parts, others = _parts(data), _parts(other)
    name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    kind = chance.choice(("change", "change", "change", "drop", "exchange"))
    if kind == "drop":
        del parts[name]
    elif kind == "exchange":
        parts[name] = others[chance.choice(sorted(others))]
    else:
        change = chance.choice(OF_PART)
        parts[name] = change(parts[name], chance, b"") or b"\0"
        kind = f"{change.__name__} in {name.rpartition('/')[2]}"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return buffer.getvalue(), kind


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def _sources() -> dict[str, Sequence[tuple[str, bytes]]]:
    """Whole files by suffix: the bundled ones, those of the tests, and slides."""
    found: dict[str, list[tuple[str, bytes]]] = {suffix: [] for suffix in SUFFIXES}
    for path in [*(entry.path for entry in bundled_documents()), *sorted(PDFS.rglob("*.pdf"))]:
        found[path.suffix].append((path.name, path.read_bytes()))
    found[".pptx"].append(("slides.pptx", _slides()))
    return found


def _slides() -> bytes:
    from pptx import Presentation
    from pptx.util import Inches

    slides = Presentation()
    for number in range(1, 4):
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text = f"{number}. Urgent care"
        slide.placeholders[1].text = "Trusts should open 40 more beds by March 2032.\nKeep staff at 95% of plan."
        table = slide.shapes.add_table(2, 2, Inches(1), Inches(4), Inches(6), Inches(1)).table
        for i, words in enumerate(("Measure", "Target", "4-hour", "78%")):
            table.cell(i // 2, i % 2).text = words
        slide.notes_slide.notes_text_frame.text = "Say that winter comes early."
    buffer = io.BytesIO()
    slides.save(buffer)
    return buffer.getvalue()
