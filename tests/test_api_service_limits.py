"""How much a request may take: its body, its time, its place among others, its client's rate."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import pytest
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from api.web.service.limits import BodyLimit, Crowd, InFlight, TimeLimit
from api.web.service.rates import Buckets, client_of
from tests.service import make_app, make_index, started

SMALL, LARGE = 1024, 4096


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_index(tmp_path_factory.mktemp("limits") / "index")


def with_routes(app: FastAPI, gate: threading.Event, inside: threading.Semaphore | None = None) -> FastAPI:
    """An application with routes that wait for a gate, having said that they do, that stream, and that read a body."""
    router = APIRouter(prefix="/v1")

    @router.get("/waits")
    def waits() -> dict[str, str]:
        if inside is not None:
            inside.release()
        gate.wait(20)
        return {"waited": "yes"}

    @router.get("/streams")
    async def streams() -> StreamingResponse:
        async def parts() -> AsyncIterator[bytes]:
            for _ in range(4):
                yield b"part\n"
                await asyncio.sleep(0.1)

        return StreamingResponse(parts(), media_type="text/event-stream")

    @router.post("/reads")
    async def reads(request: Request) -> dict[str, int]:
        return {"bytes": len(await request.body())}

    @router.post("/ignores")
    async def ignores() -> dict[str, str]:
        return {"read": "nothing"}

    app.include_router(router)
    return app


@pytest.mark.parametrize("path", ["/v1/reads", "/v1/ignores", "/v1/search"])
def test_a_body_that_is_too_large(folder: Path, path: str) -> None:
    app = with_routes(make_app(folder, max_body_kb=1), threading.Event())
    with started(app) as client:
        refused = client.post(path, content=b"x" * (SMALL + 1))
        assert refused.status_code == 413
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.json()["type"] == "/developers#problem-size"
        assert refused.headers["x-frame-options"] == "DENY"
        assert client.post("/v1/reads", content=b"x" * SMALL).json() == {"bytes": SMALL}


def test_a_body_whose_length_is_not_said(folder: Path) -> None:
    app = with_routes(make_app(folder, max_body_kb=1), threading.Event())

    def parts() -> Iterator[bytes]:
        for _ in range(10):
            yield b"x" * 512

    with started(app) as client:
        assert client.post("/v1/reads", content=parts()).status_code == 413


def test_a_request_that_takes_too_long(folder: Path) -> None:
    gate = threading.Event()
    with started(with_routes(make_app(folder, request_seconds=0.3), gate)) as client:
        began = time.monotonic()
        answer = client.get("/v1/waits")
        assert time.monotonic() - began < 5
        assert answer.status_code == 503
        assert answer.json()["type"] == "/developers#problem-time"
        gate.set()
        assert client.get("/v1/documents").status_code == 200


def test_a_stream_may_take_longer_once_it_has_begun(folder: Path) -> None:
    with started(with_routes(make_app(folder, request_seconds=0.2), threading.Event())) as client:
        assert client.get("/v1/streams").text == "part\n" * 4


def test_a_head_of_a_stream_ends(folder: Path) -> None:
    with started(with_routes(make_app(folder), threading.Event())) as client:
        head = client.head("/v1/streams")
        assert head.status_code == 200
        assert head.content == b""
        assert head.headers["content-type"].startswith("text/event-stream")


def test_more_requests_than_can_be_worked_on(folder: Path) -> None:
    gate, inside = threading.Event(), threading.Semaphore(0)
    app = with_routes(make_app(folder, max_requests=2), gate, inside)
    with started(app) as client, ThreadPoolExecutor() as pool:
        try:
            held = [pool.submit(client.get, "/v1/waits") for _ in range(2)]
            assert inside.acquire(timeout=20)
            assert inside.acquire(timeout=20)
            refused = client.get("/v1/documents")
            assert refused.status_code == 503
            assert refused.headers["retry-after"] == "1"
            assert refused.json()["type"] == "/developers#problem-busy"
            assert client.get("/livez").status_code == 200
            assert client.get("/readyz").status_code == 200
        finally:
            gate.set()
        assert [answer.result(20).status_code for answer in held] == [200, 200]
        assert client.get("/v1/documents").status_code == 200


def test_one_that_was_given_up_counts_until_its_thread_is_done() -> None:
    in_flight, gate = InFlight(), threading.Event()

    async def works(scope: Scope, receive: Receive, send: Send) -> None:
        await anyio.to_thread.run_sync(gate.wait, 20)

    async def scenario() -> None:
        threads = anyio.to_thread.current_default_thread_limiter()
        threads.total_tokens = 2
        app = TimeLimit(Crowd(works, most=5, in_flight=in_flight), seconds=0.05)
        for waiting in range(1, 4):
            assert await status_of(app) == 503
            await asyncio.sleep(0.05)  # whatever giving up sets off has happened
            assert in_flight.requests == min(waiting, 2)  # the third waited for a thread, and waits no more
            assert threads.borrowed_tokens == min(waiting, 2)
        gate.set()
        for _ in range(200):
            if in_flight.requests == 0:
                return
            await asyncio.sleep(0.01)
        pytest.fail("its place was not given back")

    asyncio.run(scenario())


def test_who_sends_or_reads_slowly_keeps_nobody_out() -> None:
    in_flight, seen = InFlight(), list[int]()

    async def reads(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(in_flight.requests)
        await receive()
        seen.append(in_flight.requests)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        seen.append(in_flight.requests)
        await send({"type": "http.response.body", "body": b""})

    async def slow_body() -> Message:
        seen.append(in_flight.requests)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def scenario() -> None:
        await status_of(Crowd(reads, most=1, in_flight=in_flight), receive=slow_body)

    asyncio.run(scenario())
    assert seen == [1, 0, 1, 0]
    assert in_flight.requests == 0


def test_a_body_that_does_not_arrive_is_not_waited_for() -> None:
    async def reads(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()

    async def never() -> Message:
        await asyncio.sleep(60)
        raise AssertionError

    app = TimeLimit(BodyLimit(reads, most=SMALL, most_uploaded=LARGE), seconds=0.05)
    assert asyncio.run(status_of(app, receive=never)) == 503


@pytest.mark.parametrize(
    ("method", "path", "most"), [("POST", "/v1/documents", LARGE), ("GET", "/v1/documents", SMALL)]
)
def test_uploads_may_be_larger(method: str, path: str, most: int) -> None:
    async def reads(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def body(size: int) -> Receive:
        async def receive() -> Message:
            return {"type": "http.request", "body": b"x" * size, "more_body": False}

        return receive

    app = BodyLimit(reads, most=SMALL, most_uploaded=LARGE)
    assert asyncio.run(status_of(app, method=method, path=path, receive=body(most))) == 200
    assert asyncio.run(status_of(app, method=method, path=path, receive=body(most + 1))) == 413


async def nothing_to_receive() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


async def status_of(
    app: Callable[[Scope, Receive, Send], object],
    *,
    method: str = "GET",
    path: str = "/v1/anything",
    receive: Receive = nothing_to_receive,
) -> int:
    """The status of an answer of a plain ASGI application."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await app({"type": "http", "method": method, "path": path, "headers": [], "query_string": b""}, receive, send)  # type: ignore[misc]
    return int(sent[0]["status"])


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_holds_a_minute_of_requests_and_fills() -> None:
    clock = Clock()
    buckets = Buckets(6, clock=clock)
    assert [buckets.take("one")[0] for _ in range(7)] == [True] * 6 + [False]
    assert buckets.take("other")[0]
    assert buckets.take("one")[1].seconds == 10
    clock.now = 10.0
    assert [buckets.take("one")[0] for _ in range(2)] == [True, False]
    clock.now = 1e6
    assert buckets.take("one")[1].requests == 5  # no more than a minute's


