"""Requests as a well-mannered visitor makes them: robots.txt kept (RFC 9309), a pause between, retries when told."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from importlib.metadata import version

import httpx
from protego import Protego

from corpus.document import Record
from corpus.errors import DownloadError

AGENT = "remit"
BUSY = frozenset({429, 500, 502, 503, 504})
REDIRECTS = 5
LONGEST_WAIT = 60.0  # seconds: a site that asks for more is left for another day
ROBOTS_BYTES = 512 * 1024  # of a robots.txt that are read; RFC 9309 wants 500 KiB at least


class Manners(Record):
    """How a site is visited: seconds between two requests to it, seconds without an answer, tries for each request.

    `contact` is sent along, so that a site's owner can find whom to ask.
    """

    pause: float = 2.0
    timeout: float = 30.0
    attempts: int = 3
    contact: str | None = None


class Visitor:
    """An HTTP client with manners; close it at the end, or use it as a context manager.

    Args:
        manners: pauses and tries.
        sleep: waits so many seconds.
        clock: seconds that only go up.
    """

    def __init__(
        self,
        manners: Manners,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._manners, self._sleep, self._clock = manners, sleep, clock
        contact = f" ({manners.contact})" if manners.contact else ""
        headers = {"User-Agent": f"{AGENT}/{version('remit')}{contact}", "Accept-Encoding": "identity"}
        self._client = httpx.Client(timeout=manners.timeout, headers=headers)
        self._robots: dict[str, Protego] = {}
        self._visited: dict[str, float] = {}

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    @property
    def attempts(self) -> int:
        """How often a request is tried."""
        return self._manners.attempts

    @contextmanager
    def get(self, url: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """The answer to a request, redirects followed, its body not read yet.

        Raises:
            DownloadError: robots.txt forbids it, or the redirects do not end, or leave the web.
            httpx.RequestError: the site cannot be reached, or what it answers cannot be read.
        """
        for _ in range(REDIRECTS + 1):
            response = self._send(url, headers)
            try:
                if not response.has_redirect_location:
                    yield response
                    return
                url = str(response.next_request.url if response.next_request else response.url)
            finally:
                response.close()
        raise DownloadError(url, f"is the end of more than {REDIRECTS} redirects")

    def wait(self, attempt: int, response: httpx.Response | None = None) -> None:
        """Wait before another try: as long as the site asks, else twice as long each time.

        Raises:
            DownloadError: the site asks for too long a wait.
        """
        asked = _retry_after(response) if response is not None else None
        seconds = self._manners.pause * 2**attempt if asked is None else asked
        if response is not None and seconds > LONGEST_WAIT:
            raise DownloadError(str(response.url), f"asks for a pause of {seconds:.0f} s", "Try again later.")
        self._sleep(min(seconds, LONGEST_WAIT))

    def _send(self, url: str, headers: dict[str, str]) -> httpx.Response:
        place = _address(url)
        if place is None or place.scheme not in ("http", "https") or not place.host:
            raise DownloadError(url, "is no web address", "Give one that starts with https://.")
        robots = self._robots_of(place)
        if not robots.can_fetch(url, AGENT):
            raise DownloadError(url, "may not be fetched: the site's robots.txt forbids it", "Download it by hand.")
        self._keep_pace(place, robots.crawl_delay(AGENT) or 0.0)
        return self._client.send(self._client.build_request("GET", place, headers=headers), stream=True)

    def _keep_pace(self, place: httpx.URL, asked: float) -> None:
        site = _site(place)
        pause = min(max(self._manners.pause, asked), LONGEST_WAIT)
        rest = self._visited.get(site, float("-inf")) + pause - self._clock()
        if rest > 0:
            self._sleep(rest)
        self._visited[site] = self._clock()

    def _robots_of(self, place: httpx.URL) -> Protego:
        site = _site(place)
        if site not in self._robots:
            self._robots[site] = Protego.parse(self._robots_text(f"{site}/robots.txt"))
            self._visited[site] = self._clock()
        return self._robots[site]

    def _robots_text(self, url: str) -> str:
        """The rules of a site: none where it has no robots.txt, no entry where it cannot be had (RFC 9309, 2.3.1)."""
        try:
            with self._client.stream("GET", url, follow_redirects=True) as response:
                if response.is_server_error or response.status_code == httpx.codes.TOO_MANY_REQUESTS:
                    return "User-agent: *\nDisallow: /"
                if not response.is_success:
                    return ""
                return _first_bytes(response, ROBOTS_BYTES).decode("utf-8", errors="replace")
        except httpx.TooManyRedirects:
            return ""


def _first_bytes(response: httpx.Response, most: int) -> bytes:
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) >= most:
            break
    return bytes(content[:most])


def _address(url: str) -> httpx.URL | None:
    """A parsed address; None for what is none ("https://exa mple.org:port")."""
    try:
        return httpx.URL(url)
    except httpx.InvalidURL:
        return None


def _site(place: httpx.URL) -> str:
    return f"{place.scheme}://{place.netloc.decode('ascii')}"


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds that an answer asks to wait: given as a number or as a date."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None
