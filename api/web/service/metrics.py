"""`/metrics` in Prometheus's format: requests by route, the state of the index and of the process."""

from collections.abc import Callable, Iterator

from fastapi import APIRouter, Response
from prometheus_client import CollectorRegistry, Gauge, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from api.web.service.logs import Served
from api.web.state import State

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Metrics:
    """The metrics of one application, in a registry of their own."""

    def __init__(self, *, state: Callable[[], State | None], in_flight: Callable[[], int]) -> None:
        """Read the index from `state`, once there is one, and the requests worked on from `in_flight`."""
        self.registry = CollectorRegistry()
        self._requests = Histogram(
            "remit_http_request_seconds",
            "Requests by route and status, and how long their answers took.",
            ["method", "route", "status"],
            buckets=SECONDS,
            registry=self.registry,
        )
        working = Gauge("remit_http_requests_in_flight", "Requests worked on now.", registry=self.registry)
        working.set_function(in_flight)
        ProcessCollector(registry=self.registry)
        self.registry.register(_IndexCollector(state))

    def observe(self, served: Served) -> None:
        """Count a request."""
        method = served.method if served.method in METHODS else "other"  # what clients may invent makes no series
        self._requests.labels(method, served.route, str(served.status)).observe(served.seconds)

    def router(self) -> APIRouter:
        """The route that shows them."""
        router = APIRouter(include_in_schema=False)

        @router.get("/metrics")
        def metrics() -> Response:
            """Metrics in Prometheus's text format."""
            return Response(generate_latest(self.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

        return router


class _IndexCollector:
    """What the index holds, read when asked for."""

    def __init__(self, state: Callable[[], State | None]) -> None:
        self._state = state

    def collect(self) -> Iterator[GaugeMetricFamily]:
        state = self._state()
        yield _gauge("remit_ready", "1 once the model is warm.", float(bool(state and state.ready)))
        if state is None:
            return
        store = state.index.store
        summaries = store.documents()
        yield _gauge("remit_index_revision", "Grows with each change of the index.", store.revision)
        yield _gauge("remit_documents", "Documents in the index.", len(summaries))
        yield _gauge("remit_passages", "Passages in the index.", sum(summary.passages for summary in summaries))
        facts = GaugeMetricFamily("remit_facts", "Facts in the index, by kind.", labels=["kind"])
        for kind in sorted({kind for summary in summaries for kind in summary.facts}):
            facts.add_metric([kind], sum(summary.facts.get(kind, 0) for summary in summaries))
        yield facts
        yield _gauge("remit_uploads_waiting", "Uploads that are not yet in the index.", state.waiting_uploads())


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)
