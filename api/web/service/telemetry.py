"""OpenTelemetry: FastAPI's own spans and metrics, sent by OTLP to where `OTEL_EXPORTER_OTLP_ENDPOINT` says.

Spans hold the route, the status and the time. What people ask stands in the query string, which FastAPI would put into
a span as `url.query`; it is taken out of each span as it begins.
"""

import os
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

from fastapi.telemetry import TelemetryConfig
from opentelemetry.context import Context

from corpus.errors import SettingsError
from pipeline.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor
    from opentelemetry.sdk.trace.export import SpanExporter

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT")
NEEDED = ("opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.http")
OFF: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}


class Telemetry(NamedTuple):
    """What FastAPI is given, and how to send what is left when the application stops."""

    config: TelemetryConfig
    close: Callable[[], None]


def telemetry_of(settings: Settings, *, spans: "SpanExporter | None" = None) -> Telemetry:
    """The telemetry that the settings want; nothing is measured where it is off.

    Args:
        settings: say whether there is any.
        spans: where to send spans instead, as tests do; no metrics are sent then.

    Raises:
        SettingsError: what it needs is not installed, or the environment does not say where to send it.
    """
    if not settings.telemetry:
        return Telemetry(OFF, lambda: None)
    if missing := [name for name in NEEDED if not _is_installed(name)]:
        raise SettingsError(
            f"setting telemetry: {', '.join(missing)} is missing. Run `pip install 'remit[telemetry]'`."
        )
    if spans is None and not any(map(os.environ.get, ENDPOINTS)):
        raise SettingsError("setting telemetry: set OTEL_EXPORTER_OTLP_ENDPOINT to where traces and metrics shall go.")
    return _telemetry(spans)


def _telemetry(spans: "SpanExporter | None") -> Telemetry:
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    named = {} if "OTEL_SERVICE_NAME" in os.environ else {"service.name": "remit"}
    resource = Resource.create({"service.version": version("remit"), **named})
    readers = [] if spans else [PeriodicExportingMetricReader(OTLPMetricExporter())]
    tracers, meters = TracerProvider(resource=resource), MeterProvider(readers, resource)
    tracers.add_span_processor(_without_queries())
    tracers.add_span_processor(BatchSpanProcessor(spans or OTLPSpanExporter()))

    def close() -> None:
        tracers.shutdown()
        meters.shutdown()

    return Telemetry(
        {**OFF, "tracing": True, "metrics": True, "tracer_provider": tracers, "meter_provider": meters}, close
    )


def _without_queries() -> "SpanProcessor":
    from opentelemetry.sdk.trace import Span, SpanProcessor

    class WithoutQueries(SpanProcessor):
        def on_start(self, span: Span, parent_context: Context | None = None) -> None:
            if span.attributes and "url.query" in span.attributes:
                span.set_attribute("url.query", "REDACTED")

    return WithoutQueries()


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # of a package around it
        return False
