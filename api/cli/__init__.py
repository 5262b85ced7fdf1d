"""The command line: `remit`. Machine output goes to stdout, progress and messages to stderr."""

from api.cli.app import main

__all__ = ["main"]
