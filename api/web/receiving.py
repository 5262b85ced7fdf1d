"""Files of a multipart form (RFC 7578) straight to the disk: bounded while they come, and never whole in memory."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

from fastapi import Request
from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from pipeline.jobs import Arrival, Refused

MOST_FIELDS = 8  # of a form, beside files
MOST_FIELD = 1024  # bytes of one
AROUND = 2**20  # bytes of a body beside those of files: boundaries, headers, fields
GRACE = 30.0  # seconds that every upload has
SLOWEST = 16 * 2**10  # bytes a second that it must bring beyond that
BROKEN = (
    "The form cannot be read: it must be whole, multipart/form-data, with the files as parts that have a file name."
)

Admit = Callable[[Mapping[str, str]], None]
OnDisk = Callable[[Callable[[], None]], Awaitable[None]]


async def receive(request: Request, arrival: Arrival, *, total: int, admit: Admit, on_disk: OnDisk) -> None:
    """Write the files of a request's form into an arrival.

    Args:
        request: whose body is read.
        arrival: takes the files.
        total: bytes that all files may have together.
        admit: is shown the fields that came before the first file, and raises where they do not let it in.
        on_disk: runs what writes, in a thread.

    Raises:
        Refused: the form is broken, too large or too slow, or the arrival refuses.
        ClientDisconnect: the client has gone.
    """
    form = _Form(arrival, admit, boundary_of(request.headers.get("content-type", "")))
    begun, received = time.monotonic(), 0
    body = aiter(request.stream())
    while True:
        try:
            left = GRACE + received / SLOWEST - (time.monotonic() - begun)
            chunk = await asyncio.wait_for(anext(body), max(left, 0.01))
        except StopAsyncIteration:
            break
        except TimeoutError:
            raise Refused("The upload is too slow. Try again on a better line, or send fewer files.", 408) from None
        received += len(chunk)
        if received > total + AROUND:
            raise Refused(f"The body is larger than {total / 2**20:,.0f} MB. Send fewer files at once.", 413)
        form.read(chunk)
        await on_disk(form.settle)
    form.finish()


def boundary_of(content_type: str) -> bytes:
    """The boundary that a content type names.

    Raises:
        Refused: it is no multipart form.
    """
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise Refused("Send the files as multipart/form-data, one part or more called `file`.", 415)
    return boundary


class _Form:
    """A form as it is parsed: what the parser finds is noted, and done with in another thread (`settle`)."""

    def __init__(self, arrival: Arrival, admit: Admit, boundary: bytes) -> None:
        self._arrival, self._admit = arrival, admit
        self._fields: dict[str, str] = {}
        self._found: list[tuple[str, bytes]] = []
        self._whole = self._admitted = False
        self._part: tuple[str, str | None] = ("", None)  # its name, and that of its file
        self._value = bytearray()
        self._header = [bytearray(), bytearray()]
        self._disposition = b""
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": lambda: self._note("begin"),
                    "on_header_field": lambda data, start, end: self._header[0].extend(data[start:end]),
                    "on_header_value": lambda data, start, end: self._header[1].extend(data[start:end]),
                    "on_header_end": self._header_ends,
                    "on_headers_finished": lambda: self._note("headers", self._disposition),
                    "on_part_data": lambda data, start, end: self._note("data", data[start:end]),
                    "on_part_end": lambda: self._note("end"),
                    "on_end": self._ends,
                },
            )
        except FormParserError as error:
            raise Refused(BROKEN, 400) from error

    def read(self, chunk: bytes) -> None:
        """Parse some bytes; what they hold waits for `settle`."""
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise Refused(BROKEN, 400) from error

    def settle(self) -> None:
        """Write to the disk what has been parsed."""
        found, self._found = self._found, []
        for event, data in found:
            getattr(self, f"_on_{event}")(data)

    def finish(self) -> None:
        """The body has ended.

        Raises:
            Refused: the form had not.
        """
        if not self._whole:
            raise Refused(BROKEN, 400)
        if not self._admitted:
            self._admit(self._fields)

    def _note(self, event: str, data: bytes = b"") -> None:
        self._found.append((event, data))

    def _header_ends(self) -> None:
        name, value = (bytes(part) for part in self._header)
        self._header = [bytearray(), bytearray()]
        if name.lower() == b"content-disposition":
            self._disposition = value

    def _ends(self) -> None:
        self._whole = True

    def _on_begin(self, data: bytes) -> None:
        self._part, self._value = ("", None), bytearray()

    def _on_headers(self, disposition: bytes) -> None:
        """A part begins for good: a field, or a file. A file without a name is a field that was left empty."""
        _, options = parse_options_header(disposition)
        self._disposition = b""
        if b"name" not in options:
            raise Refused(BROKEN, 400)
        file = options.get(b"filename")
        self._part = (_text(options[b"name"]), None if file is None else _text(file))
        if not self._part[1]:
            return
        if not self._admitted:
            self._admit(self._fields)
            self._admitted = True
        self._arrival.begin(self._part[1])

    def _on_data(self, data: bytes) -> None:
        if self._part[1]:
            self._arrival.write(data)
        elif len(self._value) + len(data) > MOST_FIELD:
            raise Refused(f"A field of the form is longer than {MOST_FIELD} bytes.", 413)
        else:
            self._value += data

    def _on_end(self, data: bytes) -> None:
        name, file = self._part
        if file:
            self._arrival.end()
        elif file is None:
            if len(self._fields) >= MOST_FIELDS:
                raise Refused(f"The form has more than {MOST_FIELDS} fields beside its files.", 413)
            self._fields[name] = _text(self._value)


def _text(value: bytes | bytearray) -> str:
    return value.decode("utf-8", "surrogateescape")
