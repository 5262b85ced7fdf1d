"""What `remit check` looks at of the server: who may read, and whether it can hold many connections."""

import resource
from collections.abc import Iterator

from api.web.service.access import access_of
from api.web.service.telemetry import telemetry_of
from corpus.errors import SettingsError
from pipeline.installation import Finding
from pipeline.settings import Settings

FEW_FILES = 1024  # descriptors; a connection is one


def check_service(settings: Settings) -> Iterator[Finding]:
    """Every finding on the server, as the settings want it."""
    try:
        access = access_of(settings)
        telemetry_of(settings).close()
    except SettingsError as error:
        yield Finding(check="service", state="failed", detail=str(error))
        return
    reading = "with the key" if access.reading else "open"
    writing = "with the key" if access.key else "by nobody"
    detail = f"on {settings.host}: reading {reading}, writing {writing}"
    if settings.uploads and access.key is None:
        yield Finding(check="service", state="warning", detail=f"{detail}; uploads are on, but no key is set")
    else:
        yield Finding(check="service", state="fine", detail=detail)
    yield _descriptors()


def _descriptors() -> Finding:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = "no limit" if hard == resource.RLIM_INFINITY else f"{hard} at most"
    if hard != resource.RLIM_INFINITY and hard < FEW_FILES:
        return Finding(check="open files", state="warning", detail=f"{most}: allow 4096 or more (LimitNOFILE=)")
    return Finding(check="open files", state="fine", detail=most)
