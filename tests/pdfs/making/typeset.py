"""The sources set by groff and by pdfLaTeX."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.pdfs.making.sources import HEADINGS, parts, run


def groff(target: Path, names: list[str]) -> None:
    """By groff -ms to PostScript, Ghostscript to PDF."""
    lines = [".nr PS 11", ".nr VS 14", ".ds CH Finance and performance committee", ".ds CF Page %"]
    for kind, words in (p for name in names for p in parts(name)):
        if kind in ("table", "command"):
            continue  # none of the sources that groff sets needs them
        text = words.replace("£", "\\[Po]").replace("’", "'")
        if kind == "h1":
            lines += [".LP", f"\\s+6\\fB{text}\\fP\\s-6", ".sp"]
        elif kind in HEADINGS.values():
            lines += [".SH" if kind == "h2" else ".LP", text if kind == "h2" else f"\\fI{text}\\fP", ".sp 0.2v"]
        else:
            lines += [".LP" if kind != "bullet" else ".IP \\[bu] 2", text]
    made = subprocess.run(
        ["groff", "-ms", "-Tps", "-P-pa4", "-"], input="\n".join(lines), text=True, capture_output=True, check=True
    )
    with tempfile.TemporaryDirectory() as room:
        (Path(room) / "page.ps").write_text(made.stdout)
        run(["ps2pdf", f"{room}/page.ps", str(target)])


def latex(target: Path, names: list[str]) -> None:
    """By pdfLaTeX, as an article, with numbers and a contents page; no tags, no bookmarks."""
    commands = {"h2": "section", "h3": "subsection", "h4": "subsubsection"}
    lines = [r"\documentclass[11pt,a4paper]{article}"]
    found = [p for name in names for p in parts(name)]
    title = next(words for kind, words in found if kind == "h1")
    covers = [words for kind, words in found if kind == "cover"]
    lines += [
        rf"\title{{{title}}}\author{{{covers[-1]}}}\date{{{covers[0]}}}",
        r"\begin{document}\maketitle\tableofcontents\newpage",
    ]
    for kind, words in found:
        text = re.sub(r"([%&#$_])", r"\\\1", words).replace("£", r"\pounds{}")
        if kind in commands:
            lines.append(rf"\{commands[kind]}{{{text}}}")
        elif kind not in ("h1", "cover"):
            lines.append(text + "\n")
    with tempfile.TemporaryDirectory() as room:
        (Path(room) / "note.tex").write_text("\n".join([*lines, r"\end{document}"]), encoding="utf-8")
        for _ in range(2):
            run(["pdflatex", "-interaction=batchmode", f"-output-directory={room}", f"{room}/note.tex"])
        shutil.move(Path(room) / "note.pdf", target)
