"""HTML from the sources, printed by WeasyPrint and Chromium."""

import html
import re
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from tests.pdfs.making.sources import BOLD, HEADINGS, KEY, SOURCES, Part, parts, pool, run

CHROMIUM = [
    "chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STYLE = (SOURCES / "print.css").read_text(encoding="utf-8")
PAGE_NUMBERS = (
    ".toc a::after { content: leader('.') target-counter(attr(href), page) }"
    "@page { @bottom-right { content: 'Page ' counter(page) ' of ' counter(pages); font: 9pt 'Liberation Sans' } }"
)


def web_page(names: list[str], *, style: str = "", tags: dict[str, str] | None = None, title: str | None = None) -> str:
    """Sources as one HTML page; `tags` says by kind which element stands for it."""
    found = [part for name in names for part in parts(name)]
    heads = [(i, kind, words) for i, (kind, words) in enumerate(found) if kind in HEADINGS.values()]
    body = "\n".join(_elements(found, heads, tags or {}))
    title = title if title is not None else next((words for kind, words in found if kind == "h1"), "")
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{html.escape(title)}</title>"
        f"<style>{STYLE}{style}</style></head><body>{body}</body></html>"
    )


def _elements(found: list[Part], heads: list[tuple[int, str, str]], tags: dict[str, str]) -> Iterator[str]:
    before, css = "", ""
    for i, (kind, words) in enumerate(found):
        wanted = {"bullet": "ul", "item": "ol"}.get(kind, "")
        if wanted != before:
            yield (f"</{before}>" if before else "") + (f"<{wanted}>" if wanted else "")
            before = wanted
        if kind == "command":
            if words == "page":
                css = "page"
            elif words.startswith("toc"):
                yield f"<div class='toc {css}'><p><b>{words[4:]}</b></p>"
                css = ""
                yield from (f"<a class={k} href='#s{n}'>{html.escape(w)}</a>" for n, k, w in heads if k in ("h2", "h3"))
                yield "</div>"
            continue
        yield _element(kind, words, i, tags.get(kind), css)
        css = ""
    if before:
        yield f"</{before}>"


def in_columns(page: str) -> str:
    """What stands between two chapter headings, in a box of its own that can be set in columns."""
    chapters = re.split(r"(?=<h2)", page.replace("</body>", "").replace("</html>", ""))
    boxes = (c.replace("</h2>", "</h2><div class=columns>", 1) + "</div>" for c in chapters[1:])
    return chapters[0] + "".join(boxes) + "</body></html>"


def _element(kind: str, words: Any, number: int, tag: str | None, css: str) -> str:
    if kind == "table":
        rows = [
            "".join(f"<{'td' if i else 'th'}>{html.escape(cell)}</{'td' if i else 'th'}>" for cell in row)
            for i, row in enumerate(words)
        ]
        return f"<table class='{css}'>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    inner = BOLD.sub(r"<b>\1</b>", html.escape(words))
    if kind == "figure":
        value, label = inner.split(" | ")
        inner = f"<b>{value}</b>{label}"
    if kind == "numbered":
        value, _, label = inner.partition(" ")
        inner = f"<b>{value}</b>{label}"
    if kind in ("bullet", "item"):
        return f"<li>{inner}</li>"
    tag = tag or (kind if kind in HEADINGS.values() else "p")
    anchor = f" id=s{number}" if kind in HEADINGS.values() else ""
    return f"<{tag} class='{kind} {css}'{anchor}>{inner}</{tag}>"


NO_BOOKMARKS = "h1,h2,h3,h4 { bookmark-level: none }"


def weasyprint(
    target: Path, names: list[str], *, style: str = "", tagged: bool = False, columns: bool = False, **given: Any
) -> None:
    from weasyprint import HTML

    page = web_page(names, style=PAGE_NUMBERS + style, **given)
    HTML(string=in_columns(page) if columns else page).write_pdf(target, pdf_variant="pdf/ua-1" if tagged else None)


def weasyprint_page(target: Path, name: str) -> None:
    """A source that is a page of its own (`sources/NAME.html`)."""
    from weasyprint import HTML

    written = pool()
    page = (SOURCES / f"{name}.html").read_text(encoding="utf-8")
    HTML(string=KEY.sub(lambda m: written[m[1]], page)).write_pdf(target)


def chromium(target: Path, names: list[str], *, style: str = "", flags: tuple[str, ...] = (), **given: Any) -> None:
    """Printed from a made-up site, since its address is printed on every page."""
    body = web_page(names, style=style, **given).encode()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Chromium tries https first; that is no news."""

    with tempfile.TemporaryDirectory() as room, HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        site = f"--host-resolver-rules=MAP www.example.org 127.0.0.1:{server.server_port}"
        address = f"http://www.example.org/publication/{names[0]}/"
        run([*CHROMIUM, *flags, site, f"--user-data-dir={room}/user", f"--print-to-pdf={target}", address])
        server.shutdown()
