"""Pages from Jinja templates: components of NHS.UK frontend, the wording that every door shares, hashed addresses."""

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, pass_environment
from jinja2.filters import do_truncate
from markupsafe import Markup, escape

from api import notes
from api.web.problems import KINDS
from api.web.service.request_id import current_id
from api.web.state import STATIC, TEMPLATES, State
from api.web.views import marks
from corpus.slugs import slug
from pipeline import wording
from pipeline.browse.metrics import subject_of
from pipeline.settings import Settings

PLAIN = {
    "Not Found": ("Page not found", ""),
    "Forbidden": ("This is not open to you", ""),
    "Method Not Allowed": ("This address cannot be used like this", ""),
    KINDS["parameter"]: (
        "This address cannot be used",
        "Something in the address of the page is not as it should be. It may have been cut off, or changed by hand.",
    ),
    KINDS["index"]: ("The documents cannot be reached", ""),
    KINDS["fault"]: ("Something went wrong", "This is a fault of the server, not of yours. Try again in a moment."),
}  # headings of errors as a reader is told them, and where the server's own words are for others, the first sentence
NAVIGATION = (
    ("Search", "/"),
    ("Objectives", "/objectives"),
    ("Figures", "/figures"),
    ("Metrics", "/metric"),
    ("Bodies", "/bodies"),
    ("Documents", "/documents"),
)


def page(state: State, template: str, *, current: str = "", status: int = 200, **values: Any) -> HTMLResponse:
    """A page of a template.

    Args:
        state: of the application.
        template: its file name.
        current: the address of the part of the site it belongs to, of NAVIGATION.
        status: of HTTP.
        values: what the template shows.
    """
    shown = environment().get_template(template).render({**_frame(state.settings, current), **values})
    return HTMLResponse(shown, status_code=status)


def error_page(settings: Settings, *, status: int, heading: str, detail: str) -> HTMLResponse:
    """The page of an error; it needs no index, which may not be there yet.

    Args:
        settings: of the application.
        status: of HTTP.
        heading: what went wrong, in a few words.
        detail: what happened, and what to do next.
    """
    template = environment().get_template("error.html")
    told, lead = PLAIN.get(heading, (heading, ""))
    detail = detail.removeprefix(f"{heading}. ")  # which the heading says
    shown = template.render(
        **_frame(settings, ""), heading=told, lead=lead, detail=detail, status=status, reference=current_id()
    )
    return HTMLResponse(shown, status_code=status)


def _frame(settings: Settings, current: str) -> dict[str, Any]:
    """What stands around every page."""
    return {
        "navigation": [{"text": text, "href": href, "current": href == current} for text, href in NAVIGATION],
        "branding": settings.branding,
        "uploads": settings.uploads,
    }


@cache
def environment() -> Environment:
    """The templates, with what they may call. Unknown names are empty, as the components of NHS.UK frontend want it."""
    templates = Environment(
        loader=ChoiceLoader([FileSystemLoader(TEMPLATES), PackageLoader("nhsuk_frontend_jinja")]),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    said = {name: _beginning(getattr(wording, name)) for name in ("topic", "level", "by_when", "who")}
    templates.globals.update(**said, binding=_beginning(notes.binding))
    templates.globals.update(day=wording.day, static=static, metric_address=metric_address, body_address=body_address)
    templates.globals.update(notes=notes.notes, row_kind=notes.row_kind, sure=notes.sure)
    templates.globals.update(place_words=notes.place_words, why_matched=notes.why_matched)
    templates.filters.update(kind_words=wording.kind_words, capitalised=capitalised, truncate=_truncated, coded=coded)
    templates.filters.update(marked=marks.marked, snippet=marks.snippet, matched_words=marks.matched_words)
    return templates


@pass_environment
def _truncated(templates: Environment, text: str, length: int = 255, killwords: bool = False, end: str = "…") -> str:
    """As Jinja's, with the sign for what is left out."""
    return do_truncate(templates, text, length, killwords, end)


@cache
def static(name: str) -> str:
    """The address of a static file, with a hash of its bytes: it may be kept for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def metric_address(name: str) -> str:
    """The page of a metric, by any of its names."""
    return f"/metric/{subject_of(name)}"


def body_address(name: str) -> str:
    """The page of a body, by its canonical name."""
    return f"/bodies/{slug(name)}"


def _beginning(words: Callable[[Mapping[str, Any]], str]) -> Callable[[Mapping[str, Any]], str]:
    """The words of a row as they stand in a cell or a card: beginning with a capital."""
    return lambda row: capitalised(words(row))


def coded(text: str) -> Markup:
    """A text with what stands between backticks as code."""
    plain, *rest = text.split("`")
    pieces = [Markup("<code>{}</code>").format(one) if i % 2 == 0 else escape(one) for i, one in enumerate(rest)]
    return Markup("").join([escape(plain), *pieces])


def capitalised(text: str) -> str:
    """A text with its first letter as a capital, the others as they are."""
    return text[:1].upper() + text[1:]
