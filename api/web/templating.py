"""Pages from Jinja templates: the components of NHS.UK frontend, the wording that every door shares, hashed addresses."""

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader
from markupsafe import Markup, escape

from api.notes import notes, row_kind
from api.web.state import STATIC, TEMPLATES, State
from pipeline import wording

NAVIGATION = (
    ("Search", "/"),
    ("Objectives", "/objectives"),
    ("Figures", "/figures"),
    ("Metrics", "/metric"),
    ("Bodies", "/bodies"),
    ("Documents", "/documents"),
)
_MARK = Markup("<mark>{}</mark>")


def page(state: State, template: str, *, current: str = "", status: int = 200, **values: Any) -> HTMLResponse:
    """A page of a template.

    Args:
        state: of the application.
        template: its file name.
        current: the address of the part of the site it belongs to, of NAVIGATION.
        status: of HTTP.
        values: what the template shows.
    """
    settings = state.settings
    shared = {
        "navigation": [{"text": text, "href": href, "current": href == current} for text, href in NAVIGATION],
        "branding": settings.branding,
        "uploads": settings.uploads,
    }
    return HTMLResponse(environment().get_template(template).render({**shared, **values}), status_code=status)


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
    templates.globals.update(topic=wording.topic, level=wording.level, by_when=wording.by_when, who=wording.who)
    templates.globals.update(notes=notes, row_kind=row_kind, static=static)
    templates.filters["kind_words"] = wording.kind_words
    templates.filters["marked"] = marked
    return templates


@cache
def static(name: str) -> str:
    """The address of a static file, with a hash of its bytes: it may be kept for ever."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def marked(hit: Mapping[str, Any]) -> Markup:
    """The words of a hit with its highlights in `<mark>`."""
    text, offset = hit["text"], hit["start"]
    pieces, at = [], 0
    for start, end in hit["highlights"]:
        pieces += [escape(text[at : start - offset]), _MARK.format(text[start - offset : end - offset])]
        at = end - offset
    return Markup("").join([*pieces, escape(text[at:])])
