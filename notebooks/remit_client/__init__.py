"""A small typed client of remit's HTTP API, generated from its OpenAPI document (`make client`).

with Remit("http://127.0.0.1:8000") as remit:
answer = remit.search("what are the virtual ward targets")
"""

from remit_client.http import Problem
from remit_client.operations import Remit

__all__ = ["Problem", "Remit"]