def test_clients_that_are_remembered_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.web.service.rates.CLIENTS", 100)
    buckets = Buckets(1)
    assert all(buckets.take(str(number))[0] for number in range(1000))
    assert len(buckets) == 100
    assert not buckets.take("999")[0]


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_whose_rate_it_is(address: str, client: str) -> None:
    assert client_of({"client": (address, 1)}) == client


def test_too_many_requests_from_one_client(folder: Path) -> None:
    with started(make_app(folder, rate_limit=3)) as client:
        answers = [client.get("/v1/documents") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert answers[0].headers["ratelimit-policy"] == '"default";q=3;w=60'
        assert answers[0].headers["ratelimit"] == '"default";r=2;t=20'
        assert int(answers[3].headers["retry-after"]) <= 20
        assert answers[3].json()["type"] == "/developers#problem-rate"
        assert client.get("/livez").status_code == 200
        assert client.get("/static/remit.css").status_code == 200


def test_without_the_setting_there_is_no_rate(folder: Path) -> None:
    with started(make_app(folder)) as client:
        assert "ratelimit" not in client.get("/v1/documents").headers


def test_ten_times_as_many_idle_requests_leave_no_task_behind(folder: Path) -> None:
    with TestClient(make_app(folder)) as client:
        assert {client.get("/livez").status_code for _ in range(200)} == {200}
        assert client.portal is not None
        tasks = client.portal.call(count_tasks)
    assert tasks < 20


async def count_tasks() -> int:
    return len(asyncio.all_tasks())
