"""A load generator for the server on loopback: requests at a fixed rate, each with a question of its own.

    python -m tests.benchmarks.load 127.0.0.1 8000 --rate 60 --seconds 30

Requests begin when they are due, whether or not those before them are answered (an open loop), and latency counts from
when a request was due: a server that stalls cannot hide it by slowing the generator down (coordinated omission). The
number of requests and of connections is bounded. Prints one JSON object.
"""

import argparse
import asyncio
import itertools
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote_plus

CONNECTIONS = 400  # at once, at most
PATIENCE = 20.0  # seconds for one answer
REFUSED = 0  # the status of a request that got no answer

ASKED = (
    "what are the",
    "targets for",
    "how many",
    "who must deliver",
    "deadline for",
    "figures on",
    "tell me about the",
)
TOPICS = (
    "virtual wards", "65 week waits", "cancer 28 day faster diagnosis", "dementia diagnosis", "agency spend",
    "A&E four hour standard", "elective activity", "category 2 ambulance response", "children's mental health",
    "dental activity", "community nursing", "outpatient follow ups", "learning disability health checks",
    "diagnostic waits", "urgent community response", "workforce retention", "bed occupancy", "general practice access",
)  # fmt: skip
LIMITS = (
    "by March 2026",
    "in 2024/25",
    "for integrated care boards",
    "in London",
    "for acute trusts",
    "by September 2024",
)


class Outcome(NamedTuple):
    """How a request went: its status, when it was due (seconds from the start), and how long after that it ended."""

    status: int
    due: float
    seconds: float


def questions(seed: int) -> Iterator[str]:
    """Questions of the field without end, no two alike."""
    draw = random.Random(seed)  # noqa: S311
    for number in itertools.count(1):
        first, second = draw.sample(TOPICS, 2)
        yield f"{draw.choice(ASKED)} {first} {draw.choice(LIMITS)} and {second} above {number / 10:.1f}%"


class Connections:
    """Connections to one server that are kept and used again."""

    def __init__(self, host: str, port: int) -> None:
        self._address = host, port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._places = asyncio.Semaphore(CONNECTIONS)

    async def get(self, path: str) -> tuple[int, bytes]:
        """The status and the body of an answer.

        Raises:
            OSError, EOFError, TimeoutError: there was none.
        """
        async with self._places, asyncio.timeout(PATIENCE):
            used = bool(self._idle)
            try:
                return await self._ask(path)
            except (OSError, EOFError):
                if not used:
                    raise
                self._idle.clear()  # the server has closed what was idle
                return await self._ask(path)

    async def _ask(self, path: str) -> tuple[int, bytes]:
        reader, writer = self._idle.pop() if self._idle else await asyncio.open_connection(*self._address)
        try:
            writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            body = await reader.readexactly(int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0))
        except BaseException:
            writer.close()
            raise
        if b"connection: close" in head:
            writer.close()
        else:
            self._idle.append((reader, writer))
        return int(head[9:12]), body

    def close(self) -> None:
        """Close what is idle."""
        for _, writer in self._idle:
            writer.close()


async def fire(host: str, port: int, *, rate: float, seconds: float, seed: int, retry: float = 0.0) -> list[Outcome]:
    """Ask distinct questions at a rate.

    Args:
        host: of the server.
        port: of the server.
        rate: requests a second.
        seconds: for so long.
        seed: of the questions.
        retry: for so many seconds a request without an answer is made again, as a careful client does.
    """
    connections, asked, start = Connections(host, port), questions(seed), time.perf_counter()

    async def one(question: str, due: float) -> Outcome:
        while True:
            try:
                status, _ = await connections.get(f"/v1/search?limit=10&q={quote_plus(question)}")
            except (OSError, EOFError, TimeoutError):
                status = REFUSED
            taken = time.perf_counter() - start - due
            if status not in (REFUSED, 503) or taken > retry:
                return Outcome(status, due, taken)
            await asyncio.sleep(0.05)

    tasks = []
    for number in range(int(rate * seconds)):
        due = number / rate
        await asyncio.sleep(max(0.0, due - (time.perf_counter() - start)))
        tasks.append(asyncio.create_task(one(next(asked), due)))
    outcomes = await asyncio.gather(*tasks)
    connections.close()
    return outcomes


def summary(outcomes: list[Outcome]) -> dict[str, float]:
    """Rate, percentiles of latency in milliseconds, and errors."""
    times = sorted(outcome.seconds * 1000 for outcome in outcomes)
    over = max(outcome.due + outcome.seconds for outcome in outcomes)
    statuses = Counter(outcome.status for outcome in outcomes)
    return {
        "requests": len(times),
        "rate": len(times) / over,
        "p50": times[len(times) // 2],
        "p95": times[int(len(times) * 0.95)],
        "p99": times[int(len(times) * 0.99)],
        "max": times[-1],
        "errors": len(times) - statuses[200],
    } | {f"status_{status}": count for status, count in statuses.items() if status != 200}


def main() -> None:
    """Make requests as the command line says, and print how they went."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("--rate", type=float, default=60)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--retry", type=float, default=0.0)
    given = parser.parse_args()
    fired = fire(given.host, given.port, rate=given.rate, seconds=given.seconds, seed=given.seed, retry=given.retry)
    sys.stdout.write(json.dumps(summary(asyncio.run(fired))) + "\n")


if __name__ == "__main__":
    main()
