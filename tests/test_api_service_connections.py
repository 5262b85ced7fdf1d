"""Connections of the real server: whoever opens one and asks for nothing does not keep it."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from api.web.service.serving import Server, config_of, listen
from pipeline.settings import Settings
from tests.service import make_app, make_index

PATIENCE = 0.5  # seconds, here
ASKED = b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"
REFUSED = b"POST /livez HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\n"  # before its body has come


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = make_index(tmp_path_factory.mktemp("connections") / "index")
    config = config_of(make_app(folder), Settings(data=folder))
    config.timeout_keep_alive = PATIENCE
    server, listening = Server(config), listen("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(30)
    listening.close()


def seconds_until_closed(port: int, begin: bytes, then: bytes) -> float:
    """How long a connection stays open on which something is sent, and then a byte now and then."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(begin)
        connection.settimeout(PATIENCE / 5)
        began = time.monotonic()
        while time.monotonic() - began < 10 * PATIENCE:
            try:
                if not connection.recv(65536):
                    break
            except TimeoutError:
                connection.sendall(then)
            except ConnectionError:
                break
        return time.monotonic() - began


@pytest.mark.parametrize(
    ("begin", "then"),
    [
        (b"", b""),
        (b"GET /livez HT", b""),
        (b"GET /livez HTTP/1.1\r\nX-Slow: ", b"x"),
        (ASKED, b""),
        (ASKED, b"G"),
        (REFUSED, b"x"),
    ],
    ids=["nothing", "half a line", "a header by the byte", "nothing after an answer", "a byte after it", "a body"],
)
def test_a_connection_on_which_no_request_comes_is_closed(port: int, begin: bytes, then: bytes) -> None:
    assert seconds_until_closed(port, begin, then) < 5 * PATIENCE


def test_a_request_may_come_in_parts_and_after_another(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        for _ in range(3):
            for part in (ASKED[:9], ASKED[9:30], ASKED[30:]):
                connection.sendall(part)
                time.sleep(PATIENCE / 10)
            assert connection.recv(65536).startswith(b"HTTP/1.1 200")
            time.sleep(PATIENCE / 5)
