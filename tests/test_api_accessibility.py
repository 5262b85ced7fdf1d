"""Every page in a browser: axe-core, the keyboard, a width of 320 pixels, wider spacing of text, no scripts."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import chromium, tab, violations
from tests.pages import MISSING, Site

DESKTOP, PHONE, NARROWEST = 1280, 360, 320
WIDTHS = (DESKTOP, NARROWEST)
SPACING = (  # WCAG 2.2, 1.4.12
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    " p { margin-bottom: 2em !important }"
)

ADD_STYLE = """style => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [sheet];
}"""
CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(e => {
  const style = getComputedStyle(e);
  const hides = [style.overflowX, style.overflowY].some(value => ["hidden", "clip"].includes(value));
  const meant = e.clientWidth <= 1 || e.closest(".nhsuk-u-visually-hidden, svg, select, input, textarea");
  return hides && !meant && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
}).map(e => e.outerHTML.slice(0, 120))"""
OPERABLE = """() => {
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const seen = [...document.querySelectorAll(all)].filter(e => e.checkVisibility({visibilityProperty: true}));
  const able = seen.filter(e => !e.disabled && e.tabIndex >= 0);
  const radios = new Set(able.filter(e => e.type === "radio").map(e => e.name));
  return able.filter(e => e.type !== "radio").length + radios.size;
}"""
WATCH = """() => {
  const all = [...document.querySelectorAll("*")];
  window.stops = [];
  document.activeElement.blur();
  document.addEventListener("focusin", event => {
    const e = event.target;
    const style = getComputedStyle(e);
    const seen = style.outlineStyle !== "none" || style.boxShadow !== "none" || e.closest("svg") !== null;
    window.stops.push([all.indexOf(e), seen ? "" : e.outerHTML.slice(0, 200)]);
  });
}"""  # each element that gets the focus, and its source where that is not seen


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


class Look(NamedTuple):
    """What is seen of an address at a width."""

    violations: list[str]
    widths: tuple[int, int]  # of the page: as it is, and with wider spacing of text
    cut_off: list[str]  # what wider spacing cuts off at the width


@pytest.fixture(scope="module")
def looks(site: Site, browser: Browser) -> dict[int, dict[str, Look]]:
    """Every address at both widths, each opened once: opening it is what takes the time."""
    return {width: _looks(site, browser, width) for width in WIDTHS}


def _looks(site: Site, browser: Browser, width: int) -> dict[str, Look]:
    with tab(browser, width=width) as page:
        return {address: _look(page, site.base + address) for address in [*site.addresses(), MISSING]}


def _look(page: Page, address: str) -> Look:
    page.goto(address)
    found = violations(page)
    return Look(found, (_width(page), _width(page, SPACING)), page.evaluate(CUT_OFF))


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_any_page(looks: dict[int, dict[str, Look]], width: int) -> None:
    assert {address: look.violations for address, look in looks[width].items() if look.violations} == {}


def test_axe_finds_nothing_on_any_page_without_scripts(site: Site, browser: Browser) -> None:
    found = {}
    with tab(browser, width=DESKTOP, scripts=False) as page:
        for address in site.pages():
            page.goto(site.base + address)
            for width in WIDTHS:  # nothing but the style depends on the width here
                page.set_viewport_size({"width": width, "height": 900})
                found[address, width] = violations(page)
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def test_axe_finds_what_is_wrong(browser: Browser) -> None:
    with tab(browser, width=DESKTOP) as page:
        page.set_content("<html lang='en'><title>x</title><main><h1>x</h1><img src='data:,'></main>")
        assert any(line.startswith("image-alt") for line in violations(page))


def test_no_page_scrolls_sideways_at_320_pixels(looks: dict[int, dict[str, Look]]) -> None:
    assert {address: look.widths for address, look in looks[NARROWEST].items() if max(look.widths) > NARROWEST} == {}


def _width(page: Page, style: str = "") -> int:
    """How wide a page is, with further style."""
    if style:
        page.evaluate(ADD_STYLE, style)
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("width", WIDTHS)
def test_wider_spacing_of_text_cuts_nothing_off(looks: dict[int, dict[str, Look]], width: int) -> None:
    assert {address: look.cut_off for address, look in looks[width].items() if look.cut_off} == {}


def test_the_keyboard_reaches_everything_in_the_order_of_the_page(site: Site, browser: Browser) -> None:
    reached: dict[str, tuple[int, int]] = {}
    with tab(browser, width=DESKTOP) as page:
        for address in site.pages():
            page.goto(site.base + address)
            reached[address] = (_tabbed(page), _focusable(page))
    assert {address: counts for address, counts in reached.items() if counts[0] < counts[1]} == {}


def _focusable(page: Page) -> int:
    """How many elements of a page a person can operate; of radio buttons of one name, one."""
    return int(page.evaluate(OPERABLE))


def _tabbed(page: Page) -> int:
    """How many elements the tab key stops at, in the order of the page; each is seen to have the focus."""
    page.evaluate(WATCH)
    for _ in range(_focusable(page) + 10):  # more than there are: the menu may still be laid out at the first ones
        page.keyboard.press("Tab")
    stops = page.evaluate("window.stops")
    assert [unseen for _, unseen in stops if unseen] == []
    places = list(dict.fromkeys(place for place, _ in stops))
    assert places == sorted(places)
    return len(places)


def test_the_skip_link_is_first_and_leads_to_the_content(site: Site, browser: Browser) -> None:
    with tab(browser, width=DESKTOP) as page:
        page.goto(site.base)
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        assert skip.inner_text().strip() == "Skip to main content"
        assert skip.is_visible()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_search_by_keyboard_alone(site: Site, browser: Browser) -> None:
    with tab(browser, width=PHONE) as page:
        page.goto(site.base)
        page.locator("#q").focus()
        page.keyboard.type("virtual ward targets")
        page.keyboard.press("Enter")
        page.wait_for_url("**/?q=virtual+ward+targets")
        page.locator(".filters > summary").focus()
        page.keyboard.press("Enter")
        page.locator("input[name=year]").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.wait_for_url("**&year=*")
        assert page.locator(".tags a").count() == 1


def test_without_scripts_filters_are_open_on_wide_pages_and_fold_away_on_narrow_ones(
    site: Site, browser: Browser
) -> None:
    for width, seen in ((DESKTOP, True), (PHONE, False)):
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=False)
        page = context.new_page()
        page.goto(site.base + "/?q=virtual+ward+targets")
        assert page.locator("input[name=year]").first.is_visible() is seen
        assert page.locator(".filters > summary").is_visible() is not seen
        context.close()


def test_a_citation_is_copied_by_a_button_that_only_scripts_add(site: Site, browser: Browser) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(site.base + "/?q=virtual+ward+targets")
    page.get_by_text("Cite").first.click()
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("[data-copy]").first.text_content()
    assert f"{site.base}/source/" in copied
    context.close()
