"""The HTTP API and the web pages."""

from api.web.app import create_app

__all__ = ["create_app"]
