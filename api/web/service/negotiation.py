"""Which kind of answer a client prefers, by its `Accept` header (RFC 9110, section 12.5.1)."""

from starlette.types import Scope

MACHINES = ("/v1", "/mcp", "/metrics", "/openapi.json", "/livez", "/readyz", "/static")


def prefers_html(scope: Scope) -> bool:
    """Whether a request comes from a browser that wants a page, and asks for something that pages are shown for."""
    path: str = scope["path"]
    if any(path == part or path.startswith(f"{part}/") for part in MACHINES):
        return False
    accept = b",".join(value for name, value in scope["headers"] if name == b"accept").decode("latin-1")
    html = max(quality(accept, "text/html"), quality(accept, "application/xhtml+xml"))
    return html > 0 and html >= quality(accept, "application/json")


def quality(accept: str, media_type: str) -> float:
    """How much a media type is wanted, 0 to 1; only where it is named, not by a range such as `*/*`."""
    for part in accept.lower().split(","):
        name, _, parameters = part.strip().partition(";")
        if name.strip() == media_type:
            return _weight(parameters)
    return 0.0


def _weight(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
