"""Where the command line writes: data to stdout, everything else to stderr."""

import json
import sys
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

EXIT_FAULT, EXIT_USAGE, EXIT_INPUTS, EXIT_INTERRUPTED = 1, 2, 3, 130


@cache
def err() -> "Console":
    """The console of messages and progress."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


@cache
def out() -> "Console":
    """The console of answers that a person reads."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


def complain(message: str) -> None:
    """One line on stderr."""
    sys.stderr.write(f"remit: {message}\n")


def print_json(value: Any) -> None:
    """One JSON object on a line of stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def print_lines(lines: Iterable[str]) -> None:
    """Lines on stdout."""
    for line in lines:
        sys.stdout.write(line + "\n")
