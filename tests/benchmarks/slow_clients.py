"""Slow clients, in a process of their own: connections that say nothing, read a byte a second, or send a byte a second.

python -m tests.benchmarks.slow_clients PORT IDLE SLOW
"""

import asyncio
import sys

HERE = "127.0.0.1"


def hold(port: int, idle: int, slow: int) -> None:
    """Hold connections open until killed; prints a line once they stand."""
    asyncio.run(_hold(port, idle, slow))


async def _hold(port: int, idle: int, slow: int) -> None:
    async def opened(limit: int = 2**16) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(HERE, port, limit=limit)

    async def read_slowly() -> None:
        reader, writer = await opened(limit=16)
        writer.write(b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n")
        while await reader.read(1):
            await asyncio.sleep(1)

    async def write_slowly() -> None:
        _, writer = await opened()
        writer.write(b"POST /v1/search/batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x")
            await asyncio.sleep(1)

    held = [await opened() for _ in range(idle)]
    tasks = [asyncio.create_task(work()) for work in (read_slowly, write_slowly) for _ in range(slow)]
    sys.stdout.write(f"{len(held)}\n")
    sys.stdout.flush()
    await asyncio.gather(*tasks, asyncio.sleep(600), return_exceptions=True)


if __name__ == "__main__":
    hold(*map(int, sys.argv[1:]))
