"""Logs: events with fields on stderr, for a person or as JSON. Query texts are never logged."""

import logging
import sys

import structlog


def configure_logs(*, as_json: bool = False) -> None:
    """Send the events of remit to stderr, one line each; a traceback follows its event.

    Args:
        as_json: a JSON object a line, for machines that collect logs.
    """
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([structlog.processors.format_exc_info] if as_json else []),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *given: structlog.PrintLogger(sys.stderr),  # the stream of the moment, as tests change it
        cache_logger_on_first_use=False,
    )
