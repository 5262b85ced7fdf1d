"""What the pages load: nothing of another host, nothing inline, little of it, and each file with its licence."""

import gzip
import re
from pathlib import Path

import httpx

from api.web.state import STATIC
from api.web.vendoring import VERSION, own_style
from tests.browser import chromium, tab
from tests.pages import Site

FIRST_PAGE = 100 * 1024  # bytes, compressed, of the first page with its style and scripts
LOADED = re.compile(r'<(?:link|script|img|source|use|image|iframe|object|embed)\b[^>]*?\b(?:href|src|data)="([^"]+)"')
NAVIGATED = re.compile(r'rel="(?:canonical|prev|next)"')
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:")
FOREIGN = re.compile(r"""(?:https?:)?//(?!www\.w3\.org/)[a-z0-9.-]+\.[a-z]{2,}""", re.IGNORECASE)


def test_no_page_loads_anything_of_another_host_or_holds_code(site: Site) -> None:
    with site.client() as client:
        pages = {address: client.get(address).text for address in site.addresses()}
    foreign = {
        address: loaded
        for address, text in pages.items()
        for tag in re.finditer(r"<[^>]+>", text)
        for loaded in LOADED.findall(tag[0])
        if not NAVIGATED.search(tag[0]) and not re.match(r"/(?!/)|#", loaded)
    }
    assert foreign == {}
    assert {address: INLINE.findall(text) for address, text in pages.items() if INLINE.search(text)} == {}


def test_what_pages_load_names_no_other_host() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in STATIC.rglob("*.*") if path.suffix in (".css", ".js")}
    assert len(texts) >= 4
    named = {path.name: FOREIGN.findall(_code(text)) for path, text in texts.items()}
    assert {name: found for name, found in named.items() if found} == {}


def _code(text: str) -> str:
    """A style sheet or a script without its comments and the messages that only tell where to read more."""
    return re.sub(r"/\*.*?\*/|^\s*//.*$", "", text, flags=re.DOTALL | re.MULTILINE)


def test_a_browser_asks_no_other_host_and_keeps_to_the_content_security_policy(site: Site) -> None:
    asked: list[str] = []
    said: list[str] = []
    with chromium() as browser, tab(browser, width=1280) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        for address in site.addresses():
            page.goto(site.base + address)
    assert len(asked) > len(site.addresses())
    assert [url for url in asked if not url.startswith((f"{site.base}/", "data:"))] == []
    assert said == []


def test_the_first_page_is_small(site: Site) -> None:
    with site.client() as client:
        page = client.get("/").text
        loaded = [address for address in LOADED.findall(page) if address.startswith("/static/")]
        parts = [page.encode(), *(client.get(address).content for address in loaded), _frontend_script()]
    assert len(loaded) >= 4
    assert sum(len(gzip.compress(part, 6)) for part in parts) < FIRST_PAGE


def _frontend_script() -> bytes:
    """The script that start.js imports."""
    return (STATIC / "nhsuk" / "nhsuk-frontend.min.js").read_bytes()


def test_static_files_are_named_by_their_bytes_and_kept(site: Site) -> None:
    with site.client() as client:
        [style] = re.findall(r'"(/static/remit\.css\?v=[0-9a-f]{12})"', client.get("/").text)
        assert "immutable" in client.get(style).headers["cache-control"]


def test_nhsuk_frontend_is_vendored_without_fonts_and_logos() -> None:
    style = (STATIC / "nhsuk" / "nhsuk-frontend.min.css").read_text(encoding="utf-8")
    assert f'--nhsuk-frontend-version:"{VERSION}"' in style
    assert "Frutiger" not in style
    assert "@font-face" not in style
    names = {path.name for path in (STATIC / "nhsuk").rglob("*") if path.is_file()}
    assert "LICENCE.txt" in names
    assert [name for name in names if "logo" in name or name.endswith((".woff", ".woff2"))] == []
    icons = re.findall(r"url\(([^)]+)\)", style)
    assert [icon for icon in icons if not (STATIC / "nhsuk" / icon).is_file()] == []


def test_a_vendored_style_sheet_loses_its_fonts() -> None:
    style = "@font-face{font-family:Frutiger W01;src:url(https://assets.nhs.uk/f.woff2)}a{background:url(/assets/images/x.svg)}"
    assert own_style(style) == "a{background:url(images/x.svg)}"


def test_the_versions_of_frontend_and_templates_match() -> None:
    constraints = (Path(__file__).parent.parent / "constraints.txt").read_text(encoding="utf-8")
    assert "nhsuk-frontend-jinja==0.10.2" in constraints  # made for nhsuk-frontend 10.6
    assert VERSION.startswith("10.6.")


def test_branding_is_the_nhs_one_by_setting_only(tmp_path: Path) -> None:
    from api.web.templating import environment

    shared = {"navigation": [{"text": "Search", "href": "/", "current": True}], "heading": "x", "detail": "y"}
    own = environment().get_template("error.html").render(branding="remit", **shared)
    nhs = environment().get_template("error.html").render(branding="nhs", **shared)
    assert "nhsuk-header__logo" not in own
    assert 'class="look-remit"' in own
    assert "remit is not an NHS service" in own
    assert "nhsuk-header__logo" in nhs
    assert "not an NHS service" not in nhs


def test_a_request_that_was_not_found_looks_like_the_rest(site: Site) -> None:
    with site.client() as client:
        missing = client.get("/nowhere")
    assert missing.status_code == httpx.codes.NOT_FOUND
    assert "Search the documents" in missing.text or "search the documents" in missing.text
