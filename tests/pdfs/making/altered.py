"""PDFs after they were made: renamed tags, turned pages, papers joined to a pack."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf

from tests.pdfs.making.sources import run


def renamed(target: Path, roles: dict[str, str], mapped: dict[str, str]) -> None:
    """Give the elements of the structure tree other names, and map those back."""
    with pikepdf.open(target, allow_overwriting_input=True) as file:
        for thing in file.objects:
            if isinstance(thing, pikepdf.Dictionary) and str(thing.get("/S", "")) in roles and "/P" in thing:
                thing["/S"] = pikepdf.Name(roles[str(thing["/S"])])
        tree = file.Root.StructTreeRoot
        tree.RoleMap = pikepdf.Dictionary({name: pikepdf.Name(to) for name, to in mapped.items()})
        file.save(target)


def on_its_side(target: Path) -> None:
    """Turn the paper of landscape pages upright, with their content on its side and `Rotate` to undo it."""
    with pikepdf.open(target, allow_overwriting_input=True) as file:
        for page in file.pages:
            width, height = float(page.mediabox[2]), float(page.mediabox[3])
            page.contents_add(pikepdf.Stream(file, f"q 0 1 -1 0 {height} 0 cm".encode()), prepend=True)
            page.contents_add(pikepdf.Stream(file, b"Q"))
            page.mediabox = [0, 0, height, width]
            page.Rotate = 90
        file.save(target)


def continued(target: Path, first: Callable[[Path], None], rest: Callable[[Path], None]) -> None:
    """A paper with pages of another behind it: the structure tree of the first knows nothing of the rest."""
    with tempfile.TemporaryDirectory() as room:
        first(one := Path(room) / "first.pdf")
        rest(two := Path(room) / "rest.pdf")
        with pikepdf.open(one) as file, pikepdf.open(two) as more:
            file.pages.extend(more.pages)
            file.save(target)


def merged(target: Path, makers: list[Callable[[Path], None]], *, bookmarks: tuple[str, ...] = ()) -> None:
    """Papers made by different programs, joined; each page is stamped with its number in the pack."""
    with tempfile.TemporaryDirectory() as room, pikepdf.new() as pack:
        starts = []
        for n, make in enumerate(makers):
            make(paper := Path(room) / f"{n}.pdf")
            starts.append(len(pack.pages))
            with pikepdf.open(paper) as part:
                pack.pages.extend(part.pages)
        _stamp(pack)
        if bookmarks:
            with pack.open_outline() as outline:
                outline.root.extend(pikepdf.OutlineItem(name, at) for name, at in zip(bookmarks, starts, strict=True))
        pack.save(joined := Path(room) / "pack.pdf")
        if bookmarks:
            shutil.move(joined, target)
        else:
            run(["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", f"-sOutputFile={target}", str(joined)])


def _stamp(pack: Any) -> None:
    font = pack.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    for n, page in enumerate(pack.pages):
        for name in ("/StructParents", "/Tabs"):
            if name in page:
                del page[name]
        page.contents_add(pikepdf.Stream(pack, b"q"), prepend=True)
        name = page.add_resource(font, pikepdf.Name.Font)
        words = f"Board papers: page {n + 1} of {len(pack.pages)}"
        words = f"Q BT {name} 9 Tf 1 0 0 1 {float(page.mediabox[2]) / 2 - 40} 14 Tm ({words}) Tj ET"
        page.contents_add(pikepdf.Stream(pack, words.encode()))
