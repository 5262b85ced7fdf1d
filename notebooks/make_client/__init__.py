"""What makes the Python client of the HTTP API (notebooks/remit_client) from its OpenAPI document: `make client`."""
